"""Answers a customer's question from the knowledge base: answer, offer up to three articles, or abstain.

The search index only proposes; what is shown is read from the database and checked against the customer's
date and channel, so that a withdrawn or future article never leaks, however old the index is.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.clock import SystemClock
from hub.errors import Unavailable
from hub.messages import Link, Source
from hub.ports import Clock
from hub.settings import Settings
from hub.store.database import Database
from kb.articles import by_article, in_effect
from kb.decide import Evidence, Thresholds, Verdict, decide, evidence, to_offer
from kb.model import Version
from kb.search.embedded import EmbeddedSearch
from kb.search.port import Filters, SearchBackend
from kb.search.rerank import Ranked, rerank, unknown_share
from kb.store import articles as store
from kb.values import fill_in

CANDIDATES = 30
QUESTION_LIMIT = 500
"""Characters of a question that are looked at: it bounds the time of one answer."""

OFFER_PROMPT = "我不确定您问的是哪一种，请选择："


class Reason(StrEnum):
    """Why there is no answer."""

    NO_MATCH = "no_match"
    VALUE_MISSING = "value_missing"  # the article is right, but a figure in it is not known for this day
    NOT_AVAILABLE = "not_available"  # the article that was picked is not in effect, or not for this channel


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer with its source; `text` has the values of the customer's day in it."""

    text: str
    source: Source
    links: tuple[Link, ...]
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class OfferedArticle:
    """One article to choose."""

    article_id: str
    title: str


@dataclass(frozen=True, slots=True)
class Offered:
    """Up to three articles, the likeliest first."""

    prompt: str
    options: tuple[OfferedArticle, ...]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Abstained:
    """No answer, and what came nearest."""

    reason: Reason
    best_article_id: str | None = None
    best_score: float | None = None
    evidence: Evidence | None = None


Decision = Answered | Offered | Abstained


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a question found: candidates in order, and the evidence for the first."""

    candidates: tuple[Ranked, ...]
    evidence: Evidence | None


class Answerer:
    """Answers questions; one object serves a whole process."""

    def __init__(
        self,
        database: Database,
        search: SearchBackend,
        clock: Clock,
        *,
        time_zone: ZoneInfo,
        thresholds: Thresholds | None = None,
    ) -> None:
        self._database = database
        self._search = search
        self._clock = clock
        self._zone = time_zone
        self._thresholds = thresholds or Thresholds()

    async def answer(
        self, question: str, *, channel: str | None = None, at: datetime | None = None
    ) -> Decision:
        """Decides on a question asked at a moment (now, where none is given).

        Raises `Unavailable` (no index) and `StoreUnavailable`.
        """
        day = self._day(at)
        async with self._database.read() as connection:
            ranking = await self._rank(connection, question, channel, day)
            if ranking.evidence is None:
                return Abstained(Reason.NO_MATCH)
            match decide(ranking.evidence, self._thresholds):
                case Verdict.ANSWER:
                    return await _answer(connection, ranking, day)
                case Verdict.OFFER:
                    return _offer(ranking, ranking.evidence, self._thresholds)
                case Verdict.ABSTAIN:
                    return _abstain(ranking, Reason.NO_MATCH)

    async def article(
        self, article_id: str, *, channel: str | None = None, at: datetime | None = None
    ) -> Answered | Abstained:
        """The answer of an article that the customer picked; raises `StoreUnavailable`."""
        day = self._day(at)
        async with self._database.read() as connection:
            versions = await store.published_versions(connection, [article_id])
            version = in_effect(versions, day, channel)
            if version is None:
                return Abstained(Reason.NOT_AVAILABLE, article_id)
            text = await fill_in(connection, version.answer, day)
        if text is None:
            return Abstained(Reason.VALUE_MISSING, article_id)
        return Answered(text, _source(version), version.links)

    async def rank(self, question: str, *, channel: str | None = None, at: datetime | None = None) -> Ranking:
        """The candidates in order, without a decision: for measuring and for editors."""
        async with self._database.read() as connection:
            return await self._rank(connection, question, channel, self._day(at))

    async def why_not_ready(self) -> str:
        """Why a question would not be answered now, in a sentence; empty once it would be."""
        try:
            if not self._search.statistics().documents:
                return "the search index is empty"
            async with self._database.read() as connection:
                changes = await store.change_number(connection)
        except Unavailable as error:
            return error.detail
        return "" if changes else "the knowledge base is empty"

    async def close(self) -> None:
        """Closes the database."""
        await self._database.close()

    def _day(self, at: datetime | None) -> date:
        return (at or self._clock.now()).astimezone(self._zone).date()

    async def _rank(
        self, connection: AsyncConnection, question: str, channel: str | None, day: date
    ) -> Ranking:
        asked = question[:QUESTION_LIMIT]
        hits = await self._search.candidates(asked, CANDIDATES, Filters(day, channel))
        scores = {hit.article_id: hit.score for hit in hits}
        grouped = by_article(await store.published_versions(connection, list(scores)))
        shown = {article_id: in_effect(versions, day, channel) for article_id, versions in grouped.items()}
        candidates = [(version, scores[version.article_id]) for version in shown.values() if version]
        statistics = self._search.statistics()
        ranked = rerank(asked, candidates, statistics)
        return Ranking(tuple(ranked), evidence(ranked, unknown_share(asked, statistics)))


async def _answer(connection: AsyncConnection, ranking: Ranking, day: date) -> Answered | Abstained:
    version = ranking.candidates[0].version
    text = await fill_in(connection, version.answer, day)
    if text is None:
        return _abstain(ranking, Reason.VALUE_MISSING)
    return Answered(text, _source(version), version.links, ranking.evidence)


def _offer(ranking: Ranking, found: Evidence, thresholds: Thresholds) -> Offered:
    offered = to_offer(ranking.candidates, thresholds)
    options = tuple(OfferedArticle(each.version.article_id, each.version.title) for each in offered)
    return Offered(OFFER_PROMPT, options, found)


def _abstain(ranking: Ranking, reason: Reason) -> Abstained:
    best = ranking.candidates[0]
    return Abstained(reason, best.version.article_id, round(best.score, 4), ranking.evidence)


def _source(version: Version) -> Source:
    return Source(
        article_id=version.article_id,
        version=version.version,
        title=version.title,
        effective_from=version.effective_from,
    )


def open_answerer(settings: Settings, clock: Clock | None = None) -> Answerer:
    """An answerer on the database (read only) and the embedded index that the settings name."""
    return Answerer(
        Database(settings.database, read_only=True),
        EmbeddedSearch(settings.index_dir),
        clock or SystemClock(),
        time_zone=ZoneInfo(settings.time_zone),
    )
