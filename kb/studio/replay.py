"""Replay before publishing: what kept and real questions would be answered with the draft, and without it.

The draft is laid over the index as if it were published: ranking and decision are those that customers get.
Only the engine's own score of a new article, 6 of 100 in the ranking, is estimated, and the draft's words do
not count in the statistics yet.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from hub.ports import Clock
from hub.store.database import Database
from kb.answer import Answerer
from kb.articles import content_hash
from kb.decide import Judge
from kb.model import AnswerFormat, ArticleDraft, ArticleStatus, Version
from kb.outcomes import Decision
from kb.rich import Unreadable, parse
from kb.search.port import Filters, SearchBackend, SearchHit, SearchResult, asked_tokens
from kb.search.statistics import Statistics
from kb.store import gaps as gap_store
from kb.studio.content import ArticleContent, as_draft
from kb.studio.trying import articles_of, outcome_of
from kb.synonyms import Synonyms

MOST_QUESTIONS = 120
"""So many are asked twice each: within a few seconds, between which everybody else is served."""

MOST_OWN = 40
MOST_GAPS = 40
NEIGHBOURS = 8
LEAST_SHARED = 0.25
"""A new article is a candidate from this share of the question's tokens on."""

Origin = Literal["own", "neighbour", "gap"]


class ReplayOutcome(NamedTuple):
    """What came of a question: answer, offer or abstain, and the articles."""

    outcome: str
    articles: tuple[str, ...]


class ReplayedQuestion(NamedTuple):
    """One question, whose it is, and what came of it without the draft and with it."""

    question: str
    origin: Origin
    before: ReplayOutcome
    after: ReplayOutcome

    @property
    def differs(self) -> bool:
        """Whether customers would be answered otherwise."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class DraftSearch:
    """Implements `kb.search.port.SearchBackend`: another one's index with one article as its draft is."""

    search: SearchBackend
    article_id: str
    known: frozenset[str]
    """The tokens of the draft's title and similar questions; none where it is not for the customer."""
    synonyms: Synonyms
    """By which these were cut."""

    async def candidates(
        self, query: str, limit: int, filters: Filters, *, explain: bool = False
    ) -> SearchResult:
        """The other articles as they are found, and the draft where it shares enough of the question."""
        found = await self.search.candidates(query, limit, filters, explain=explain)
        others = tuple(hit for hit in found if hit.article_id != self.article_id)
        asked = asked_tokens(query, self.synonyms)
        share = sum(token in self.known for token in asked) / (len(asked) or 1)
        if share < LEAST_SHARED:
            return replace(found, hits=others)
        there = next((hit.score for hit in found if hit.article_id == self.article_id), None)
        top = max((hit.score for hit in others), default=1.0)
        draft = SearchHit(self.article_id, 0, share * top if there is None else there)
        return replace(found, hits=tuple(sorted((*others, draft), key=lambda hit: -hit.score)))

    def statistics(self) -> Statistics:
        """Those of the index."""
        return self.search.statistics()

    async def refreshed(self) -> Statistics:
        """Those of the index."""
        return await self.search.refreshed()

    async def close(self) -> None:
        """The index is somebody else's."""


class DraftReplay:
    """Asks questions with and without a draft."""

    def __init__(
        self, database: Database, search: SearchBackend, clock: Clock, zone: ZoneInfo, judge: Judge
    ) -> None:
        self._database = database
        self._search = search
        self._clock = clock
        self._zone = zone
        self._judge = judge

    async def run(self, article_id: str, content: ArticleContent) -> list[ReplayedQuestion]:
        """Every question with both outcomes, on the day on which the draft begins.

        Raises `Unavailable` without an index, `StoreUnavailable`.
        """
        today = self._clock.now().astimezone(self._zone).date()
        day = max(today, content.effective_from)
        at = datetime.combine(day, time(12), self._zone)
        draft = _as_published(article_id, content, day)
        names = (content.title, *content.questions)
        statistics = await self._search.refreshed()
        cut = [token for name in names for token in statistics.tokens(name)] if draft else []
        laid_over = DraftSearch(self._search, article_id, frozenset(cut), statistics.synonyms)
        now = self._answerer(self._search, {})
        then = self._answerer(laid_over, {article_id: draft})
        replayed = []
        for question, origin in (await self._questions(now, article_id, content, at)).items():
            before = _outcome(await now.answer(question, at=at))
            after = _outcome(await then.answer(question, at=at))
            replayed.append(ReplayedQuestion(question, origin, before, after))
            await asyncio.sleep(0)  # customers' turns come in between
        return replayed

    async def _questions(
        self, answerer: Answerer, article_id: str, content: ArticleContent, at: datetime
    ) -> dict[str, Origin]:
        """The draft's own questions, the newest that nobody answered, those of the articles next to it."""
        own = [content.title, *content.questions][:MOST_OWN]
        ranking = await answerer.rank(content.title, at=at)
        near = [each.version for each in ranking.candidates if each.version.article_id != article_id]
        async with self._database.read() as connection:
            gaps = await gap_store.in_state(connection, "open", MOST_GAPS)
        found: dict[str, Origin] = dict.fromkeys(own, "own")
        for gap in gaps:
            found.setdefault(gap.question, "gap")
        for version in near[:NEIGHBOURS]:
            for name in (version.title, *version.questions):
                found.setdefault(name, "neighbour")
        return dict(list(found.items())[:MOST_QUESTIONS])

    def _answerer(self, search: SearchBackend, instead: Mapping[str, Version | None]) -> Answerer:
        return Answerer(
            self._database,
            search,
            self._clock,
            time_zone=self._zone,
            judge=self._judge,
            instead=instead,
        )


def differing(replayed: Sequence[ReplayedQuestion]) -> list[ReplayedQuestion]:
    """Those that would be answered otherwise, customers' own in front."""
    order: Sequence[Origin] = ("gap", "neighbour", "own")
    return sorted((each for each in replayed if each.differs), key=lambda each: order.index(each.origin))


def _as_published(article_id: str, content: ArticleContent, day: date) -> Version | None:
    """The version that publishing would make; None where it is not for just anybody."""
    draft = _sayable(as_draft(article_id, content))
    version = Version(
        article_id=article_id,
        version=1,
        topic=draft.topic,
        title=draft.title,
        questions=draft.questions,
        answer=draft.answer,
        status=ArticleStatus.APPROVED,
        effective_from=day,
        effective_to=draft.effective_to,
        channels=(),
        links=draft.links,
        content_hash=content_hash(draft),
        answer_format=draft.answer_format,
        pinned=draft.pinned,
        scope=draft.scope,
    )
    return version if version.is_for(None) else None


def _sayable(draft: ArticleDraft) -> ArticleDraft:
    """The draft with an answer that can be said: whether it is found does not wait for its last word."""
    try:
        if draft.answer and (draft.answer_format is AnswerFormat.PLAIN or parse(draft.answer)):
            return draft
    except Unreadable:
        pass  # it is no answer yet, and the preview says why
    return replace(draft, answer=draft.title, answer_format=AnswerFormat.PLAIN)


def _outcome(decision: Decision) -> ReplayOutcome:
    return ReplayOutcome(outcome_of(decision), tuple(articles_of(decision)))
