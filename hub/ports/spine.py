"""What connectors hand in, and what the spine tells them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from hub.messages import Arrival, Event, Message, Trigger

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection


class Clock(Protocol):
    """Tells the time of day and measures spans."""

    def now(self) -> datetime:
        """The time of day, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds on a clock that never jumps."""
        ...


@dataclass(frozen=True, slots=True)
class Accepted:
    """The receipt of a stored message; `repeated` when the provider had delivered it before."""

    message: Message
    repeated: bool


class Inbox(Protocol):
    """Where connectors hand in customers' messages."""

    async def accept(self, arrival: Arrival) -> Accepted:
        """Stores the message; it is on disk when this returns. Raises `StoreUnavailable`, `TooMany`."""
        ...

    async def learn(self, address: Address, trigger: Trigger, *, key: str, gives: str = "") -> bool:
        """Takes note of what a customer did without words (followed, scanned, tapped): it opens a turn.

        `key`: unique for what was done; False, and nothing stored, where it was learned before. `gives`: the
        right to answer that it gives (`QuotaRule.given_by`), empty for none. Raises `StoreUnavailable`.
        """
        ...

    async def report(self, events: Sequence[Event]) -> None:
        """Takes note of receipts, in one write."""
        ...

    async def close(self, identity: str, place: HistoryPlace) -> bool:
        """Closes a conversation for its customer, unless they wrote more behind the place; tells whether."""
        ...


@dataclass(frozen=True, slots=True, order=True)
class HistoryPlace:
    """A place in what an identity and the bank said to each other; places are in order."""

    conversation: int
    seq: int


class History(Protocol):
    """What was said, for channels whose clients come back and ask."""

    async def after(self, identity: str, place: HistoryPlace, limit: int) -> Sequence[Message]:
        """The first `limit` messages behind a place, oldest first."""
        ...

    async def before(self, identity: str, place: HistoryPlace | None, limit: int) -> Sequence[Message]:
        """The last `limit` messages before a place (None: of all), oldest first."""
        ...

    async def newest(self, identities: Sequence[str]) -> Mapping[str, HistoryPlace]:
        """The place of each one's newest message; who has none is left out."""
        ...

    async def knows(self, identity: str, place: HistoryPlace) -> bool:
        """Whether there is a message at this place."""
        ...

    async def ended(self, identity: str) -> int | None:
        """The number of the identity's last conversation where it is closed; None where it goes on."""
        ...


@dataclass(frozen=True, slots=True)
class Address:
    """Where an identity lives: channel, the bank's account there, the customer's id there."""

    channel: str
    account: str
    external_id: str


class Wish(StrEnum):
    """What somebody wants of the house that it may have to refuse, what is refused first in front.

    `ANALYTICS` is all that can as well be written later: verdicts, which browsers keep, and counts.
    """

    ANALYTICS = "analytics"
    SUGGESTION = "suggestion"
    CHAT = "chat"
    MESSAGE = "message"


class Admission(Protocol):
    """Asked before anything is begun or stored: whether it would still be answered in time."""

    def refuses(self, wish: Wish) -> bool:
        """Whether it is not let in just now: for what is left out then without a word."""
        ...

    def check(self, wish: Wish) -> None:
        """Lets it in. Raises `Overloaded`, which says when to come again."""
        ...

    def entering(self, identity: str, *, may_refuse: bool = True) -> AbstractContextManager[None]:
        """Held while a message of somebody is stored. Raises `Overloaded`, before it begins.

        A few more are let in of those who wait for an answer already: they join its turn. `may_refuse`: not
        for what nobody would bring again; it is answered when its turn comes.
        """
        ...


class Store(Protocol):
    """The database, for what connectors keep in tables of their own."""

    def read(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction that only reads; raises `StoreUnavailable`."""
        ...

    def write(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction that is on disk once the block has ended; raises `StoreUnavailable`."""
        ...
