"""Customers and what stands on their phones."""

import hashlib
from dataclasses import dataclass, field

from simulators.phones.screen import ChatScreen
from simulators.wecom_kf.rights import KfSendRight
from simulators.wecom_kf.sessions import KfSession

MOST_CUSTOMERS = 10_000


@dataclass
class KfCustomer(ChatScreen):
    """A person with a phone. `entries`: what the chat shows, in order; `network`: the phone's switch.

    `welcomed_at`: when the account greeted last; `refuses`: they take nothing of the account any more.
    """

    userid: str
    entered: bool = False
    refuses: bool = False
    welcomed_at: float = float("-inf")
    session: KfSession = field(default_factory=KfSession)
    rights: KfSendRight = field(default_factory=KfSendRight)


@dataclass
class KfCustomers:
    """All customers of an account, by their id there (external_userid)."""

    open_kfid: str
    known: dict[str, KfCustomer] = field(default_factory=dict)

    def of_phone(self, phone: str) -> KfCustomer:
        """The customer with this phone."""
        digest = hashlib.sha256(f"{self.open_kfid}.{phone}".encode()).hexdigest()
        userid = f"wm{digest[:30]}"
        if userid not in self.known:
            if len(self.known) >= MOST_CUSTOMERS:
                self.known.pop(next(iter(self.known)))
            self.known[userid] = KfCustomer(userid)
        return self.known[userid]
