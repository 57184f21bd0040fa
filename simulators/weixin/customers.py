"""Customers and what stands on their phones."""

import asyncio
import hashlib
import time
from dataclasses import dataclass, field
from typing import Any

from simulators.weixin.rights import Rights

MOST_CUSTOMERS = 10_000
MOST_ENTRIES = 2000
ENTRIES_AT_ONCE = 200

Entry = dict[str, Any]


@dataclass
class Customer:
    """A person with a phone. `entries`: what the chat shows, in order; `network`: the phone's switch."""

    openid: str
    union_id: str = ""
    followed: bool = True
    network: str = "on"
    typing_until: float = 0.0
    rights: Rights = field(default_factory=Rights)
    entries: list[Entry] = field(default_factory=list)
    undelivered: list[Entry] = field(default_factory=list)
    revision: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def show(self, entry: Entry) -> None:
        """Puts something into the chat; what comes while the phone has no network waits."""
        if entry["from"] == "account":
            self.typing_until = 0.0
            if self.network == "off":
                self.undelivered.append(entry)
                return
        if len(self.entries) < MOST_ENTRIES:
            self.entries.append({"n": len(self.entries) + 1, "at": time.time(), **entry})
        self.touch()

    def connect(self, network: str) -> None:
        """Sets the switch; back in the network everything that waited arrives."""
        self.network = network
        if network != "off":
            waiting, self.undelivered = self.undelivered, []
            for entry in waiting:
                self.show(entry)
        self.touch()

    def touch(self) -> None:
        """Tells the page that something has changed."""
        self.revision += 1
        self.changed.set()
        self.changed = asyncio.Event()


def union_id_of(phone: str) -> str:
    """What the open platform calls the customer with this phone, whichever account of it asks."""
    return f"u{hashlib.sha256(f'platform.{phone}'.encode()).hexdigest()[:27]}"


@dataclass
class Customers:
    """All customers of an account, by their open id there."""

    app_id: str
    known: dict[str, Customer] = field(default_factory=dict)

    def id_of(self, phone: str) -> str:
        """What the provider calls the customer with this phone."""
        return f"o{self.digest(phone)[:27]}"

    def digest(self, phone: str) -> str:
        """Letters and digits that are always the same for this phone and account."""
        return hashlib.sha256(f"{self.app_id}.{phone}".encode()).hexdigest()

    def of_phone(self, phone: str) -> Customer:
        """The customer with this phone; a new one follows the account already."""
        openid = self.id_of(phone)
        if openid not in self.known:
            if len(self.known) >= MOST_CUSTOMERS:
                self.known.pop(next(iter(self.known)))
            self.known[openid] = Customer(openid, union_id_of(phone))
        return self.known[openid]
