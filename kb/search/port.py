"""Defines what a search backend must offer; both backends analyse text with `kb.text`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from kb.search.statistics import Statistics

TITLE, QUESTIONS, ANSWER = "title", "questions", "answer"
FIELD_WEIGHTS: Mapping[str, float] = {TITLE: 1.0, QUESTIONS: 1.0, ANSWER: 0.2}
"""The searched fields; the answer at full weight costs three to eight points of R@1 (measured)."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What may be found: versions in effect on a day of the customer's, for a channel (None: any)."""

    day: date
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One candidate: an article's version with its score, and what each field gave to it where asked."""

    article_id: str
    version: int
    score: float
    fields: Mapping[str, float] = field(default_factory=dict)


class SearchBackend(Protocol):
    """Finds candidates. What it finds is a proposal: the database decides what may be shown."""

    async def candidates(
        self, query: str, limit: int, filters: Filters, *, explain: bool = False
    ) -> Sequence[Hit]:
        """The best articles, best first, each once; `explain` fills `Hit.fields` and costs more.

        Raises `hub.errors.Unavailable` where there is no index or it does not answer.
        """
        ...

    def statistics(self) -> Statistics:
        """How common each token is among the articles' questions; of the index in use."""
        ...
