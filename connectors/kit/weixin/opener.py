"""Who opened a page or a mini-program: a code that only their WeChat can have given, for the ids behind it.

(developers.weixin.qq.com, 网页授权, step 2; 小程序登录, code2Session.) A code is good once,
for five minutes.
"""

import re
from dataclasses import dataclass, field

from connectors.kit.weixin.api import ProviderRefused, WeixinApi
from connectors.kit.weixin.platform import PlatformAccount
from hub.errors import BadSignature, Overloaded, Unavailable

OF_PAGE = "/sns/oauth2/access_token"
OF_PROGRAM = "/sns/jscode2session"

CODE = re.compile(r"[0-9A-Za-z_-]{1,128}")
ID_LIMIT = 128
MOST_AT_ONCE, AGAIN_S = 8, 2.0
"""Of one account: whoever makes up codes spends no more of its calls than these."""

NOT_A_CODE = frozenset((40029, 40163, 41008, 42003))
"""Invalid, used, missing, expired."""


@dataclass(frozen=True, slots=True)
class Opener:
    """What WeChat calls them there; `union_id` where the account is bound to an open platform."""

    openid: str = field(repr=False)
    union_id: str = field(default="", repr=False)


class Openers:
    """Asks WeChat for one account."""

    def __init__(self, account: PlatformAccount, api: WeixinApi) -> None:
        self._account, self._api = account, api
        self._asking = 0

    async def of_page(self, code: str) -> Opener:
        """Who opened a page of the account; raises `BadSignature`, `Overloaded`, `Unavailable`."""
        return await self._ask(OF_PAGE, "code", code)

    async def of_program(self, code: str) -> Opener:
        """Who runs the mini-program; raises as `of_page`."""
        return await self._ask(OF_PROGRAM, "js_code", code)

    async def _ask(self, path: str, name: str, code: str) -> Opener:
        if not CODE.fullmatch(code):
            raise BadSignature("WeChat gives no such codes")
        if self._asking >= MOST_AT_ONCE:
            raise Overloaded("too many are signing in at once", retry_after_s=AGAIN_S)
        query = {
            "appid": self._account.app_id,
            "secret": self._account.secret.get_secret_value(),
            name: code,
            "grant_type": "authorization_code",
        }
        self._asking += 1
        try:
            said = await self._api.ask_as_itself(path, query)
        finally:
            self._asking -= 1
        match said:
            case {"is_snapshotuser": 1}:
                raise BadSignature("a page that is only looked at has nobody behind it")
            case {"openid": str(openid), **rest} if 0 < len(openid) <= ID_LIMIT:
                union_id = rest.get("unionid", "")
                return Opener(
                    openid, union_id if isinstance(union_id, str) and len(union_id) <= ID_LIMIT else ""
                )
            case ProviderRefused(code=refusal) if refusal in NOT_A_CODE:
                raise BadSignature("WeChat does not know the code any more")
        raise Unavailable("WeChat does not say who this is")
