"""Ranks articles for a question: the index proposes, the database says what is in effect, likeness orders."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from kb.articles import by_article, in_effect
from kb.evidence import Evidence, evidence
from kb.model import ANYBODY, Reader, Version
from kb.rich.saying import SaidAnswer, say
from kb.search.meaning import Meaning
from kb.search.port import Filters, SearchBackend
from kb.search.profiles import QuestionProfile, profile_of, read_question
from kb.search.rerank import Ranked, in_language, rerank
from kb.search.statistics import Statistics
from kb.store.kept import kept_versions
from kb.understanding.spelling import is_english

CANDIDATES = 30


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a question found: candidates in order, and the evidence for the first.

    `backend` proposed the candidates; `instead_of`: the one that should have, and did not answer; `by_words`:
    they could not be compared by meaning, though the house does.
    """

    asked: QuestionProfile
    candidates: tuple[Ranked, ...]
    evidence: Evidence | None
    statistics: Statistics
    backend: str = ""
    instead_of: str = ""
    by_words: bool = False

    @property
    def english(self) -> bool:
        """Whether the question was in English."""
        return self.asked.english

    def evidence_for(self, place: int) -> Evidence | None:
        """What would speak for the candidate at a place, from 0, if it were the first."""
        chosen, others = self.candidates[place], self.candidates
        behind = [*others[:place], *others[place + 1 :]]
        return evidence(self.asked, [chosen, *behind], self.statistics, by_words=self.by_words)


@dataclass(frozen=True, slots=True)
class Ranker:
    """Ranks for one question of one customer: on a day of theirs, for a channel, knowing some of them.

    Its readings find much the same articles, so each one is read from the database once.
    """

    search: SearchBackend
    connection: AsyncConnection
    channel: str | None
    day: date
    reader: Reader = ANYBODY
    meaning: Meaning | None = None
    _read: dict[str, Version | None] = field(default_factory=dict)

    async def rank(self, question: str, limit: int = CANDIDATES, *, of_one_kind: bool = False) -> Ranking:
        """The articles in effect, best first; with `of_one_kind`, none that speaks of another kind of thing.

        Raises `Unavailable` and `StoreUnavailable`.
        """
        filters = Filters(self.day, self.channel, **asdict(self.reader))
        hits = await self.search.candidates(question, limit, filters)
        scores = {hit.article_id: hit.score for hit in hits}
        shown = await self._in_effect(list(scores))
        candidates = [(version, scores[version.article_id]) for version in shown]
        statistics = self.statistics  # the same throughout, whatever is published meanwhile
        english = is_english(question, statistics)
        read = read_question(question, statistics, english=english)
        meaning = await self._ready(read, candidates, statistics)
        by_words = meaning is not self.meaning
        ranked = rerank(read, candidates, statistics, meaning)
        if of_one_kind:
            ranked = [each for each in ranked if not each.conflict]
        found = evidence(read, ranked, statistics, by_words=by_words)
        return Ranking(read, tuple(ranked), found, statistics, hits.backend, hits.instead_of, by_words)

    async def version(self, article_id: str) -> Version | None:
        """The version of an article that is in effect; raises `StoreUnavailable`."""
        return next(iter(await self._in_effect([article_id])), None)

    async def said(self, version: Version) -> SaidAnswer | None:
        """What the customer is told of a version; `None` where a value in it is missing on their day."""
        return await say(self.connection, version, self.day, self.reader)

    async def _ready(
        self,
        asked: QuestionProfile,
        candidates: Sequence[tuple[Version, float]],
        statistics: Statistics,
    ) -> Meaning | None:
        """What compares by meaning; `None` where nothing does, or not now."""
        if self.meaning is None:
            return None
        texts = [
            profile_of(version, statistics, english=asked.english).texts
            for version, _ in in_language(asked, candidates)
        ]
        return self.meaning if await self.meaning.is_ready(asked.text, texts) else None

    async def _in_effect(self, article_ids: Sequence[str]) -> list[Version]:
        new = [article_id for article_id in article_ids if article_id not in self._read]
        if new:
            grouped = by_article(await kept_versions(self.connection, new))
            for article_id in new:
                versions = grouped.get(article_id, [])
                self._read[article_id] = in_effect(versions, self.day, self.channel, self.reader)
        return [version for article_id in article_ids if (version := self._read[article_id])]

    @property
    def statistics(self) -> Statistics:
        """How common each token is, in the index in use."""
        return self.search.statistics()
