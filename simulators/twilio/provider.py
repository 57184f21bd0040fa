"""One account at Twilio: its messages, its files, who opted out, and what is to go wrong."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from simulators.phones.handsets import Handsets
from simulators.weixin.faults import WeixinFaults

Resource = dict[str, Any]


@dataclass(frozen=True)
class TwilioFile:
    """A file of a message; its address is told by the message's own."""

    message: str
    body: bytes
    content_type: str


@dataclass
class SimulatedTwilio:
    """Twilio's side of one account. `callback_url`: where the house's webhook is, behind all proxies.

    `signed_url`: the address in the console, over which calls are signed; `here`: of the API; `told`: whether
    it calls with what became of messages.
    """

    account_sid: str
    auth_token: str
    number: str
    signed_url: str
    callback_url: str
    here: str
    handsets: Handsets = field(default_factory=lambda: Handsets("+1202", 7))
    faults: WeixinFaults = field(default_factory=WeixinFaults)
    messages: list[Resource] = field(default_factory=list)
    files: dict[str, TwilioFile] = field(default_factory=dict)
    opted_out: set[str] = field(default_factory=set)
    calls: list[dict[str, str]] = field(default_factory=list)
    shuffled: bool = False
    told: bool = True

    def add(self, *, direction: str, frm: str, to: str, body: str, segments: int, media: int = 0) -> Resource:
        """A new message, as the API tells of it."""
        kind = "MM" if media else "SM"
        sid, now = f"{kind}{secrets.token_hex(16)}", format_datetime(datetime.now(UTC))
        base = f"/2010-04-01/Accounts/{self.account_sid}/Messages/{sid}"
        resource: Resource = {
            "account_sid": self.account_sid,
            "api_version": "2010-04-01",
            "body": body,
            "date_created": now,
            "date_sent": now,
            "date_updated": now,
            "direction": direction,
            "error_code": None,
            "error_message": None,
            "from": frm,
            "messaging_service_sid": None,
            "num_media": str(media),
            "num_segments": str(segments),
            "price": None,
            "price_unit": "USD",
            "sid": sid,
            "status": "received" if direction == "inbound" else "queued",
            "subresource_uris": {"media": f"{base}/Media.json"},
            "to": to,
            "uri": f"{base}.json",
        }
        self.messages.append(resource)
        return resource

    def keep(self, message: str, body: bytes, content_type: str) -> str:
        """Keeps a file of a message; its id."""
        sid = f"ME{secrets.token_hex(16)}"
        self.files[sid] = TwilioFile(message, body, content_type)
        return sid


def make_provider(account: dict[str, Any], hub_url: str) -> SimulatedTwilio:
    """Twilio's side of an account as the hub knows it."""
    path = f"/sms/{account['name']}"
    return SimulatedTwilio(
        account_sid=account["account_sid"],
        auth_token=account["auth_token"],
        number=account["number"],
        signed_url=f"{account['public_url']}{path}",
        callback_url=f"{hub_url}{path}",
        here=account["api"],
    )
