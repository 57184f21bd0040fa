"""Serves the phones on loopback: one page that leads to them, and each under its name.

Environment: `YUANQIAO_PHONES_PORT` (8085), `YUANQIAO_PHONES_FILE` (the accounts that the hub has for them),
`YUANQIAO_HOST`, `YUANQIAO_PORT` and `YUANQIAO_INGRESS_PORT` (where the hub is), `YUANQIAO_PUBLIC_URL` (where
browsers find it), `YUANQIAO_BANK_SITE_PORT`. Ends with 0 on SIGTERM and SIGINT.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping
from html import escape
from pathlib import Path

from aiohttp import web

from simulators.phones.accounts import Accounts, read_accounts
from simulators.phones.folders import HERE, Phone, PhoneContext, find_phones, open_phone

LOOPBACK = "127.0.0.1"
CANNOT_START = 3
SITE = HERE / "site"
LARGEST = 16 * 1024 * 1024
"""Most bytes of a request: a picture."""

NAMES = frozenset((LOOPBACK, "localhost"))
EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104  (compared with, never bound to)

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


def make_app(accounts: Accounts, hub_url: str, pages_url: str = "", bank_url: str = "") -> web.Application:
    """The page and every phone that has its accounts, as one application."""
    app = web.Application(client_max_size=LARGEST, middlewares=[_guard])
    # The bank has accounts of its own for the others.
    phones = [each for each in find_phones() if all(accounts.get(channel) for channel in each.accounts)]
    page = _index(phones)

    async def index(_request: web.Request) -> web.Response:
        return web.Response(text=page, content_type="text/html")

    app.router.add_get("/", index)
    app.router.add_static("/shared/", SITE)
    for phone in phones:
        own = {channel: accounts.get(channel, []) for channel in phone.accounts}
        app.add_subapp(f"/{phone.name}/", open_phone(phone, PhoneContext(hub_url, own, pages_url, bank_url)))
    return app


@web.middleware
async def _guard(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Serves this machine's own pages: no name that leads here from elsewhere, no other site's script."""
    if request.host.rpartition(":")[0] not in NAMES:
        raise web.HTTPForbidden(text="这里只在本机使用")
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        raise web.HTTPForbidden(text="这里只在本机使用")
    answer = await handler(request)
    if not answer.prepared:
        answer.headers["Content-Security-Policy"] = POLICY
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Cache-Control"] = "no-store"
    return answer


def _index(phones: list[Phone]) -> str:
    rows = "\n".join(
        f'<li><a class="phone" href="/{phone.name}/"><b>{escape(phone.title)}</b>'
        f"<span>{escape(phone.says)}</span></a></li>"
        for phone in phones
    )
    return (SITE / "index.html").read_text(encoding="utf-8").replace("<!-- phones -->", rows)


def hub_of(environment: Mapping[str, str]) -> str:
    """Where the hub's ingress is, from here."""
    return f"http://{_host(environment)}:{environment.get('YUANQIAO_INGRESS_PORT', '8086')}"


def pages_of(environment: Mapping[str, str]) -> str:
    """Where browsers find the hub."""
    own = f"http://{_host(environment)}:{environment.get('YUANQIAO_PORT', '8080')}"
    return environment.get("YUANQIAO_PUBLIC_URL", "").rstrip("/") or own


def bank_of(environment: Mapping[str, str]) -> str:
    """Where browsers find the bank's site."""
    return f"http://{LOOPBACK}:{environment.get('YUANQIAO_BANK_SITE_PORT', '8081')}"


def _host(environment: Mapping[str, str]) -> str:
    host = environment.get("YUANQIAO_HOST", LOOPBACK)
    host = LOOPBACK if host in EVERYWHERE else host
    return f"[{host}]" if ":" in host else host


async def serve(port: int, app: web.Application) -> None:
    """Serves until SIGTERM or SIGINT; raises `OSError` where the port is taken."""
    over = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, over.set)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await web.TCPSite(runner, LOOPBACK, port).start()
        print(f"phones: http://{LOOPBACK}:{port}/", flush=True)
        await over.wait()
    finally:
        await runner.cleanup()


def main() -> int:
    """Runs the phones; the result is the exit code."""
    environment = os.environ
    port = int(environment.get("YUANQIAO_PHONES_PORT", "8085"))
    try:
        accounts = read_accounts(Path(environment["YUANQIAO_PHONES_FILE"]))
        app = make_app(accounts, hub_of(environment), pages_of(environment), bank_of(environment))
        asyncio.run(serve(port, app))
    except (OSError, KeyError) as fault:
        print(f"The phones cannot start: {fault}", file=sys.stderr)
        return CANNOT_START
    return 0
