"""Domain events (in-process): what happened in a conversation, told to the parts of the house.

A part may react inside the transaction that makes it happen, so that both are on disk or neither is; what it
raises takes the whole transaction back, as with a command. Or it listens, and is told once after the commit.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.messages import Message, Status
from hub.store.after_commit import after_commit

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message came in and was stored: of a customer, or (its author is the system) of the house itself.

    `owner`: who has to answer it.
    """

    message: Message
    owner: str


@dataclass(frozen=True, slots=True)
class Said:
    """Something was said to the customer, by the bot, an agent or the house."""

    message: Message


@dataclass(frozen=True, slots=True)
class OwnerChanged:
    """A conversation was handed over; `epoch` is that of the new owner, `owner_id` the agent's."""

    identity: str
    conversation: int
    before: str
    after: str
    owner_id: str | None
    epoch: int


@dataclass(frozen=True, slots=True)
class Closed:
    """A conversation was closed; `by`: "customer", "agent", "idle" or the name of a part."""

    identity: str
    conversation: int
    by: str


@dataclass(frozen=True, slots=True)
class ServiceBroke:
    """What served a customer broke down, by no fault of theirs: `what` is the part that did, as "video"."""

    identity: str
    conversation: int
    what: str


@dataclass(frozen=True, slots=True)
class PersonCame:
    """A person has taken a customer, to talk with them through `medium`: "chat" or "video"."""

    identity: str
    conversation: int
    medium: str


@dataclass(frozen=True, slots=True)
class MediumChanged:
    """Customer and person talk another way from `at` on: by "video" while a call goes on, else by "chat"."""

    identity: str
    conversation: int
    medium: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DeliveryEnded:
    """A message reached its end on the way to the customer: sent, or given up with a code."""

    identity: str
    conversation: int
    seq: int
    status: Status
    code: str


@dataclass(frozen=True, slots=True)
class Rated:
    """The customer told how satisfied they were with a conversation, from 1 to 5; the last word counts."""

    identity: str
    conversation: int
    score: int


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The bank has signed who an identity is; `joined`: it joined a person with other identities."""

    identity: str
    joined: bool


Happening = (
    Arrived
    | Said
    | OwnerChanged
    | Closed
    | ServiceBroke
    | PersonCame
    | MediumChanged
    | DeliveryEnded
    | Rated
    | SignedIn
)

React = Callable[[AsyncConnection, Any], Awaitable[None]]
Listen = Callable[[Any], None]


class Reactions:
    """Who reacts to what; with nobody there, telling costs nothing."""

    def __init__(self) -> None:
        self._inside: defaultdict[type[Happening], list[React]] = defaultdict(list)
        self._afterwards: defaultdict[type[Happening], list[Listen]] = defaultdict(list)

    def inside(self, kind: type[Happening], react: React) -> None:
        """Has a part told inside the transaction; it may write there, and nowhere else."""
        self._inside[kind].append(react)

    def afterwards(self, kind: type[Happening], listen: Listen) -> None:
        """Has a part told once, soon after the commit; it must be quick."""
        self._afterwards[kind].append(listen)

    async def tell(self, connection: AsyncConnection, happening: Happening) -> None:
        """Tells everybody; raises what a reaction raises, and nothing of it is stored then."""
        kind = type(happening)
        for react in self._inside.get(kind, ()):
            await react(connection, happening)
        for listen in self._afterwards.get(kind, ()):
            after_commit(connection, partial(_soon, listen, happening))


def _soon(listen: Listen, happening: Happening) -> None:
    """What was written leaves for the customer before anybody is told about it."""
    asyncio.get_running_loop().call_soon(_tell, listen, happening)


def _tell(listen: Listen, happening: Happening) -> None:
    try:
        listen(happening)
    except Exception:
        log.exception("reactions.listener_broke", kind=type(happening).__name__)
