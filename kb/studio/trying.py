"""Hit test: what a question finds, why, and what would come of it at other risks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from hub.ports import Clock
from hub.store.database import Database
from kb.answer import Answerer
from kb.articles import in_effect
from kb.calibration import Calibration, Risks
from kb.decide import Judge
from kb.model import ANYBODY, Reader
from kb.numbers import Placeholder
from kb.outcomes import Abstained, Answered, Decision, Offered, Reason
from kb.ranking import Ranking
from kb.rich.saying import missing_values
from kb.search.port import SearchBackend
from kb.store import articles as store

SHOWN = 5
"""Candidates that are shown: nobody learns from the thirtieth."""


@dataclass(frozen=True, slots=True)
class TriedQuestion:
    """A decision, and the ranking of the words as they stand that it began with."""

    decision: Decision
    ranking: Ranking
    likelihood: float
    """How likely the first article is right, as the calibration estimates it; 0 where there is none."""

    threshold: float
    """From which likelihood on there is an answer."""

    missing: tuple[Placeholder, ...] = ()
    """The values without which the article that was found cannot be said."""


class QuestionTrial:
    """Tries questions as a customer would ask them, by the hub's own search and decisions."""

    def __init__(
        self,
        database: Database,
        search: SearchBackend,
        clock: Clock,
        calibration: Calibration,
        *,
        time_zone: ZoneInfo,
    ) -> None:
        self._parts = (database, search, clock)
        self._zone = time_zone
        self.calibration = calibration

    async def ask(
        self,
        question: str,
        risks: Risks,
        *,
        channel: str | None,
        at: datetime | None,
        reader: Reader = ANYBODY,
    ) -> TriedQuestion:
        """What would come of a reader's question at these risks; raises `Unavailable` without an index."""
        answerer = self._answerer(risks)
        decision = await answerer.answer(question, channel=channel, at=at, reader=reader)
        ranking = await answerer.rank(question, channel=channel, at=at, reader=reader)
        found = ranking.evidence
        likelihood = self.calibration.answer.likelihood(found) if found else 0.0
        threshold = self.calibration.thresholds(risks).answer
        missing = await self._missing(decision, channel, at, reader)
        return TriedQuestion(decision, ranking, likelihood, threshold, missing)

    async def nearest(self, text: str) -> Ranking:
        """What is most like a text today; raises `Unavailable` without an index."""
        return await self._answerer(Risks()).rank(text)

    async def _missing(
        self, decision: Decision, channel: str | None, at: datetime | None, reader: Reader
    ) -> tuple[Placeholder, ...]:
        if not isinstance(decision, Abstained) or decision.reason is not Reason.VALUE_MISSING:
            return ()
        database, _, clock = self._parts
        day = (at or clock.now()).astimezone(self._zone).date()
        async with database.read() as connection:
            versions = await store.published_versions(connection, [decision.best_article_id or ""])
            version = in_effect(versions, day, channel, reader)
            return await missing_values(connection, version, day, reader) if version else ()

    def _answerer(self, risks: Risks) -> Answerer:
        judge = Judge(self.calibration, risks)
        return Answerer(*self._parts, time_zone=self._zone, judge=judge)


def outcome_of(decision: Decision) -> str:
    """The name of an outcome: answer, offer or abstain."""
    if isinstance(decision, Answered):
        return "answer"
    return "offer" if isinstance(decision, Offered) else "abstain"


def articles_of(decision: Decision) -> Sequence[str]:
    """The articles that a customer would read or choose from, by id."""
    if isinstance(decision, Answered):
        return [decision.source.article_id]
    if isinstance(decision, Offered):
        return [option.article_id for option in decision.options]
    return []
