"""Hit test: what a question finds, why, and what would come of it at other risks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from hub.ports import Clock
from hub.store.database import Database
from kb.answer import Answerer
from kb.calibration import Calibration, Risks
from kb.decide import Judge
from kb.outcomes import Answered, Decision, Offered
from kb.ranking import Ranking
from kb.search.port import SearchBackend

SHOWN = 5
"""Candidates that are shown: nobody learns from the thirtieth."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A decision, and the ranking of the words as they stand that it began with."""

    decision: Decision
    ranking: Ranking
    likelihood: float
    """How likely the first article is right, as the calibration estimates it; 0 where there is none."""

    threshold: float
    """From which likelihood on there is an answer."""


class Trying:
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

    async def ask(self, question: str, risks: Risks, *, channel: str | None, at: datetime | None) -> Tried:
        """What would come of a question at these risks; raises `Unavailable` without an index."""
        answerer = self._answerer(risks)
        decision = await answerer.answer(question, channel=channel, at=at)
        ranking = await answerer.rank(question, channel=channel, at=at)
        found = ranking.evidence
        likelihood = self.calibration.answer.likelihood(found) if found else 0.0
        return Tried(decision, ranking, likelihood, self.calibration.thresholds(risks).answer)

    async def nearest(self, text: str) -> Ranking:
        """What is most like a text today; raises `Unavailable` without an index."""
        return await self._answerer(Risks()).rank(text)

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
