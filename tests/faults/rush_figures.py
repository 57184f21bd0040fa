"""What became of each question of an overloaded house, in figures, and what of them breaks the promise."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from kb.measuring.percentile import percentile
from tests.faults.guest import Asked

ANSWERED_WITHIN_MS = 3000.0
"""Of 95 in 100 that were let in (docs/reliability.md G6)."""


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
    found["owed_most_count"] = owed_most(asked)
    last = max((each.answered_at or 0.0 for each in asked), default=ended_at)
    found["all_answered_after_s"] = round(max(0.0, last - ended_at), 1)
    return found


def owed_most(asked: Sequence[Asked]) -> int:
    """The most questions at one moment that were let in and not answered yet."""
    moves = [(each.accepted_at, 1) for each in asked if each.accepted_at is not None]
    moves += [(each.answered_at, -1) for each in asked if each.answered_at is not None]
    return max(accumulate(move for _, move in sorted(moves)), default=0)


def broken_promises(figures: dict[str, float], *, by_the_clock: bool) -> list[str]:
    """What of G6 the figures contradict, a sentence each.

    With three seconds to answer in, no more may be owed than the bot answers in three seconds, on a machine
    of any speed; how long customers waited (`by_the_clock`) holds only where the machine does the rest.
    """
    late = [n for n, v in figures.items() if n.endswith("_p95_ms") and v > ANSWERED_WITHIN_MS]
    sentences = [f"{name}: {figures[name]:g}, promised are {ANSWERED_WITHIN_MS:g}" for name in late]
    if not by_the_clock:
        sentences.clear()
    limit = figures["bot_per_s"] * ANSWERED_WITHIN_MS / 1000
    if figures["owed_most_count"] > limit:
        sentences.append(
            f"{figures['owed_most_count']:g} answers were owed at a time, at most {limit:g} can be"
        )
    untold = figures["refusals_count"] - figures["refusals_told_count"]
    if untold:
        sentences.append(f"{untold:g} refusals did not say when to come again")
    if figures["unanswered_count"]:
        sentences.append(f"{figures['unanswered_count']:g} questions were never answered")
    return sentences
