"""Defines what the knowledge base is made of: versions of articles, dated values, gaps."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from hub.messages import Link


class ArticleStatus(StrEnum):
    """How far a version got: only an approved one is ever shown."""

    DRAFT = "draft"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


class AnswerFormat(StrEnum):
    """How an answer is written: words alone, or the Markdown of `kb.rich`."""

    PLAIN = "plain"
    MARKDOWN = "markdown"


class ValueKind(StrEnum):
    """What a value is, and so how it is written in an answer."""

    RATE = "rate"
    FEE = "fee"
    AMOUNT = "amount"
    DATE = "date"
    TEXT = "text"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a version is for; what is empty leaves it to everybody.

    A version that is for some alone is shown only to who is known to be one of them.
    """

    audiences: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()

    def includes(self, audience: str | None, region: str | None, segment: str | None) -> bool:
        """Whether somebody of whom this is known, or not (None), may see it."""
        pairs = ((self.audiences, audience), (self.regions, region), (self.segments, segment))
        return all(not wanted or known in wanted for wanted, known in pairs)


EVERYBODY = Scope()


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as an editor or a file hands it in: everything but its number and its approval.

    `answer` holds placeholders, not figures. `effective_to` is the last day, `None` for no end;
    empty `channels` mean every channel. `pinned` is the place among the questions that customers are
    shown first, from 1, or `None`.
    """

    article_id: str
    topic: str
    title: str
    questions: tuple[str, ...]
    answer: str
    effective_from: date
    effective_to: date | None = None
    channels: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    answer_format: AnswerFormat = AnswerFormat.PLAIN
    pinned: int | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One immutable version of an article, as it is stored."""

    article_id: str
    version: int
    topic: str
    title: str
    questions: tuple[str, ...]
    answer: str
    status: ArticleStatus
    effective_from: date
    effective_to: date | None
    channels: tuple[str, ...]
    links: tuple[Link, ...]
    content_hash: str
    answer_format: AnswerFormat = AnswerFormat.PLAIN
    pinned: int | None = None
    scope: Scope = EVERYBODY

    def is_for(self, channel: str | None) -> bool:
        """Whether the version may be shown on the channel; `None` asks for no channel."""
        return channel is None or not self.channels or channel in self.channels


@dataclass(frozen=True, slots=True)
class Value:
    """A figure that answers name instead of writing it: in force from `valid_from` to `valid_to`."""

    name: str
    kind: ValueKind
    value: str
    unit: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that nobody could answer."""

    gap_id: str
    identity: str
    conversation: int
    turn: int
    question: str
    best_article_id: str | None
    best_score: float | None
    created_at: datetime
    state: str
