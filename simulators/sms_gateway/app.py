"""The simulator as an application: the gateway's API, and phones with a number in mainland China."""

import os
import re
import secrets
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from aiohttp import web
from pydantic import ValidationError

from simulators.phones.folders import PhoneContext
from simulators.phones.handsets import Handset, add_handsets
from simulators.sms_gateway.provider import Gateway, make_gateway
from simulators.sms_gateway.schemas import SendSms
from simulators.sms_gateway.signing import fault_of
from simulators.weixin.faults import WeixinFault, cut_off, fail

SITE = Path(__file__).parent / "site"
GATEWAY = web.AppKey("gateway", Gateway)
SEND = "SendSms"

FAULTS = {
    "429": (SEND, WeixinFault("status", 429, retry_after_s=1)),
    "500": (SEND, WeixinFault("status", 500)),
    "limit": (SEND, WeixinFault("errcode", 1)),
    "silence": (SEND, WeixinFault("silence")),
    "lost": (SEND, WeixinFault("lost")),
    "unheard": ("callback", WeixinFault("lost")),
}


def make_app(context: PhoneContext) -> web.Application:
    """The simulator of the account that the hub has for it."""
    (account,) = [each for each in context.accounts["sms"] if each["provider"] == "aliyun"]
    page_url = (
        os.environ.get("YUANQIAO_PUBLIC_URL") or f"http://127.0.0.1:{os.environ.get('YUANQIAO_PORT', '8080')}"
    )
    return app_of(make_gateway(account, context.hub_url, page_url.rstrip("/")))


def app_of(gateway: Gateway) -> web.Application:
    """The simulator of an account."""
    app = web.Application()
    app[GATEWAY] = gateway

    async def send(request: web.Request) -> web.Response:
        fault = gateway.faults.next(SEND)
        if fault is not None and fault.kind == "errcode":
            return _error("Throttling.User", 400)
        if fault is not None and fault.kind != "lost":
            return await fail(fault, request)
        answer = await _send(gateway, request)
        return answer if fault is None else cut_off(request)

    async def act(handset: Handset, asked: dict[str, Any]) -> None:
        match asked:
            case {"do": "say", "text": str(text)} if text.strip() and len(text) <= 500:
                await gateway.say(handset, text)
            case {"do": "fail", "how": str(how)} if how in FAULTS:
                gateway.faults.add(*FAULTS[how])
            case {"do": "shuffle"}:
                gateway.shuffled = not gateway.shuffled
                handset.touch()
            case _:
                raise web.HTTPBadRequest

    def told(handset: Handset) -> dict[str, Any]:
        sent = [each for each in gateway.sent if each["number"] == handset.number]
        return {"shuffled": gateway.shuffled, "sent": len(sent)}

    async def page(_request: web.Request) -> web.FileResponse:
        return web.FileResponse(SITE / "index.html")

    async def closing(_app: web.Application) -> AsyncIterator[None]:
        yield
        await gateway.close()

    add_handsets(app, gateway.handsets, act, None, told)
    app.router.add_post("/", send)
    app.router.add_get("/", page)
    app.router.add_static("/site/", SITE)
    app.cleanup_ctx.append(closing)
    return app


async def _send(gateway: Gateway, request: web.Request) -> web.Response:
    body = await request.read()
    # Under the page of phones the app has a path in front, which the real gateway's name stands for.
    query = request.rel_url.raw_query_string
    fault = fault_of("POST", "/", query, request.headers, body, gateway.key)
    if fault:
        return _error(fault, 403 if fault.startswith("InvalidAccessKeyId") else 400)
    if request.headers["x-acs-action"] != SEND or request.headers["x-acs-version"] != "2017-05-25":
        return _error("InvalidAction.NotFound", 404)
    try:
        asked = SendSms.model_validate(dict(request.query))
    except ValidationError as error:
        found = re.search(r"isv\.[A-Z_]+", str(error))
        return _error(found[0] if found else "isv.PARAM_NOT_SUPPORT", 200)
    code, biz_id = gateway.carry_out(asked)
    if code != "OK":
        return _error(code, 200)
    return web.json_response({"Code": "OK", "Message": "OK", "BizId": biz_id, "RequestId": _request_id()})


def _error(code: str, status: int) -> web.Response:
    return web.json_response({"Code": code, "Message": code, "RequestId": _request_id()}, status=status)


def _request_id() -> str:
    return secrets.token_hex(16).upper()
