"""The outcomes of a question: answered, a choice offered, or abstained with a reason.

Each says in `understood` which question it was taken for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hub.messages import Block, Link, Source
from kb.evidence import Evidence


class Reason(StrEnum):
    """Why there is no answer."""

    NO_MATCH = "no_match"
    VALUE_MISSING = "value_missing"  # the article is right, but a figure in it is not known for this day
    NOT_AVAILABLE = "not_available"  # the article that was picked is not in effect, or not for this channel


class ShownAgain(StrEnum):
    """How an article is shown once more; a person is offered with it."""

    PART = "part"  # what it says to a question that is about nothing else
    SIMPLER = "simpler"  # in other words, because it was not understood


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer with its source; `text` has the values of the customer's day in it.

    `blocks` say the same with its form, where it has one.
    `also`: what came of the message's other questions, where it asked several.
    `topic` is the article's; `english` what it is called in English, where the question was in English.
    `again`: the article was shown before, and this is a part of it or the same in other words.
    `values_from`: when the youngest of the values in it began.
    `has_page`: anybody may read it on a help page.
    """

    text: str
    source: Source
    links: tuple[Link, ...]
    evidence: Evidence | None = None
    understood: str = ""
    also: tuple[Answered | Offered, ...] = ()
    blocks: tuple[Block, ...] = ()
    topic: str = ""
    english: str = ""
    again: ShownAgain | None = None
    values_from: date | None = None
    has_page: bool = False


@dataclass(frozen=True, slots=True)
class OfferedArticle:
    """One article to choose; `english`: what it is called in English, where the question was in English."""

    article_id: str
    title: str
    topic: str = ""
    english: str = ""

    @property
    def label(self) -> str:
        """What a customer reads of it, in the language of the question where it has a name in that."""
        return self.english or self.title


@dataclass(frozen=True, slots=True)
class Offered:
    """Up to three articles, the likeliest first.

    `kept`: a choice within the subject of the conversation, which stays what was answered last; it may be
    empty, where only a person can say more.
    """

    prompt: str
    options: tuple[OfferedArticle, ...]
    evidence: Evidence | None
    understood: str = ""
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Abstained:
    """No answer, and what came nearest."""

    reason: Reason
    best_article_id: str | None = None
    best_score: float | None = None
    evidence: Evidence | None = None
    understood: str = ""


Decision = Answered | Offered | Abstained
