"""Serves the bank's site on loopback, from an origin that is not the hub's.

Environment: `YUANQIAO_BANK_SITE_PORT` (8081; 0 lets the system choose), `YUANQIAO_HOST` and `YUANQIAO_PORT`
(127.0.0.1 and 8080), which say where the hub is, `YUANQIAO_PHONES_PORT` (8085), and for the login page
`YUANQIAO_BANK_LOGIN_KEY` and `YUANQIAO_BANK_LOGIN_ISSUER`; without them it has none. The process prints its
address, ends with 0 on SIGTERM and SIGINT, and with 3 and one sentence when it cannot start.
"""

import os
import signal
import sys
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import parse_qs

from simulators.bank_site.login import BODY_LIMIT, LoginPage
from simulators.bank_site.pages import SitePage, load_pages

LOOPBACK = "127.0.0.1"
CANNOT_START = 3
PLAIN = "text/plain; charset=utf-8"
NO_PAGE = SitePage("没有这个页面。".encode(), PLAIN)
_EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104  (compared with, never bound to)


class SiteSettings(NamedTuple):
    """Where the site listens, and where its pages find the hub."""

    port: int
    hub_url: str
    login: LoginPage | None = None


class SiteCannotStart(Exception):
    """The site cannot start; the text is one sentence for the operator."""


def read_settings(environment: Mapping[str, str]) -> SiteSettings:
    """Settings from the environment; raises `SiteCannotStart` when a port is no port."""
    hub_host = environment.get("YUANQIAO_HOST", LOOPBACK)
    if hub_host in _EVERYWHERE:
        hub_host = LOOPBACK  # a hub that listens everywhere also listens here
    hub_port = _port(environment, "YUANQIAO_PORT", 8080)
    # Behind a proxy, browsers know the hub by its public address only.
    hub_url = environment.get("YUANQIAO_PUBLIC_URL", "").rstrip("/") or f"http://{hub_host}:{hub_port}"
    return SiteSettings(
        _port(environment, "YUANQIAO_BANK_SITE_PORT", 8081), hub_url, _login(environment, hub_url)
    )


def _login(environment: Mapping[str, str], hub_url: str) -> LoginPage | None:
    key = environment.get("YUANQIAO_BANK_LOGIN_KEY", "")
    if not key or "-----BEGIN" in key:
        return None  # the hub's key is a public one: the bank itself signs elsewhere
    phones = _port(environment, "YUANQIAO_PHONES_PORT", 8085)
    origins = (hub_url, *(f"http://{name}:{phones}" for name in (LOOPBACK, "localhost")))
    return LoginPage(key, environment.get("YUANQIAO_BANK_LOGIN_ISSUER", ""), origins)


def _port(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name, str(default))
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise SiteCannotStart(f"{name} must be a port number, but is {text!r}.")
    return int(text)


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD from memory; beside that there is the login."""

    server_version = "YuanqiaoBank"
    sys_version = ""
    server: "Site"

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_POST(self) -> None:
        """The form of the login page, and nothing else."""
        length = self.headers.get("Content-Length", "")
        login = self.server.login
        if self.path != "/login" or login is None or not length.isdecimal() or int(length) > BODY_LIMIT:
            self._send(404, NO_PAGE, with_body=True)
            return
        back = login.back(self.rfile.read(int(length)))
        if back is None:
            self._send(400, SitePage("请回到原来的页面重新登录。".encode(), PLAIN), with_body=True)
            return
        self.send_response(303)
        self.send_header("Location", back)
        self.send_header("Content-Length", "0")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()

    def _answer(self, *, with_body: bool) -> None:
        path, _, query = self.path.partition("?")
        page = self.server.pages.get(path)
        if path == "/login" and self.server.login is not None:
            return_to = parse_qs(query).get("return_to", [""])[0]
            shown = self.server.login.page(return_to)
            page = SitePage(shown.encode(), "text/html; charset=utf-8") if shown else None
        self._send(200 if page else 404, page or NO_PAGE, with_body=with_body)

    def _send(self, status: int, page: SitePage, *, with_body: bool) -> None:
        body, media_type = page
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Security-Policy", self.server.content_policy)
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the name in the base class)
        """Says nothing for each request: the site is scenery."""


class Site(ThreadingHTTPServer):
    """The site as a server on loopback. Raises `SiteCannotStart` when the port is taken."""

    daemon_threads = True

    def __init__(self, settings: SiteSettings) -> None:
        self.pages = load_pages(settings.hub_url)
        self.login = settings.login
        # Browsers ask the policy about where a form's answer leads, too.
        forms = " ".join(("'self'", *(settings.login.origins if settings.login else ())))
        self.content_policy = (
            f"default-src 'self'; script-src {settings.hub_url}; frame-src {settings.hub_url}; "
            f"base-uri 'none'; form-action {forms}; frame-ancestors 'none'"
        )
        try:
            super().__init__((LOOPBACK, settings.port), _Handler)
        except OSError as error:
            raise SiteCannotStart(
                f"The bank's site cannot listen on port {settings.port}: {error.strerror}."
            ) from error

    @property
    def url(self) -> str:
        """Where the site is."""
        return f"http://{LOOPBACK}:{self.server_port}/"


def serve(settings: SiteSettings) -> None:
    """Serves until SIGTERM or SIGINT. Raises `SiteCannotStart`."""
    with Site(settings) as site:
        for number in (signal.SIGTERM, signal.SIGINT):
            # `shutdown` waits for the serving loop, which runs in this very thread: call it from another.
            signal.signal(number, lambda *_: threading.Thread(target=site.shutdown).start())
        print(f"bank site: {site.url}", flush=True)
        site.serve_forever(poll_interval=0.1)


def main() -> int:
    """Runs the site; the result is the exit code."""
    try:
        serve(read_settings(os.environ))
    except SiteCannotStart as fault:
        print(fault, file=sys.stderr)
        return CANNOT_START
    return 0
