"""Defines what a search backend must offer; both backends analyse text with `kb.text`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, overload

from kb import text
from kb.search.statistics import Statistics
from kb.synonyms import Synonyms

TITLE, QUESTIONS, ANSWER = "title", "questions", "answer"
FIELD_WEIGHTS: Mapping[str, float] = {TITLE: 1.0, QUESTIONS: 1.0, ANSWER: 0.2}
"""The searched fields; the answer at full weight costs three to eight points of R@1 (measured)."""

MOST_TOKENS = 400
"""A question of more different tokens is cut: it bounds the time of one search."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What may be found: versions in effect on a day of the customer's, for a channel (None: any).

    `audience`, `region`, `segment`: what is known of who asks. A version that is for some alone is found only
    by who is known to be one of them; None finds what is for everybody.
    """

    day: date
    channel: str | None = None
    audience: str | None = None
    region: str | None = None
    segment: str | None = None


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One candidate: an article's version with its score, and what each field gave to it where asked."""

    article_id: str
    version: int
    score: float
    fields: Mapping[str, float] = field(default_factory=dict)


EMBEDDED, ELASTICSEARCH = "embedded", "elasticsearch"


@dataclass(frozen=True, slots=True)
class SearchResult(Sequence[SearchHit]):
    """The best articles, best first, each once.

    `backend`: which one found them; `instead_of`: the one that was wanted and did not answer, else empty;
    `synonyms`: the version of the list by which the index is built and the question was cut.
    """

    hits: tuple[SearchHit, ...]
    backend: str
    instead_of: str = ""
    synonyms: int = 0

    @overload
    def __getitem__(self, place: int) -> SearchHit: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[SearchHit]: ...
    def __getitem__(self, place: int | slice) -> SearchHit | Sequence[SearchHit]:
        return self.hits[place]

    def __len__(self) -> int:
        return len(self.hits)


class SearchBackend(Protocol):
    """Finds candidates. What it finds is a proposal: the database decides what may be shown."""

    async def candidates(
        self, query: str, limit: int, filters: Filters, *, explain: bool = False
    ) -> SearchResult:
        """The best articles; `explain` fills `SearchHit.fields` and costs more.

        Raises `hub.errors.Unavailable` where there is no index or it does not answer.
        """
        ...

    def statistics(self) -> Statistics:
        """How common each token is among the articles' questions, as far as is known here.

        Raises `hub.errors.Unavailable` where nothing is known yet.
        """
        ...

    async def refreshed(self) -> Statistics:
        """The statistics, brought up to date where that is due; raises as `statistics` does."""
        ...

    async def close(self) -> None:
        """Lets go of connections."""
        ...


def asked_tokens(query: str, synonyms: Synonyms) -> list[str]:
    """The different tokens of a question that are searched for, in their order.

    `synonyms`: those by which the index that is searched was built.
    """
    return list(dict.fromkeys(text.tokens(query, synonyms)))[:MOST_TOKENS]
