"""The ports of the spine: what a connector is given, what it must offer, and the clock."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from hub.channel_rules import (
    BreakerRule,
    ChannelRules,
    Delivery,
    Outcome,
    QuotaPer,
    QuotaRule,
    RetryRule,
    SendingRules,
    ShownAs,
)
from hub.messages import Arrival, Event, Media, Message, Status

if TYPE_CHECKING:
    from sanic import Blueprint, HTTPResponse, Request
    from sqlalchemy.ext.asyncio import AsyncConnection

    from hub.accounts import Account
    from hub.settings import Settings

# What comes from a file of its own and is part of the ports.
__all__ = [
    "BreakerRule",
    "ChannelRules",
    "Delivery",
    "Outcome",
    "QuotaPer",
    "QuotaRule",
    "RetryRule",
    "SendingRules",
    "ShownAs",
]


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

    async def newest(self, identities: Sequence[str]) -> Mapping[str, Place]:
        """The place of each one's newest message; who has none is left out."""
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


class MediaStore(Protocol):
    """Keeps what is sent beside words: pictures, documents, recordings."""

    @property
    def bytes_limit(self) -> int:
        """Most bytes of a file."""
        ...

    async def keep(self, source: Path, *, identity: str, name: str, kinds: frozenset[str]) -> Media:
        """Looks into a file, makes it harmless and keeps that for an identity; on disk when this returns.

        `kinds`: the MIME types that are taken, told from the content. `name`: as it was given. Raises a
        `BadMedia`, or `Unavailable`, and keeps nothing then.
        """
        ...

    async def find(self, identity: str, media_id: str) -> Media | None:
        """The file where this identity may use it. Raises `StoreUnavailable`."""
        ...

    def path(self, media: Media) -> Path:
        """Where its bytes lie: for channels that hand them to a provider."""
        ...

    def address(self, media: Media, identity: str) -> str:
        """Where a browser gets the file that stands in this identity's conversation, for a day at least."""
        ...


@dataclass(frozen=True, slots=True)
class Address:
    """Where an identity lives: channel, the bank's account there, the customer's id there."""

    channel: str
    account: str
    external_id: str


class Parts(Protocol):
    """The sends that one message takes: which the provider has, and the right to the next one."""

    @property
    def accepted(self) -> int:
        """How many the provider took, in earlier tries too: sending goes on behind them."""
        ...

    async def accept(self, provider_id: str | None, *, more: bool) -> bool:
        """Stores that the provider took the next one; tells whether there is a right to one `more`.

        Where there is none, the sender answers HELD. Raises `LostLease` where another process has the
        message by now: the sender lets that pass.
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


class Sender(Protocol):
    """The sending half of a connector."""

    async def send(self, address: Address, message: Message, parts: Parts) -> Delivery:
        """Tries once to deliver a message; never raises for what the provider says.

        `parts`: for what takes several sends; a message that takes one needs it for nothing.
        """
        ...

    async def show(self, address: Address, event: Event) -> None:
        """Shows a passing event (typing, waiting) where the channel can; else does nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a provider tells later of a send that it took: `status` is DELIVERED, READ or FAILED."""

    channel: str
    account: str
    provider_id: str
    status: Status
    code: str = ""


class Receipts(Protocol):
    """Where connectors hand in what providers tell of sends, by the providers' own ids."""

    async def report(self, receipts: Sequence[Receipt]) -> None:
        """Stores them, in any order and however often; one that comes before its send is stored is kept.

        Raises `StoreUnavailable`.
        """
        ...


class Claim(Protocol):
    """A message that somebody has in hand, for the answer to a webhook."""

    @property
    def message(self) -> Message:
        """What is to be sent."""
        ...


class PassiveReplies(Protocol):
    """For providers that take an answer in the response to their own call."""

    def expecting(self, identity: str) -> AbstractContextManager[None]:
        """While it is held, this process sends the identity nothing by itself: `claim_for` gives it."""
        ...

    async def claim_for(self, identity: str, *, within_s: float = 0.0) -> Claim | None:
        """What waits first for the identity, now in the caller's hands for a while; None where nothing comes.

        Counts against no quota. Raises `StoreUnavailable`.
        """
        ...

    async def confirm(self, claim: Claim) -> bool:
        """Stores that it was sent; False where its time was over and another has it by now.

        Raises `StoreUnavailable`.
        """
        ...

    async def give_back(self, claim: Claim) -> bool:
        """Lets it be sent in the usual way. False and `StoreUnavailable` as with `confirm`."""
        ...


@dataclass(frozen=True, slots=True)
class Publication:
    """What was published under a key.

    `payload` None: something may have been missed there, so what is stored has to be looked at; `key` None:
    anywhere.
    """

    key: str | None
    payload: str | None = None


class Subscriber(Protocol):
    """One part of this process among its like in all processes, which tell each other something by key.

    What is published is kept for nobody, and may get lost: it is never the only copy.
    """

    @property
    def alone(self) -> bool:
        """Whether there can be nobody else: then publishing is of no use."""
        ...

    @property
    def healthy(self) -> bool:
        """Whether all that the others publish gets here; while not, what is stored has to be looked at."""
        ...

    def publish(self, key: str, payload: str) -> None:
        """Hands it to the others that subscribed to the key; does not wait for it."""
        ...

    def subscribe(self, key: str) -> None:
        """Hears of the key from now on; where that takes a moment, a `Publication(key)` tells when."""
        ...

    def unsubscribe(self, key: str) -> None:
        """Hears no more of the key, but for what is on its way."""
        ...

    async def next(self) -> Publication:
        """What was published, oldest first, as soon as there is something; for one reader."""
        ...


@dataclass(frozen=True, slots=True)
class ChannelContext:
    """What a connector is given when it is opened.

    `join`: a subscriber among those of the same name in the other processes; `process`: the name under which
    this process takes leases; `built_files` by the application's name in `web/`; `accounts` are the
    connector's own, by its own model.
    """

    settings: Settings
    inbox: Inbox
    history: History
    questions: Questions
    ratings: Ratings
    admission: Admission
    receipts: Receipts
    passive_replies: PassiveReplies
    media: MediaStore
    built_files: Callable[[str], BuiltFiles]
    clock: Clock
    key_of: Callable[[Address], str]
    new_correlation_id: Callable[[], str]
    store: Store
    join: Callable[[str], Subscriber]
    process: str
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
