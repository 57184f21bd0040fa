"""Defines what the knowledge base is made of: versions of articles, dated values, gaps."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from hub.messages import Facts, Link


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


READER_WORD = r"^[0-9A-Za-z_.-]{1,64}$"
"""An audience, a region or a segment: the bank's own word, as its systems tell it (`hub.messages.Facts`)."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What is known of who asks; None where it is not known."""

    audience: str | None = None
    region: str | None = None
    segment: str | None = None


ANYBODY = Reader()


def reader_of(facts: Facts) -> Reader:
    """Who asks, as far as the bank's signed facts tell it."""
    return Reader(audience=facts.audience, region=facts.region, segment=facts.segment)


@dataclass(frozen=True, slots=True)
class ArticleScope:
    """Whom a version is for; what is empty leaves it to everybody.

    A version that is for some alone is shown only to who is known to be one of them.
    """

    audiences: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()

    def includes(self, reader: Reader) -> bool:
        """Whether somebody of whom this is known may see it."""
        pairs = (
            (self.audiences, reader.audience),
            (self.regions, reader.region),
            (self.segments, reader.segment),
        )
        return all(not wanted or known in wanted for wanted, known in pairs)


EVERYBODY = ArticleScope()


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """An article as an editor or a file hands it in: everything but its number and its approval.

    `answer` holds placeholders, not figures. `effective_to` is the last day, `None` for no end;
    empty `channels` mean every channel. `pinned` is the place among the questions that customers are
    shown first, from 1, or `None`. `note` is for agents alone: no customer ever reads a word of it.
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
    scope: ArticleScope = EVERYBODY
    note: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One immutable version of an article, as it is stored.

    `note` is empty wherever it was read for customers (`kb.store.articles`).
    """

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
    scope: ArticleScope = EVERYBODY
    note: str = ""

    def is_for(self, channel: str | None, reader: Reader = ANYBODY) -> bool:
        """Whether the version may be shown to the reader on the channel; `None` asks for no channel."""
        on_channel = channel is None or not self.channels or channel in self.channels
        return on_channel and self.scope.includes(reader)


@dataclass(frozen=True, slots=True)
class Value:
    """A figure that answers name instead of writing it: in force from `valid_from` to `valid_to`.

    `name` is a product and, behind its last dot, an attribute. An empty `region` or `segment` is everybody's.
    """

    name: str
    kind: ValueKind
    value: str
    unit: str
    valid_from: date
    valid_to: date | None = None
    region: str = ""
    segment: str = ""

    @property
    def key(self) -> tuple[str, str, str, date]:
        """What there is one value of."""
        return self.name, self.region, self.segment, self.valid_from


@dataclass(frozen=True, slots=True)
class CategoryName:
    """What a category is called."""

    zh: str
    en: str


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


@dataclass(frozen=True, slots=True)
class AboutArticle:
    """What stands beside an article's versions and has none of its own.

    Who owns it, when it has to be looked at again, its tags.
    """

    owner_id: str | None = None
    review_by: date | None = None
    tags: tuple[str, ...] = ()
