"""Who opens a page or a mini-program: WeChat's page of 网页授权, and the codes that are traded for ids.

(developers.weixin.qq.com: 网页授权, and 小程序登录, code2Session.)
"""

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from simulators.weixin.customers import WeixinCustomer
from simulators.weixin.faults import cut_off, fail
from simulators.weixin.provider import SimulatedWeixin

CODE_S = 300.0
TOKEN_S = 7200
PAGE = Path(__file__).parent / "site" / "authorize.html"
OF_PAGE, OF_PROGRAM = "/sns/oauth2/access_token", "/sns/jscode2session"


class WeixinCodes:
    """Codes that are good for once, for five minutes."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[WeixinCustomer, float]] = {}
        self._used: set[str] = set()

    def give(self, customer: WeixinCustomer, now: float) -> str:
        """A code for this customer."""
        code = secrets.token_urlsafe(24)
        self._open[code] = (customer, now + CODE_S)
        return code

    def take(self, code: str, now: float) -> WeixinCustomer | int:
        """The customer, or the errcode: invalid, or used."""
        if code in self._used:
            return 40163
        customer, until = self._open.pop(code, (None, 0.0))
        if customer is None or until <= now:
            return 40029
        self._used.add(code)
        return customer


def add_opening(app: web.Application, provider: SimulatedWeixin) -> None:
    """Adds WeChat's page, which leads to the hub alone (网页授权域名), and the endpoint for its codes."""
    codes = WeixinCodes()

    async def authorize(_request: web.Request) -> web.FileResponse:
        return web.FileResponse(PAGE)

    async def agree(request: web.Request) -> web.Response:
        asked = request.query
        customer = provider.customers.of_phone(_phone(asked))
        back = asked.get("redirect_uri", "")
        if asked.get("appid") != provider.app_id:
            return web.Response(text="AppID 参数错误", status=400)
        if asked.get("response_type") != "code" or asked.get("scope") not in (
            "snsapi_base",
            "snsapi_userinfo",
        ):
            return web.Response(text="Scope 参数错误或没有 Scope 权限", status=400)
        if _origin(back) != _origin(provider.pages_url):
            return web.Response(text="redirect_uri 参数错误", status=400)
        code = codes.give(customer, provider.now())
        joint = "&" if "?" in back else "?"
        raise web.HTTPFound(f"{back}{joint}{urlencode({'code': code, 'state': asked.get('state', '')})}")

    async def of_page(request: web.Request) -> web.StreamResponse:
        return await _trade(provider, codes, request, OF_PAGE, "code")

    app.router.add_get("/connect/oauth2/authorize", authorize)
    app.router.add_get("/connect/oauth2/agree", agree)
    app.router.add_get(OF_PAGE, of_page)


def add_program_login(app: web.Application, provider: SimulatedWeixin) -> WeixinCodes:
    """Adds the endpoint for mini-programs; the codes that `wx.login` gives."""
    codes = WeixinCodes()

    async def of_program(request: web.Request) -> web.StreamResponse:
        return await _trade(provider, codes, request, OF_PROGRAM, "js_code")

    app.router.add_get(OF_PROGRAM, of_program)
    return codes


async def _trade(
    provider: SimulatedWeixin, codes: WeixinCodes, request: web.Request, path: str, name: str
) -> web.StreamResponse:
    fault = provider.faults.next(path)
    if fault is not None and fault.kind != "lost":
        return await fail(fault, request)
    provider.calls.append((path, {key: value for key, value in request.query.items() if key != "secret"}))
    answer = web.json_response(_traded(provider, codes, request.query, path, name))
    return answer if fault is None else cut_off(request)


def _traded(
    provider: SimulatedWeixin, codes: WeixinCodes, asked: Mapping[str, str], path: str, name: str
) -> dict[str, Any]:
    if set(asked) != {"appid", "secret", name, "grant_type"} or asked["grant_type"] != "authorization_code":
        return _refusal(40002)
    if asked["appid"] != provider.app_id:
        return _refusal(40013)
    if asked["secret"] != provider.secret:
        return _refusal(40125)
    customer = codes.take(asked[name], provider.now())
    if isinstance(customer, int):
        return _refusal(customer)
    known = {"openid": customer.openid, "unionid": customer.union_id}
    if path == OF_PROGRAM:
        return known | {"session_key": secrets.token_urlsafe(16)}
    return known | {
        "access_token": secrets.token_urlsafe(48),
        "expires_in": TOKEN_S,
        "refresh_token": secrets.token_urlsafe(48),
        "scope": "snsapi_base",
    }


def _refusal(code: int) -> dict[str, Any]:
    return {"errcode": code, "errmsg": f"error {code}"}


def _phone(asked: Mapping[str, str]) -> str:
    phone = asked.get("phone", "")
    if not phone.isalnum() or not 8 <= len(phone) <= 40:
        raise web.HTTPBadRequest(text="请在手机里的微信打开")
    return phone


def _origin(address: str) -> str:
    read = urlsplit(address)
    return f"{read.scheme}://{read.netloc}"
