"""Customers and what stands on their phones."""

import asyncio
import hashlib
import time
from dataclasses import dataclass, field
from typing import Any

from simulators.wecom_kf.rights import Rights
from simulators.wecom_kf.sessions import Session

MOST_CUSTOMERS = 10_000
MOST_ENTRIES = 2000
ENTRIES_AT_ONCE = 200

Entry = dict[str, Any]


@dataclass
class Customer:
    """A person with a phone. `entries`: what the chat shows, in order; `network`: the phone's switch.

    `welcomed_at`: when the account greeted last; `refuses`: they take nothing of the account any more.
    """

    userid: str
    entered: bool = False
    refuses: bool = False
    network: str = "on"
    welcomed_at: float = float("-inf")
    session: Session = field(default_factory=Session)
    rights: Rights = field(default_factory=Rights)
    entries: list[Entry] = field(default_factory=list)
    undelivered: list[Entry] = field(default_factory=list)
    revision: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def show(self, entry: Entry) -> None:
        """Puts something into the chat; what comes while the phone has no network waits."""
        if entry["from"] == "account" and self.network == "off":
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


@dataclass
class Customers:
    """All customers of an account, by their id there (external_userid)."""

    open_kfid: str
    known: dict[str, Customer] = field(default_factory=dict)

    def of_phone(self, phone: str) -> Customer:
        """The customer with this phone."""
        digest = hashlib.sha256(f"{self.open_kfid}.{phone}".encode()).hexdigest()
        userid = f"wm{digest[:30]}"
        if userid not in self.known:
            if len(self.known) >= MOST_CUSTOMERS:
                self.known.pop(next(iter(self.known)))
            self.known[userid] = Customer(userid)
        return self.known[userid]
