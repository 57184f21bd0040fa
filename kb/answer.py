"""Answers a customer's question from the knowledge base: answer, offer up to three articles, or abstain.

The search index only proposes; what is shown is read from the database and checked against the customer's
date and channel, so that a withdrawn or future article never leaks, however old the index is.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.clock import SystemClock
from hub.errors import Unavailable
from hub.messages import Source
from hub.ports import Clock
from hub.settings import Settings
from hub.store.database import Database
from kb import calibration
from kb.articles import by_article, in_effect
from kb.calibration import Risks
from kb.decide import OFFER_MOST, Judge, Verdict
from kb.evidence import Evidence, evidence
from kb.model import Version
from kb.outcomes import Abstained, Answered, Decision, Offered, OfferedArticle, Reason
from kb.search.embedded import EmbeddedSearch
from kb.search.port import Filters, SearchBackend
from kb.search.profiles import read_question
from kb.search.rerank import Ranked, rerank
from kb.store import articles as store
from kb.text import clauses
from kb.values import fill_in

__all__ = [
    "Abstained",
    "Answered",
    "Answerer",
    "Decision",
    "Offered",
    "OfferedArticle",
    "Reason",
    "open_answerer",
]

CANDIDATES = 30
QUESTION_LIMIT = 500
"""Characters of a question that are looked at: it bounds the time of one answer."""

MOST_CLAUSES = 5
CANDIDATES_OF_A_CLAUSE = 10
"""Of a clause only the first article matters, so fewer are looked at."""

OFFER_PROMPT = "我不确定您问的是哪一种，请选择："


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
        judge: Judge | None = None,
    ) -> None:
        self._database = database
        self._search = search
        self._clock = clock
        self._zone = time_zone
        self._judge = judge or Judge(calibration.load(calibration.SHIPPED), Risks())

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
            if self._judge.verdict(ranking.evidence) is Verdict.ANSWER:
                return await _answer(connection, ranking, day)
            offered = await self._to_offer(connection, question, channel, day, ranking)
            return _offer(offered, ranking.evidence) if offered else _abstain(ranking, Reason.NO_MATCH)

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

    async def _to_offer(
        self, connection: AsyncConnection, question: str, channel: str | None, day: date, whole: Ranking
    ) -> list[Version]:
        """What is worth offering; in a story of several clauses, one clause may be the question.

        A clause alone is never answered directly: the rest of the story may turn its meaning.
        """
        offers = self._judge.to_offer(whole.candidates, whole.evidence)
        parts = clauses(question[:QUESTION_LIMIT])
        asked_in_parts = []
        for part in parts[:MOST_CLAUSES] if len(parts) > 1 else []:
            ranking = await self._rank(connection, part, channel, day, CANDIDATES_OF_A_CLAUSE)
            asked_in_parts += self._judge.to_offer(ranking.candidates, ranking.evidence)[:1]
        if asked_in_parts:
            first = list(whole.candidates[: OFFER_MOST - 1])
            offers = [*first, *asked_in_parts, *whole.candidates[OFFER_MOST - 1 : OFFER_MOST]]
        versions = {each.version.article_id: each.version for each in offers}
        return list(versions.values())[:OFFER_MOST]

    async def _rank(
        self,
        connection: AsyncConnection,
        question: str,
        channel: str | None,
        day: date,
        limit: int = CANDIDATES,
    ) -> Ranking:
        asked = question[:QUESTION_LIMIT]
        hits = await self._search.candidates(asked, limit, Filters(day, channel))
        scores = {hit.article_id: hit.score for hit in hits}
        grouped = by_article(await store.published_versions(connection, list(scores)))
        shown = {article_id: in_effect(versions, day, channel) for article_id, versions in grouped.items()}
        candidates = [(version, scores[version.article_id]) for version in shown.values() if version]
        statistics = self._search.statistics()
        read = read_question(asked, statistics)
        ranked = rerank(read, candidates, statistics)
        return Ranking(tuple(ranked), evidence(read, ranked, statistics))


async def _answer(connection: AsyncConnection, ranking: Ranking, day: date) -> Answered | Abstained:
    version = ranking.candidates[0].version
    text = await fill_in(connection, version.answer, day)
    if text is None:
        return _abstain(ranking, Reason.VALUE_MISSING)
    return Answered(text, _source(version), version.links, ranking.evidence)


def _offer(versions: list[Version], found: Evidence) -> Offered:
    options = tuple(OfferedArticle(version.article_id, version.title) for version in versions)
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
        judge=open_judge(settings),
    )


def open_judge(settings: Settings) -> Judge:
    """Decides by the calibration and the risks that the settings name; raises `SetupError`."""
    return Judge(calibration.load(Path(settings.kb_calibration or calibration.SHIPPED)), open_risks(settings))


def open_risks(settings: Settings) -> Risks:
    """The risks that the settings allow."""
    return Risks(settings.kb_max_wrong, settings.kb_max_unfounded, settings.kb_max_useless)
