"""Counts what customers were shown by a running system, and how that differs from `kb.answer` alone."""

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from kb.answer import Answerer
from kb.measuring.evaluate import Progress
from kb.measuring.percentile import percentile
from kb.measuring.queries import Query
from kb.measuring.shown import OutcomeOnScreen, ShownKind, of_decision


@dataclass(frozen=True, slots=True)
class LiveQuestion:
    """One question, what was shown for it, and after how long; `why` says what came between.

    `outside`: no article answers it. `refused`: how often it had to wait; `late`: after an apology.
    """

    query: Query
    outside: bool
    shown: OutcomeOnScreen
    ms: float
    why: str = ""
    refused: int = 0
    late: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """As `kb evaluate` counts: of `n` questions that have an article, and of those from elsewhere (`oos_`).

    `right`: the right article was answered or could be chosen; None, like `offered_with_right_one`, where
    nobody knows which articles were offered. Times are those of one question that did not fail, in
    milliseconds.
    """

    n: int
    answered: int
    answered_wrong: int
    offered: int
    offered_with_right_one: int | None
    abstained: int
    failed: int
    right: int | None
    oos_n: int
    oos_answered: int
    p50_ms: float
    p99_ms: float


@dataclass(frozen=True, slots=True)
class Difference:
    """A question that the system did not show as the knowledge base decides it, and why."""

    question: str
    out_of_scope: bool
    right: list[str]
    expected: ShownKind
    expected_articles: list[str]
    shown: ShownKind
    shown_articles: list[str]
    effect: str
    reason: str


@dataclass(frozen=True, slots=True)
class LiveReport:
    """What customers were shown, beside what the knowledge base alone decides (None: it is not at hand).

    `lost_points`: the share of questions whose right article the knowledge base would show and customers were
    not shown, less the share where it is the other way round, in percentage points.
    """

    shown: Counts
    late: int
    refused: int
    evaluated: Counts | None = None
    lost_points: float | None = None
    note: str = ""
    differences: list[Difference] = field(default_factory=list)

    def flat(self) -> dict[str, Any]:
        """One object: the counts as they are named in `kb evaluate`, and the comparison."""
        rest = {name: value for name, value in asdict(self).items() if name != "shown"}
        return asdict(self.shown) | rest


async def evaluated(
    answerer: Answerer, asked: Sequence[LiveQuestion], *, channel: str | None, progress: Progress
) -> list[LiveQuestion]:
    """The same questions, asked of the knowledge base alone."""
    found = []
    for each in asked:
        begun = time.perf_counter()
        decision = await answerer.answer(each.query.text, channel=channel)
        ms = (time.perf_counter() - begun) * 1000
        found.append(LiveQuestion(each.query, each.outside, of_decision(decision), ms))
        progress()
    return found


def report(
    shown: Sequence[LiveQuestion], expected: Sequence[LiveQuestion] | None, note: str = ""
) -> LiveReport:
    """Counts, compares where there is something to compare with, and says why each question differs."""
    counts = count(shown)
    late, refused = sum(each.late for each in shown), sum(each.refused for each in shown)
    if expected is None:
        return LiveReport(counts, late, refused, note=note)
    base = count(expected)
    differing = [
        _difference(one, other)
        for one, other in zip(shown, expected, strict=True)
        if one.shown != other.shown
    ]
    return LiveReport(counts, late, refused, base, _lost_points(counts, base), note, differing)


def count(asked: Sequence[LiveQuestion]) -> Counts:
    """The counts of what was shown."""
    inside = [each for each in asked if not each.outside]

    def of(outcome: ShownKind, *, right: bool | None = None) -> int:
        return sum(
            each.shown.outcome is outcome and right in {None, each.shown.is_right(each.query.right)}
            for each in inside
        )

    known = all(each.shown.articles for each in asked if each.shown.outcome is ShownKind.OFFERED)
    spans = [each.ms for each in asked if each.shown.outcome is not ShownKind.FAILED]
    return Counts(
        n=len(inside),
        answered=of(ShownKind.ANSWERED),
        answered_wrong=of(ShownKind.ANSWERED, right=False),
        offered=of(ShownKind.OFFERED),
        offered_with_right_one=of(ShownKind.OFFERED, right=True) if known else None,
        abstained=of(ShownKind.ABSTAINED),
        failed=of(ShownKind.FAILED),
        right=sum(each.shown.is_right(each.query.right) for each in inside) if known else None,
        oos_n=len(asked) - len(inside),
        oos_answered=sum(each.outside and each.shown.outcome is ShownKind.ANSWERED for each in asked),
        p50_ms=round(percentile(spans, 0.50), 2),
        p99_ms=round(percentile(spans, 0.99), 2),
    )


def _lost_points(counts: Counts, base: Counts) -> float | None:
    if counts.right is None or base.right is None or not counts.n:
        return None
    return round(100 * (base.right - counts.right) / counts.n, 2)


def _difference(one: LiveQuestion, other: LiveQuestion) -> Difference:
    right = one.query.right
    before, now = other.shown.is_right(right), one.shown.is_right(right)
    return Difference(
        question=one.query.text,
        out_of_scope=one.outside,
        right=sorted(right),
        expected=other.shown.outcome,
        expected_articles=list(other.shown.articles),
        shown=one.shown.outcome,
        shown_articles=list(one.shown.articles),
        effect="same" if before == now else "lost" if before else "gained",
        reason=one.why or _unexplained(one.shown, other.shown),
    )


def _unexplained(shown: OutcomeOnScreen, expected: OutcomeOnScreen) -> str:
    if shown.outcome is expected.outcome:
        return "another article, though nothing came between: the system decides by other data or settings"
    return "another outcome, though nothing came between: the system decides by other data or settings"
