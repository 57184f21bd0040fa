"""Customers and what stands on their phones."""

import hashlib
from dataclasses import dataclass, field

from simulators.phones.screen import ChatScreen, Entry
from simulators.weixin.rights import SendRights

MOST_CUSTOMERS = 10_000


@dataclass
class WeixinCustomer(ChatScreen):
    """A person with a phone. `entries`: what the chat shows, in order; `network`: the phone's switch."""

    openid: str
    union_id: str = ""
    followed: bool = True
    typing_until: float = 0.0
    rights: SendRights = field(default_factory=SendRights)

    def show(self, entry: Entry) -> None:
        """Puts something into the chat; who has spoken types no more."""
        if entry["from"] == "account":
            self.typing_until = 0.0
        super().show(entry)


def union_id_of(phone: str) -> str:
    """What the open platform calls the customer with this phone, whichever account of it asks."""
    return f"u{hashlib.sha256(f'platform.{phone}'.encode()).hexdigest()[:27]}"


@dataclass
class WeixinCustomers:
    """All customers of an account, by their open id there."""

    app_id: str
    known: dict[str, WeixinCustomer] = field(default_factory=dict)

    def id_of(self, phone: str) -> str:
        """What the provider calls the customer with this phone."""
        return f"o{self.digest(phone)[:27]}"

    def digest(self, phone: str) -> str:
        """Letters and digits that are always the same for this phone and account."""
        return hashlib.sha256(f"{self.app_id}.{phone}".encode()).hexdigest()

    def of_phone(self, phone: str) -> WeixinCustomer:
        """The customer with this phone; a new one follows the account already."""
        openid = self.id_of(phone)
        if openid not in self.known:
            if len(self.known) >= MOST_CUSTOMERS:
                self.known.pop(next(iter(self.known)))
            self.known[openid] = WeixinCustomer(openid, union_id_of(phone))
        return self.known[openid]
