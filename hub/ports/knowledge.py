"""What the knowledge base does for channels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.messages import Facts, Source
from hub.ports.spine import HistoryPlace


@dataclass(frozen=True, slots=True)
class Asker:
    """Who is offered questions, and where: `page` is the path of the bank's page, where it is known."""

    identity: str
    page: str = ""


class Questions(Protocol):
    """What customers may ask: for channels that suggest."""

    async def suggest(self, begun: str, channel: str, limit: int) -> Sequence[str]:
        """Questions that go on from what was begun, the likeliest first. Raises `Unavailable`."""
        ...

    async def hot(self, channel: str, limit: int, asker: Asker | None = None) -> Sequence[str]:
        """What is asked most these days, behind what editors pinned. Raises `StoreUnavailable`."""
        ...


class Openings(Protocol):
    """Which questions editors want offered first: for the greeting."""

    async def offered(self, channel: str, asker: Asker | None) -> Sequence[str]:
        """The questions for somebody just now, those of their page in front. Raises `StoreUnavailable`."""
        ...


@dataclass(frozen=True, slots=True)
class Advised:
    """What an agent may answer: the words of an approved article, and which one it is.

    `note`: what its editors tell agents beside it, never said to a customer; empty for nothing.
    """

    question: str
    text: str
    source: Source
    note: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What an agent (`told_by`) answered to the words at a place, because an article does not say it."""

    identity: str
    place: HistoryPlace
    article_id: str
    version: int
    question: str
    text: str
    told_by: str


@dataclass(frozen=True, slots=True)
class AgentsNote:
    """What the editors of an article tell agents of it, never said to a customer."""

    source: Source
    note: str


class Advice(Protocol):
    """What people may answer to a customer: for desks that suggest it, and never send it by themselves."""

    async def advise(self, question: str, channel: str, facts: Facts) -> Sequence[Advised]:
        """Answers to what a customer of whom `facts` hold wrote, the likeliest first, perhaps none.

        Raises `Unavailable` (no index) and `StoreUnavailable`.
        """
        ...

    async def notes(self, sources: Sequence[Source]) -> Sequence[AgentsNote]:
        """The notes of what was answered from these versions, of those that have one.

        Raises `StoreUnavailable`.
        """
        ...

    async def do_correct(self, connection: AsyncConnection, correction: Correction) -> None:
        """Tells the editors that an article is to be mended; raises `Conflict` where it is gone."""
        ...


class AnswerRating(StrEnum):
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
    place: HistoryPlace
    verdict: AnswerRating
    reason: RatingReason | None = None
    comment: str = ""


class Ratings(Protocol):
    """Where connectors hand in what customers think of answers."""

    async def rate(self, rating: Rating) -> None:
        """Stores it; the last one counts. Raises `NotFound` (no answer there), `StoreUnavailable`."""
        ...
