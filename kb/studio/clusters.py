"""Gaps put together by what they ask, with how many there are and whether they become more."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kb.model import Gap
from kb.synonyms import Synonyms
from kb.text import tokens

ALIKE = 0.5
"""The share of tokens (Dice) that a question has in common with the first of its cluster."""

TREND_DAYS = 7


@dataclass(slots=True)
class Cluster:
    """Gaps that ask much the same; the newest speaks for all. `recent` and `before`: how many came in the
    last seven days and in the seven before."""

    gaps: list[Gap]
    known: frozenset[str] = field(repr=False)
    recent: int = 0
    before: int = 0

    @property
    def question(self) -> str:
        """The newest question."""
        return self.gaps[0].question

    @property
    def article_id(self) -> str | None:
        """The article that came nearest most often."""
        near = [gap.best_article_id for gap in self.gaps if gap.best_article_id]
        return max(dict.fromkeys(near), key=near.count) if near else None


def cluster(gaps: Sequence[Gap], now: datetime, synonyms: Synonyms) -> list[Cluster]:
    """Clusters of gaps that come newest first; the largest first, each gap in the likest one."""
    found: list[Cluster] = []
    for gap in gaps:
        words = frozenset(tokens(gap.question, synonyms))
        best = max(found, key=lambda each: _dice(words, each.known), default=None)
        if best is None or _dice(words, best.known) < ALIKE:
            best = Cluster([], words)
            found.append(best)
        best.gaps.append(gap)
        age = now - gap.created_at
        best.recent += age <= timedelta(days=TREND_DAYS)
        best.before += timedelta(days=TREND_DAYS) < age <= timedelta(days=2 * TREND_DAYS)
    return sorted(found, key=lambda each: -len(each.gaps))


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0
