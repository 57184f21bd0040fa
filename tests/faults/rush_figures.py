"""What became of each question of an overloaded house, in figures, and what of them breaks the promise."""

from collections.abc import Sequence
from dataclasses import dataclass

from kb.measuring.percentile import percentile
from tests.faults.guest import Asked

ANSWERED_WITHIN_MS = 3000.0
"""Of 95 in 100 that were let in (reliability.md G6)."""


@dataclass(frozen=True, slots=True)
class Phase:
    """So many seconds of arrivals, growing evenly from one rate to another."""

    name: str
    seconds: float
    from_per_s: float
    to_per_s: float


def figures(asked: Sequence[Asked], phases: Sequence[Phase], ended_at: float) -> dict[str, float]:
    """Counts, how long the accepted waited in each phase, and how long after `ended_at` all was answered."""
    found: dict[str, float] = {
        "offered_count": len(asked),
        "refusals_count": sum(each.refused for each in asked),
        "refusals_told_count": sum(each.told for each in asked),
        "unanswered_count": sum(each.answered_at is None for each in asked),
    }
    for phase in phases:
        of_phase = [each for each in asked if each.phase == phase.name]
        waits = [each.waited_ms for each in of_phase if each.waited_ms is not None]
        found[f"{phase.name}_offered_count"] = len(of_phase)
        found[f"{phase.name}_refused_count"] = sum(each.refused > 0 for each in of_phase)
        for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99)):
            found[f"{phase.name}_{name}_ms"] = round(percentile(waits, share)) if waits else 0.0
    last = max((each.answered_at or 0.0 for each in asked), default=ended_at)
    found["all_answered_after_s"] = round(max(0.0, last - ended_at), 1)
    return found


def broken_promises(figures: dict[str, float]) -> list[str]:
    """What of G6 the figures contradict, a sentence each."""
    late = [n for n, v in figures.items() if n.endswith("_p95_ms") and v > ANSWERED_WITHIN_MS]
    sentences = [f"{name}: {figures[name]:g}, promised are {ANSWERED_WITHIN_MS:g}" for name in late]
    untold = figures["refusals_count"] - figures["refusals_told_count"]
    if untold:
        sentences.append(f"{untold:g} refusals did not say when to come again")
    if figures["unanswered_count"]:
        sentences.append(f"{figures['unanswered_count']:g} questions were never answered")
    return sentences
