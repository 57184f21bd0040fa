"""One account at the provider: its customers, tokens, media, menu, and the clock that the page turns on."""

import itertools
import json
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulators.weixin.customers import WeixinCustomers
from simulators.weixin.faults import WeixinFaults
from simulators.weixin.sealing import Sealer
from simulators.weixin.tokens import WeixinTokens

MEDIA_S = 3 * 86_400.0


def first_menu(sign_in: str = "") -> list[dict[str, Any]]:
    """The menu that the account has until its server sets another one; `sign_in`: the hub's page for that."""
    text = (Path(__file__).parent / "menu.json").read_text(encoding="utf-8")
    return list(json.loads(text.replace("{sign_in}", sign_in))["button"])


@dataclass(frozen=True)
class WeixinFile:
    """Bytes that somebody sent, until they expire."""

    body: bytes
    content_type: str
    until: float


@dataclass
class SimulatedWeixin:
    """The provider's side of one official account; `pages_url`: whither its pages may lead (网页授权域名)."""

    app_id: str
    origin_id: str
    secret: str
    sealer: Sealer
    callback_url: str
    customers: WeixinCustomers
    pages_url: str = ""
    tokens: WeixinTokens = field(default_factory=WeixinTokens)
    faults: WeixinFaults = field(default_factory=WeixinFaults)
    media: dict[str, WeixinFile] = field(default_factory=dict)
    menu: list[dict[str, Any]] = field(default_factory=first_menu)
    calls: list[tuple[str, Any]] = field(default_factory=list)
    plain: bool = False
    ahead_s: float = 0.0
    _ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(time.time_ns() // 1000))

    def now(self) -> float:
        """The provider's time: the real one, and the days that the page went ahead."""
        return time.time() + self.ahead_s

    def new_id(self) -> int:
        """The id of a message: a number of sixteen digits and more that never comes again."""
        return next(self._ids)

    def keep(self, body: bytes, content_type: str) -> str:
        """Keeps a file for three days; its media id."""
        media_id = secrets.token_urlsafe(48)
        self.media[media_id] = WeixinFile(body, content_type, self.now() + MEDIA_S)
        return media_id


def make_provider(account: dict[str, Any], hub_url: str, pages_url: str = "") -> SimulatedWeixin:
    """The provider's side of an account as the hub knows it."""
    pages_url = pages_url or hub_url
    return SimulatedWeixin(
        app_id=account["app_id"],
        origin_id=account["origin_id"],
        secret=account["secret"],
        sealer=Sealer(account["token"], account["encoding_aes_key"], account["app_id"]),
        callback_url=f"{hub_url}/wechat/{account['name']}",
        customers=WeixinCustomers(account["app_id"]),
        pages_url=pages_url,
        menu=first_menu(f"{pages_url}/wechat/{account['name']}/sign-in"),
    )
