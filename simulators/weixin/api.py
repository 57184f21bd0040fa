"""The provider's API: what the account's server may ask."""

import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from simulators.weixin.customers import Entry
from simulators.weixin.faults import cut_off, fail
from simulators.weixin.provider import Provider
from simulators.weixin.schemas import CustomMessage, StableToken, Typing, read_request

TEXT_BYTES = 2048
TYPING_S = 15.0

Handler = Callable[[Provider, Any], Any]


def add_api(app: web.Application, provider: Provider) -> None:
    """Adds the endpoints below `/cgi-bin/`."""

    def post(path: str, handle: Handler, *, with_token: bool = True) -> None:
        async def serve(request: web.Request) -> web.Response:
            return await _serve(provider, request, path, handle, with_token=with_token)

        app.router.add_post(path, serve)

    post("/cgi-bin/stable_token", _stable_token, with_token=False)
    post("/cgi-bin/message/custom/send", _send)
    post("/cgi-bin/message/custom/typing", _typing)


async def _serve(
    provider: Provider, request: web.Request, path: str, handle: Handler, *, with_token: bool
) -> web.Response:
    fault = provider.faults.next(path)
    if fault is not None and fault.kind != "lost":
        return await fail(fault, request)
    answer = await _carried_out(provider, request, path, handle, with_token=with_token)
    return answer if fault is None else cut_off(request)


async def _carried_out(
    provider: Provider, request: web.Request, path: str, handle: Handler, *, with_token: bool
) -> web.Response:
    if with_token:
        refused = provider.tokens.check(request.query.get("access_token", ""), provider.now())
        if refused:
            return error(refused)
    try:
        content = json.loads(await request.read())
        asked = read_request(path, content)
    except ValueError as fault:
        return error(47001, f"data format error: {str(fault)[:300]}")
    provider.calls.append((path, content))
    said = handle(provider, asked)
    return error(said) if isinstance(said, int) else web.json_response({"errcode": 0, "errmsg": "ok"} | said)


def error(code: int, words: str = "") -> web.Response:
    """An answer as the provider gives it, with HTTP's 200 whatever the code."""
    return web.json_response({"errcode": code, "errmsg": words or ("ok" if code == 0 else f"error {code}")})


def _stable_token(provider: Provider, asked: StableToken) -> dict[str, Any] | int:
    if asked.appid != provider.app_id:
        return 40013
    if asked.secret != provider.secret:
        return 40125
    token, seconds = provider.tokens.issue(provider.now(), forced=asked.force_refresh)
    return {"access_token": token, "expires_in": seconds}


def _send(provider: Provider, asked: CustomMessage) -> dict[str, Any] | int:
    customer = provider.customers.known.get(asked.touser)
    if customer is None:
        return 40003
    if not customer.followed:
        return 43004
    if asked.text is not None and len(asked.text.content.encode()) > TEXT_BYTES:
        return 45002
    entry = _entry(asked)
    refused = customer.rights.take(provider.now())
    if refused:
        return refused
    customer.typing_until = 0.0
    customer.show(entry)
    return {}


def _entry(asked: CustomMessage) -> Entry:
    ai = asked.aimsgcontext is not None and asked.aimsgcontext.is_ai_msg == 1
    entry: Entry = {"from": "account", "type": asked.msgtype, "by": "custom", "ai": ai}
    part = getattr(asked, asked.msgtype).model_dump()
    return entry | ({"text": part["content"]} if asked.msgtype == "text" else {"part": part})


def _typing(provider: Provider, asked: Typing) -> dict[str, Any] | int:
    customer = provider.customers.known.get(asked.touser)
    if customer is None:
        return 40003
    now = provider.now()
    if not customer.rights.told(now):
        return 45080
    if asked.command == "CancelTyping":
        customer.typing_until = 0.0
    elif customer.typing_until > now:
        return 45081
    else:
        customer.typing_until = now + TYPING_S
    customer.touch()
    return {}
