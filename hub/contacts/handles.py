"""Defines by what a person is known on more than one channel."""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from hub.store.contacts import HandleKey


class HandleKind(StrEnum):
    """Kinds of handles; a person has one of each kind in a realm."""

    UNION_ID = "union_id"
    """WeChat's id of a person across the accounts of one open platform (unionid)."""

    BANK_CUSTOMER = "bank_customer"
    """The bank's own number of a customer, told by a login that the bank signed."""


@dataclass(frozen=True, slots=True)
class Handle:
    """One handle; `realm` says within what the value is unique (the open platform, the bank)."""

    kind: HandleKind
    realm: str
    value: str = field(repr=False)

    @property
    def key(self) -> HandleKey:
        """How it is looked for: the value itself is nowhere in an index."""
        joined = "\0".join((self.kind, self.realm, self.value)).encode()
        return HandleKey(self.kind, self.realm, hashlib.sha256(joined).hexdigest())
