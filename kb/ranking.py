"""Ranks articles for a question: the index proposes, the database says what is in effect, likeness orders."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from kb.articles import by_article, in_effect
from kb.evidence import Evidence, evidence
from kb.search.port import Filters, SearchBackend
from kb.search.profiles import read_question
from kb.search.rerank import Ranked, rerank
from kb.search.statistics import Statistics
from kb.store import articles as store

CANDIDATES = 30


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a question found: candidates in order, and the evidence for the first."""

    candidates: tuple[Ranked, ...]
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class Ranker:
    """Ranks for one customer: on a day of theirs, for a channel."""

    search: SearchBackend
    connection: AsyncConnection
    channel: str | None
    day: date

    async def rank(self, question: str, limit: int = CANDIDATES, *, of_one_kind: bool = False) -> Ranking:
        """The articles in effect, best first; with `of_one_kind`, none that speaks of another kind of thing.

        Raises `Unavailable` and `StoreUnavailable`.
        """
        hits = await self.search.candidates(question, limit, Filters(self.day, self.channel))
        scores = {hit.article_id: hit.score for hit in hits}
        grouped = by_article(await store.published_versions(self.connection, list(scores)))
        shown = [in_effect(versions, self.day, self.channel) for versions in grouped.values()]
        candidates = [(version, scores[version.article_id]) for version in shown if version]
        read = read_question(question, self.statistics)
        ranked = rerank(read, candidates, self.statistics)
        if of_one_kind:
            ranked = [each for each in ranked if not each.conflict]
        return Ranking(tuple(ranked), evidence(read, ranked, self.statistics))

    @property
    def statistics(self) -> Statistics:
        """How common each token is, in the index in use."""
        return self.search.statistics()
