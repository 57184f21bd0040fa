"""The page on which a follower signs in at the bank, whose login then is one of this WeChat identity.

Four steps, and each proves that the same browser took the one before, so that nobody can sign somebody else
in for their own identity by sending a link:

1. `/sign-in` gives the browser a secret, and leads to WeChat's page with the secret's hash as `state`.
2. WeChat leads to `/sign-in/opened` with a code: for it WeChat tells who has opened the page (网页授权,
   snsapi_base, which asks the customer nothing).
3. The bank's own page signs them in, and leads to `/sign-in/done#login=…`: behind `#` it stands in no log.
4. That page posts the login with the browser's proof of step 2.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlencode

import jwt
from sanic import Blueprint, HTTPResponse, Request
from sanic.response import empty, html, redirect

from connectors.kit.weixin.opener import Openers
from connectors.kit.weixin.served import ServedWeixin
from connectors.wechat.account import WechatAccount
from connectors.wechat.sign_in_page import HEADERS, PAGE
from hub.errors import BadSignature, ForeignRequest, NotFound, SetupError
from hub.ports import Address, ChannelContext, Clock

STATE_COOKIE, OPENER_COOKIE = "yq_sign_in", "yq_opener"
HOLDS_S = 600
LOGIN_LIMIT = 4096
AUDIENCE = "yuanqiao wechat opener"


class Proofs:
    """What a browser carries from step to step."""

    def __init__(self, secret: str, clock: Clock) -> None:
        """`secret`: the one of the media's addresses, of which a key of its own is made here."""
        if not secret:
            raise SetupError("YUANQIAO_MEDIA_SECRET is missing; start with `make run`, or set it")
        self._key = hmac.new(secret.encode(), b"wechat openers 1", hashlib.sha256).digest()
        self._clock = clock

    def opener(self, account: str, openid: str) -> str:
        """The proof that this browser's WeChat is that follower's, for ten minutes."""
        until = self._clock.now() + timedelta(seconds=HOLDS_S)
        claims = {"aud": AUDIENCE, "acc": account, "sub": openid, "exp": int(until.timestamp())}
        return jwt.encode(claims, self._key, algorithm="HS256")

    def read_opener(self, account: str, proof: str) -> str:
        """The follower; raises `BadSignature`, also for another account's."""
        try:
            claims = jwt.decode(proof, self._key, ["HS256"], audience=AUDIENCE, options={"verify_exp": False})
        except jwt.PyJWTError:
            raise BadSignature("this browser has not opened the page in WeChat") from None
        if claims["acc"] != account or claims["exp"] <= self._clock.now().timestamp():
            raise BadSignature("this browser has not opened the page in WeChat")
        return str(claims["sub"])


def state_of(secret: str) -> str:
    """What WeChat is given to hand back: it says nothing of the secret that only the browser has."""
    return base64.urlsafe_b64encode(hashlib.sha256(secret.encode()).digest()).decode().rstrip("=")


class WechatSignIn:
    """The four steps of one hub's accounts."""

    def __init__(self, served: Mapping[str, ServedWeixin[WechatAccount]], context: ChannelContext) -> None:
        """Raises `SetupError`."""
        self._served = {name: one for name, one in served.items() if one.account.login_page}
        self._openers = {name: Openers(one.account, one.api) for name, one in self._served.items()}
        self._contacts = context.contacts
        self._origins = context.settings.own_origins
        self._proofs = Proofs(context.settings.media_secret.get_secret_value(), context.clock)

    def begin(self, name: str) -> HTTPResponse:
        """Step 1."""
        account, secret = self._of(name).account, secrets.token_urlsafe(32)
        asked = {
            "appid": account.app_id,
            "redirect_uri": f"{self._address(name)}/opened",
            "response_type": "code",
            "scope": "snsapi_base",
            "state": state_of(secret),
        }
        answer = redirect(f"{account.pages}/connect/oauth2/authorize?{urlencode(asked)}#wechat_redirect")
        self._keep(answer, name, STATE_COOKIE, secret)
        return answer

    async def open(self, request: Request, name: str) -> HTTPResponse:
        """Step 2; raises `BadSignature`, `Overloaded`, `Unavailable`."""
        one = self._of(name)
        secret, state = _cookie(request, STATE_COOKIE), str(request.args.get("state", ""))
        if not secret or not hmac.compare_digest(state_of(secret).encode(), state.encode()):
            raise BadSignature("another browser began to sign in")
        opener = await self._openers[name].of_page(str(request.args.get("code", "")))
        if opener.union_id and one.account.open_platform:
            address = Address(*one.key, opener.openid)
            await self._contacts.learn_union_id(address, one.account.open_platform, opener.union_id)
        back = urlencode({"return_to": f"{self._address(name)}/done"})
        joint = "&" if "?" in one.account.login_page else "?"
        answer = redirect(f"{one.account.login_page}{joint}{back}")
        self._forget(answer, name, STATE_COOKIE)
        self._keep(answer, name, OPENER_COOKIE, self._proofs.opener(name, opener.openid))
        return answer

    def show(self, name: str) -> HTTPResponse:
        """Step 3: the page that takes the login out of its own address."""
        self._of(name)
        return html(PAGE, headers=dict(HEADERS))

    async def finish(self, request: Request, name: str) -> HTTPResponse:
        """Step 4; raises `BadSignature`, `Conflict` (used before), `ForeignRequest`, `NotFound`."""
        one = self._of(name)
        if request.headers.get("Origin") not in self._origins:
            raise ForeignRequest("another site's page asks for this")
        openid = self._proofs.read_opener(name, _cookie(request, OPENER_COOKIE))
        if len(request.body) > LOGIN_LIMIT:
            raise BadSignature("the login is too long")
        login = request.body.decode("ascii", "replace")
        await self._contacts.sign_in(Address(*one.key, openid), login)
        answer = empty()
        self._forget(answer, name, OPENER_COOKIE)
        return answer

    def _of(self, name: str) -> ServedWeixin[WechatAccount]:
        if name not in self._served:
            raise NotFound("nobody signs in here")
        return self._served[name]

    def _address(self, name: str) -> str:
        return f"{self._origins[0]}{_path(name)}"

    def _keep(self, answer: HTTPResponse, name: str, cookie: str, value: str, for_s: int = HOLDS_S) -> None:
        secure = self._origins[0].startswith("https://")
        answer.add_cookie(
            cookie, value, path=_path(name), httponly=True, samesite="Lax", secure=secure, max_age=for_s
        )

    def _forget(self, answer: HTTPResponse, name: str, cookie: str) -> None:
        self._keep(answer, name, cookie, "", for_s=0)


def _cookie(request: Request, name: str) -> str:
    return str(request.cookies.get(name) or "")


def _path(name: str) -> str:
    return f"/wechat/{name}/sign-in"


def add_sign_in(blueprint: Blueprint, sign_in: WechatSignIn) -> None:
    """Adds the four addresses below `/wechat/<account>/sign-in`."""

    @blueprint.get("/wechat/<name:str>/sign-in")
    async def begin(_request: Request, name: str) -> HTTPResponse:
        return sign_in.begin(name)

    @blueprint.get("/wechat/<name:str>/sign-in/opened")
    async def opened(request: Request, name: str) -> HTTPResponse:
        return await sign_in.open(request, name)

    @blueprint.get("/wechat/<name:str>/sign-in/done")
    async def done(_request: Request, name: str) -> HTTPResponse:
        return sign_in.show(name)

    @blueprint.post("/wechat/<name:str>/sign-in/finish")
    async def finish(request: Request, name: str) -> HTTPResponse:
        return await sign_in.finish(request, name)
