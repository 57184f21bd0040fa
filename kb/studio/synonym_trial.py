"""Tries a list of synonyms before it is published: what a question touches and finds, with it and without.

The index in use was built by the published list. Under the draft its groups' words are asked for one by one,
and ranking and decision weigh by the draft, whose groups are counted anew where they may stand: only the
engine's own score, 6 of 100 in the ranking, is that of the index in use.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from zoneinfo import ZoneInfo

from hub.errors import Unavailable
from hub.ports import Clock
from hub.store.database import Database
from kb.answer import Answerer
from kb.decide import Judge
from kb.phrases import Phrases
from kb.search.port import Filters, SearchBackend, SearchHit, SearchResult
from kb.search.statistics import Statistics
from kb.studio.trying import outcome_of
from kb.synonyms import Group, Synonyms
from kb.text import GROUP, groups_in, normalise

FIRST = 3
"""Articles that are shown: a customer sees no more of them."""

PROBE = "好"
"""What is searched for to see by which list; what is found does not matter."""

MOST_OTHER_WORDS = 24
"""So often a question is asked in other words of the draft's groups."""


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """One of the first articles."""

    article_id: str
    title: str


@dataclass(frozen=True, slots=True)
class ListTried:
    """What comes of a question by one list: the groups that it touches, the outcome, the first articles."""

    groups: tuple[Group, ...]
    outcome: str
    found: tuple[FoundArticle, ...]


@dataclass(frozen=True, slots=True)
class ListedSearch:
    """Implements `kb.search.port.SearchBackend`: another one's index as if it were built by another list."""

    search: SearchBackend
    published: Synonyms
    counted: Statistics
    """As that list cuts the articles."""

    async def candidates(
        self, query: str, limit: int, filters: Filters, *, explain: bool = False
    ) -> SearchResult:
        """What the question finds, and what it finds in other words of the groups that are not published."""
        found = await self.search.candidates(query, limit, filters, explain=explain)
        best: dict[str, SearchHit] = {hit.article_id: hit for hit in found}
        for other in islice(self._in_other_words(normalise(query)), MOST_OTHER_WORDS):
            for hit in await self.search.candidates(other, limit, filters, explain=explain):
                known = best.get(hit.article_id)
                best[hit.article_id] = hit if known is None or hit.score > known.score else known
        ordered = sorted(best.values(), key=lambda hit: (-hit.score, hit.article_id))
        return replace(found, hits=tuple(ordered[:limit]))

    def statistics(self) -> Statistics:
        """Those by the other list."""
        return self.counted

    async def refreshed(self) -> Statistics:
        """Those by the other list."""
        return self.counted

    async def close(self) -> None:
        """The index is somebody else's."""

    def _in_other_words(self, normal: str) -> Iterator[str]:
        published = {frozenset(group) for group in self.published.groups}
        of_word = {word: group for group in self.counted.synonyms.groups for word in group}
        for word in self.counted.synonyms.words_in(normal):
            group = of_word[word]
            if frozenset(group) not in published:  # else the index knows it
                yield from (normal.replace(word, other, 1) for other in group if other != word)


class SynonymTrial:
    """Tries lists on the hub's own search and decisions."""

    def __init__(
        self,
        database: Database,
        search: SearchBackend,
        phrases: Phrases,
        clock: Clock,
        judge: Judge,
        *,
        time_zone: ZoneInfo,
    ) -> None:
        self._database = database
        self._search = search
        self._phrases = phrases
        self._clock = clock
        self._judge = judge
        self._zone = time_zone
        self._counted: tuple[Statistics, Statistics] | None = None
        """What was counted last: the index's own, and by the draft."""

    async def ask(self, question: str, draft: Synonyms) -> tuple[ListTried, ListTried]:
        """What comes of a question by the published list, and by the draft.

        Raises `Unavailable` without an index, `StoreUnavailable`.
        """
        own = await self._search.refreshed()
        laid_over = ListedSearch(self._search, own.synonyms, await self._count(own, draft))
        return await self._ask(question, self._search, own), await self._ask(
            question, laid_over, laid_over.counted
        )

    def statistics(self) -> Statistics:
        """Those of the index in use; raises `Unavailable` without one."""
        return self._search.statistics()

    async def serving(self) -> int | None:
        """By which version of the list this hub searches just now; `None` without an index."""
        try:
            return (await self._search.candidates(PROBE, 1, Filters(self._today()))).synonyms
        except Unavailable:
            return None

    async def _ask(self, question: str, search: SearchBackend, statistics: Statistics) -> ListTried:
        answerer = Answerer(self._database, search, self._clock, time_zone=self._zone, judge=self._judge)
        decision, ranking = await answerer.answer(question), await answerer.rank(question)
        found = [
            FoundArticle(each.version.article_id, each.version.title)
            for each in ranking.candidates
            if each.signals.coverage or each.signals.answer_coverage  # else this list would not find it
        ]
        return ListTried(_touched(question, statistics.synonyms), outcome_of(decision), tuple(found[:FIRST]))

    async def _count(self, own: Statistics, draft: Synonyms) -> Statistics:
        """The statistics that an index by the draft would have."""
        if self._counted is not None:
            before, counted = self._counted
            if before is own and counted.synonyms.digest == draft.digest:
                return counted
        words = differing_words(own.synonyms, draft)
        articles = await self._phrases.with_any(self._today(), words) if words else []
        counted = await asyncio.to_thread(counted_by, draft, own, articles)
        self._counted = own, counted
        return counted

    def _today(self) -> date:
        return self._clock.now().astimezone(self._zone).date()


def differing_words(one: Synonyms, other: Synonyms) -> set[str]:
    """The words of the groups that only one of two lists has."""
    return {word for group in set(one.groups) ^ set(other.groups) for word in group}


def counted_by(draft: Synonyms, own: Statistics, articles: list[tuple[str, ...]]) -> Statistics:
    """The statistics with the groups of these articles counted by the draft; in all others they stay."""
    frequencies = Counter(dict(own.frequencies))
    for names in articles:
        normal = [normalise(name) for name in names]
        frequencies.subtract(_group_tokens(normal, own.synonyms))
        frequencies.update(_group_tokens(normal, draft))
    left = {token: count for token, count in frequencies.items() if count > 0}
    return Statistics(own.documents, left, draft)


def _group_tokens(normal: list[str], synonyms: Synonyms) -> set[str]:
    return {GROUP + word for each in normal for word in groups_in(each, synonyms)}


def _touched(question: str, synonyms: Synonyms) -> tuple[Group, ...]:
    """The groups of a list that a question touches; of the glossary, terms in no group are none."""
    named = {group[0]: group for group in synonyms.groups}
    return tuple(named[word] for word in groups_in(normalise(question), synonyms) if word in named)
