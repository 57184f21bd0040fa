"""The ports of the spine: what a connector is given, what it must offer, and the clock."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from hub.messages import Arrival, Event, Message

if TYPE_CHECKING:
    from sanic import Blueprint, HTTPResponse, Request
    from sqlalchemy.ext.asyncio import AsyncConnection

    from hub.accounts import Account
    from hub.settings import Settings


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

    async def report(self, events: Sequence[Event]) -> None:
        """Takes note of receipts, in one write."""
        ...

    async def close(self, identity: str, place: Place) -> bool:
        """Closes a conversation for its customer, unless they wrote more behind the place; tells whether."""
        ...


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in what an identity and the bank said to each other; places are in order."""

    conversation: int
    seq: int


class History(Protocol):
    """What was said, for channels whose clients come back and ask."""

    async def after(self, identity: str, place: Place, limit: int) -> Sequence[Message]:
        """The first `limit` messages behind a place, oldest first."""
        ...

    async def before(self, identity: str, place: Place | None, limit: int) -> Sequence[Message]:
        """The last `limit` messages before a place (None: of all), oldest first."""
        ...

    async def knows(self, identity: str, place: Place) -> bool:
        """Whether there is a message at this place."""
        ...


class Questions(Protocol):
    """What customers may ask: for channels that suggest."""

    async def suggest(self, begun: str, channel: str, limit: int) -> Sequence[str]:
        """Questions that go on from what was begun, the likeliest first. Raises `Unavailable`."""
        ...

    async def hot(self, channel: str, limit: int) -> Sequence[str]:
        """What is asked most these days, behind what editors pinned. Raises `StoreUnavailable`."""
        ...


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

    def entering(self, identity: str) -> AbstractContextManager[None]:
        """Held while a message of somebody is stored. Raises `Overloaded`, before it begins.

        A few more are let in of those who wait for an answer already: they join its turn.
        """
        ...


class Verdict(StrEnum):
    """What a customer thinks of an answer; `NONE` takes an earlier verdict back."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


class RatingReason(StrEnum):
    """Why an answer did not help."""

    WRONG = "wrong"
    UNCLEAR = "unclear"
    OUTDATED = "outdated"
    INCOMPLETE = "incomplete"
    OTHER = "other"


COMMENT_LIMIT = 200
"""Most characters of a comment on an answer: what channels take, and what is kept."""


@dataclass(frozen=True, slots=True)
class Rating:
    """A customer's verdict on the answer at a place; `reason` and `comment` go with `DOWN` alone."""

    identity: str
    place: Place
    verdict: Verdict
    reason: RatingReason | None = None
    comment: str = ""


class Ratings(Protocol):
    """Where connectors hand in what customers think of answers."""

    async def rate(self, rating: Rating) -> None:
        """Stores it; the last one counts. Raises `NotFound` (no answer there), `StoreUnavailable`."""
        ...


class BuiltFiles(Protocol):
    """What the front end's build made of one application, as browsers get it."""

    async def page(self, request: Request, name: str, headers: Mapping[str, str]) -> HTTPResponse:
        """A page under the headers of who serves it."""
        ...

    async def script(
        self, request: Request, name: str, headers: Mapping[str, str], change: Callable[[str], str]
    ) -> HTTPResponse:
        """A script of a fixed name, changed on its way."""
        ...

    async def asset(self, request: Request, name: str) -> HTTPResponse:
        """A hashed script, which never changes. Raises `NotFound`."""
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


class Store(Protocol):
    """The database, for what connectors keep in tables of their own."""

    def read(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction that only reads; raises `StoreUnavailable`."""
        ...

    def write(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction that is on disk once the block has ended; raises `StoreUnavailable`."""
        ...


class Sender(Protocol):
    """The sending half of a connector."""

    async def send(self, address: Address, message: Message) -> Delivery:
        """Tries once to deliver a message; never raises for what the provider says."""
        ...

    async def show(self, address: Address, event: Event) -> None:
        """Shows a passing event (typing, waiting) where the channel can; else does nothing."""
        ...


@dataclass(frozen=True, slots=True)
class ChannelRules:
    """How the spine treats a channel's conversations.

    `quiet_s`: how long to wait for more words before the bot is asked (0 where replies are free);
    `idle_close_s`: after so long a silence the next message opens a new conversation.
    """

    quiet_s: float
    idle_close_s: float


@dataclass(frozen=True, slots=True)
class ChannelContext:
    """What a connector is given when it is opened.

    `built_files` by the application's name in `web/`; `accounts` are its own, by its own model.
    """

    settings: Settings
    inbox: Inbox
    history: History
    questions: Questions
    ratings: Ratings
    admission: Admission
    built_files: Callable[[str], BuiltFiles]
    clock: Clock
    key_of: Callable[[Address], str]
    new_correlation_id: Callable[[], str]
    store: Store
    accounts: Sequence[Account] = ()


@dataclass(frozen=True, slots=True)
class Channel:
    """What a connector offers: its name, its rules, its addresses on the hub, and its sender.

    `background` runs beside the server until it is cancelled.
    """

    name: str
    rules: ChannelRules
    blueprint: Blueprint
    sender: Sender
    background: Callable[[], Coroutine[Any, Any, None]] | None = None
