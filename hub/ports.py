"""The ports of the spine: what a connector is given, what it must offer, and the clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from hub.messages import Arrival, Event, Message


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

    async def report(self, event: Event) -> None:
        """Takes note of a receipt or another event of the channel."""
        ...


class History(Protocol):
    """What was said, for channels whose clients come back and ask."""

    async def after(self, identity: str, *, conversation: int, seq: int, limit: int) -> Sequence[Message]:
        """Messages of the identity behind the given place, in order, at most `limit`."""
        ...


class Outcome(StrEnum):
    """What became of one try to send."""

    SENT = "sent"
    RETRY = "retry"
    REJECTED = "rejected"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Delivery:
    """The result of one try to send; `retry_after_s` for RETRY, `code` for what went wrong."""

    outcome: Outcome
    provider_id: str | None = None
    retry_after_s: float | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """Where an identity lives: channel, the bank's account there, the customer's id there."""

    channel: str
    account: str
    external_id: str


class Sender(Protocol):
    """The sending half of a connector."""

    async def send(self, address: Address, message: Message) -> Delivery:
        """Tries once to deliver a message; never raises for what the provider says."""
        ...

    async def show(self, address: Address, event: Event) -> None:
        """Shows a passing event (typing, waiting) where the channel can; else does nothing."""
        ...
