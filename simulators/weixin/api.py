"""The provider's API: what the account's server may ask."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from simulators.weixin.carrying import AHEAD, carry_out
from simulators.weixin.faults import cut_off, fail
from simulators.weixin.provider import SimulatedWeixin
from simulators.weixin.schemas import SCHEMAS, read_request

UPLOAD_LIMITS = {
    "image": 10 * 1024 * 1024,
    "voice": 2 * 1024 * 1024,
    "video": 10 * 1024 * 1024,
    "thumb": 64 * 1024,
}
"""Bytes of a temporary file, by its kind."""

Answer = dict[str, Any] | int | web.Response
"""JSON, an errcode, or a response of its own."""

Work = Callable[[web.Request], Awaitable[Answer]]


def add_api(app: web.Application, provider: SimulatedWeixin) -> None:
    """Adds the endpoints below `/cgi-bin/`."""
    for path in SCHEMAS:
        app.router.add_post(path, served(provider, path, _read_and_carry_out(provider, path)))
    get = app.router.add_get
    get("/cgi-bin/menu/get", served(provider, "/cgi-bin/menu/get", _menu(provider)))
    get("/cgi-bin/menu/delete", served(provider, "/cgi-bin/menu/delete", _no_menu(provider)))
    get("/cgi-bin/user/info", served(provider, "/cgi-bin/user/info", _user_info(provider)))
    get("/cgi-bin/media/get", served(provider, "/cgi-bin/media/get", giving(provider)))
    upload = served(provider, "/cgi-bin/media/upload", uploading(provider))
    app.router.add_post("/cgi-bin/media/upload", upload)


def error(code: int, words: str = "") -> web.Response:
    """An answer as the provider gives it, with HTTP's 200 whatever the code."""
    return web.json_response({"errcode": code, "errmsg": words or ("ok" if code == 0 else f"error {code}")})


def served(
    provider: SimulatedWeixin, path: str, work: Work, ahead: frozenset[str] = AHEAD
) -> Callable[[web.Request], Awaitable[web.Response]]:
    """An endpoint: faults that were ordered, the token (save what comes `ahead` of it), then the work."""

    async def serve(request: web.Request) -> web.Response:
        fault = provider.faults.next(path)
        if fault is not None and fault.kind != "lost":
            return await fail(fault, request)
        answer = await checked(request)
        await provider.faults.be_late(path)
        return answer if fault is None else cut_off(request)

    async def checked(request: web.Request) -> web.Response:
        if path not in ahead:
            refused = provider.tokens.check(request.query.get("access_token", ""), provider.now())
            if refused:
                return error(refused)
        said = await work(request)
        if isinstance(said, web.Response):
            return said
        return (
            error(said) if isinstance(said, int) else web.json_response({"errcode": 0, "errmsg": "ok"} | said)
        )

    return serve


def _read_and_carry_out(provider: SimulatedWeixin, path: str) -> Work:
    async def work(request: web.Request) -> Answer:
        try:
            content = json.loads(await request.read())
            asked = read_request(path, content)
        except ValueError as fault:
            return error(47001, f"data format error: {str(fault)[:300]}")
        provider.calls.append((path, content))
        return carry_out(provider, asked)

    return work


def uploading(provider: SimulatedWeixin, limits: Mapping[str, int] = UPLOAD_LIMITS) -> Work:
    """Takes a file of a kind, as long as its kind may be."""

    async def work(request: web.Request) -> Answer:
        kind = request.query.get("type", "")
        if kind not in limits:
            return 40004
        form = await request.post()
        file = form.get("media")
        if not isinstance(file, web.FileField):
            return 41005
        body = file.file.read()
        if len(body) > limits[kind]:
            return 40009
        provider.calls.append(("/cgi-bin/media/upload", kind))
        media_id = provider.keep(body, file.content_type)
        return {"type": kind, "media_id": media_id, "created_at": int(provider.now())}

    return work


def giving(provider: SimulatedWeixin) -> Work:
    """Gives a file that is kept."""

    async def work(request: web.Request) -> Answer:
        file = provider.media.get(request.query.get("media_id", ""))
        if file is None or file.until <= provider.now():
            return 40007
        return web.Response(body=file.body, content_type=file.content_type)

    return work


def _user_info(provider: SimulatedWeixin) -> Work:
    async def work(request: web.Request) -> Answer:
        customer = provider.customers.known.get(request.query.get("openid", ""))
        provider.calls.append(("/cgi-bin/user/info", dict(request.query)))
        if customer is None:
            return 40003
        told: dict[str, Any] = {"subscribe": int(customer.followed), "openid": customer.openid}
        return told | ({"unionid": customer.union_id} if customer.followed else {})

    return work


def _menu(provider: SimulatedWeixin) -> Work:
    async def work(_request: web.Request) -> Answer:
        return {"menu": {"button": provider.menu}} if provider.menu else 46003

    return work


def _no_menu(provider: SimulatedWeixin) -> Work:
    async def work(_request: web.Request) -> Answer:
        provider.menu = []
        return 0

    return work
