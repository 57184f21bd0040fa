"""One account at the provider: its customers, feed, token, media, and the clock that the page turns on."""

import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from simulators.wecom_kf.codes import KfCodes
from simulators.wecom_kf.customers import KfCustomer, KfCustomers
from simulators.wecom_kf.feed import KfFeed
from simulators.wecom_kf.tokens import KfTokens
from simulators.weixin.faults import WeixinFaults
from simulators.weixin.sealing import Sealer

MEDIA_S = 3 * 86_400.0
CUSTOMER, SYSTEM, SERVICER = 3, 4, 5


@dataclass(frozen=True)
class KfFile:
    """Bytes that somebody sent, until they expire."""

    body: bytes
    content_type: str
    name: str
    until: float


@dataclass
class SimulatedKf:
    """The provider's side of one customer-service account.

    `sent`: by the account's own ids of its messages, so that none counts twice; `fail_next`: the kinds of
    failure (fail_type) of the messages that are taken next and do not arrive; `silent`: nothing is called.
    """

    corp_id: str
    open_kfid: str
    secret: str
    sealer: Sealer
    callback_url: str
    customers: KfCustomers
    tokens: KfTokens = field(default_factory=KfTokens)
    faults: WeixinFaults = field(default_factory=WeixinFaults)
    feed: KfFeed = field(default_factory=KfFeed)
    codes: KfCodes = field(default_factory=KfCodes)
    media: dict[str, KfFile] = field(default_factory=dict)
    calls: list[tuple[str, Any]] = field(default_factory=list)
    sent: set[str] = field(default_factory=set)
    fail_next: list[int] = field(default_factory=list)
    says_repeated: bool = False
    silent: bool = False
    ahead_s: float = 0.0

    def now(self) -> float:
        """The provider's time: the real one, and the days that the page went ahead."""
        return time.time() + self.ahead_s

    def keep(self, body: bytes, content_type: str, name: str = "") -> str:
        """Keeps a file for three days; its media id."""
        media_id = secrets.token_urlsafe(48)
        self.media[media_id] = KfFile(body, content_type, name, self.now() + MEDIA_S)
        return media_id

    def write(self, customer: KfCustomer, origin: int, kind: str, body: dict[str, Any]) -> None:
        """Puts a message into the feed."""
        item = self._item(origin, kind, body)
        item |= {"open_kfid": self.open_kfid, "external_userid": customer.userid}
        if origin == SERVICER:
            item["servicer_userid"] = customer.session.servicer
        self.feed.add(item, self.now())

    def happen(self, customer: KfCustomer, kind: str, **body: Any) -> None:
        """Puts an event into the feed: whose it is stands inside it, and not beside it."""
        whose = {"open_kfid": self.open_kfid, "external_userid": customer.userid}
        event = {"event_type": kind, **whose, **{name: value for name, value in body.items() if value != ""}}
        self.feed.add(self._item(SYSTEM, "event", event), self.now())

    def _item(self, origin: int, kind: str, body: dict[str, Any]) -> dict[str, Any]:
        return {
            "msgid": secrets.token_urlsafe(24),
            "send_time": int(self.now()),
            "origin": origin,
            "msgtype": kind,
            kind: body,
        }


def make_provider(account: dict[str, Any], hub_url: str) -> SimulatedKf:
    """The provider's side of an account as the hub knows it."""
    return SimulatedKf(
        corp_id=account["corp_id"],
        open_kfid=account["open_kfid"],
        secret=account["secret"],
        sealer=Sealer(account["token"], account["encoding_aes_key"], account["corp_id"]),
        callback_url=f"{hub_url}/wecom_kf/{account['name']}",
        customers=KfCustomers(account["open_kfid"]),
    )
