"""How access tokens are asked for: of Weixin's accounts and of WeCom's applications."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """The request for a token; its answer has `access_token` and `expires_in` (seconds)."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    json: Any = field(default=None, repr=False)


TokenRequests = Callable[[bool], TokenRequest]
"""The request for a token; True where the one that is valid by the clock was refused."""


def stable_token(app_id: str, secret: str) -> TokenRequests:
    """An account's stable token, which the old `/cgi-bin/token` of other programs does not void."""

    def request(forced: bool) -> TokenRequest:
        asked = {
            "grant_type": "client_credential",
            "appid": app_id,
            "secret": secret,
            "force_refresh": forced,
        }
        return TokenRequest("POST", "/cgi-bin/stable_token", json=asked)

    return request


def corp_token(corp_id: str, secret: str) -> TokenRequests:
    """The token of one application of a corporation: the same one until it ends, so nothing can be forced.

    (developer.work.weixin.qq.com/document/path/91039.) Each application has a secret and a token of its own.
    """

    def request(_forced: bool) -> TokenRequest:
        return TokenRequest("GET", "/cgi-bin/gettoken", query={"corpid": corp_id, "corpsecret": secret})

    return request
