"""The provider's API: what the application that serves the account may ask."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from simulators.wecom_kf.carrying import REPEATED, carry_out
from simulators.wecom_kf.provider import SimulatedKf
from simulators.wecom_kf.pushing import KfPusher
from simulators.wecom_kf.schemas import SCHEMAS, read_request
from simulators.weixin.faults import cut_off, fail

MEBIBYTE = 1024 * 1024
UPLOAD_LIMITS = {"image": 10 * MEBIBYTE, "voice": 2 * MEBIBYTE, "video": 10 * MEBIBYTE, "file": 20 * MEBIBYTE}
"""Bytes of a temporary file, by its kind."""

FEWEST_BYTES = 5

Answer = dict[str, Any] | int | web.Response
"""JSON, an errcode, or a response of its own."""

Work = Callable[[web.Request], Awaitable[Answer]]

GET_TOKEN = "/cgi-bin/gettoken"  # noqa: S105  (a path)
GET_MEDIA = "/cgi-bin/media/get"
UPLOAD = "/cgi-bin/media/upload"


def add_api(app: web.Application, provider: SimulatedKf, pusher: KfPusher) -> None:
    """Adds the endpoints below `/cgi-bin/`."""
    for path in SCHEMAS:
        app.router.add_post(path, _served(provider, path, _read_and_carry_out(provider, pusher, path)))
    app.router.add_get(GET_TOKEN, _served(provider, GET_TOKEN, _token(provider)))
    app.router.add_get(GET_MEDIA, _served(provider, GET_MEDIA, _file(provider)))
    app.router.add_post(UPLOAD, _served(provider, UPLOAD, _upload(provider)))


def error(code: int, words: str = "") -> web.Response:
    """An answer as the provider gives it, with HTTP's 200 whatever the code."""
    if code == REPEATED:
        words = "duplicate msgid"
    return web.json_response({"errcode": code, "errmsg": words or ("ok" if code == 0 else f"error {code}")})


def _served(provider: SimulatedKf, path: str, work: Work) -> Callable[[web.Request], Awaitable[web.Response]]:
    """An endpoint: faults that were ordered, the token, and then the work."""

    async def serve(request: web.Request) -> web.Response:
        fault = provider.faults.next(path)
        if fault is not None and fault.kind != "lost":
            return await fail(fault, request)
        answer = await checked(request)
        return answer if fault is None else cut_off(request)

    async def checked(request: web.Request) -> web.Response:
        if path != GET_TOKEN:
            refused = provider.tokens.check(request.query.get("access_token", ""), provider.now())
            if refused:
                return error(refused)
        said = await work(request)
        if isinstance(said, web.Response):
            return said
        if isinstance(said, int):
            return error(said)
        return web.json_response({"errcode": 0, "errmsg": "ok"} | said)

    return serve


def _read_and_carry_out(provider: SimulatedKf, pusher: KfPusher, path: str) -> Work:
    async def work(request: web.Request) -> Answer:
        try:
            content = json.loads(await request.read())
            asked = read_request(path, content)
        except ValueError as fault:
            return error(40058, f"invalid request parameter: {str(fault)[:300]}")
        provider.calls.append((path, content))
        before = len(provider.feed.items)
        said = carry_out(provider, asked)
        pusher.begin(news=len(provider.feed.items) > before)
        return said

    return work


def _token(provider: SimulatedKf) -> Work:
    async def work(request: web.Request) -> Answer:
        if request.query.get("corpid") != provider.corp_id:
            return 40013
        if request.query.get("corpsecret") != provider.secret:
            return 40001
        token, seconds = provider.tokens.issue(provider.now())
        return {"access_token": token, "expires_in": seconds}

    return work


def _upload(provider: SimulatedKf) -> Work:
    async def work(request: web.Request) -> Answer:
        kind = request.query.get("type", "")
        if kind not in UPLOAD_LIMITS:
            return 40005
        form = await request.post()
        file = form.get("media")
        if not isinstance(file, web.FileField):
            return 41005
        body = file.file.read()
        if not FEWEST_BYTES < len(body) <= UPLOAD_LIMITS[kind]:
            return 40006
        provider.calls.append((UPLOAD, kind))
        media_id = provider.keep(body, file.content_type, file.filename)
        return {"type": kind, "media_id": media_id, "created_at": str(int(provider.now()))}

    return work


def _file(provider: SimulatedKf) -> Work:
    async def work(request: web.Request) -> Answer:
        file = provider.media.get(request.query.get("media_id", ""))
        if file is None or file.until <= provider.now():
            return 40007
        return web.Response(body=file.body, content_type=file.content_type)

    return work
