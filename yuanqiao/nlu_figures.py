"""Judges what a classifier heard: accuracy, F1 by intent, time, and the threshold that each intent needs."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

WANTED_PRECISION = 0.95
"""A suggested threshold keeps at least so many of an intent's hits right."""


@dataclass(frozen=True, slots=True)
class HeardUtterance:
    """One utterance: what it means, what was understood, how sure that was (0 to 1), and the time in ms."""

    wanted: str
    found: str
    confidence: float
    parse_ms: float


def figures(heard: Sequence[HeardUtterance]) -> dict[str, Any]:
    """`n`, `accuracy`, `macro_f1`, `f1` and `thresholds` by intent, `ms_per_parse` (the median)."""
    f1 = f1_by_intent(heard)
    return {
        "n": len(heard),
        "accuracy": round(sum(each.wanted == each.found for each in heard) / len(heard), 4),
        "macro_f1": round(sum(f1.values()) / len(f1), 4),
        "f1": f1,
        "thresholds": {intent: threshold_of(intent, heard) for intent in f1},
        "ms_per_parse": round(median(each.parse_ms for each in heard), 3),
    }


def f1_by_intent(heard: Sequence[HeardUtterance]) -> dict[str, float]:
    """The harmonic mean of precision and recall of each wanted intent, by name."""
    wanted = Counter(each.wanted for each in heard)
    found = Counter(each.found for each in heard)
    right = Counter(each.wanted for each in heard if each.wanted == each.found)
    return {name: round(2 * right[name] / (wanted[name] + found[name]), 4) for name in sorted(wanted)}


def threshold_of(intent: str, heard: Sequence[HeardUtterance]) -> float | None:
    """The least confidence from which on 95 % of an intent's hits are right; None where there is none."""
    hits = sorted((each for each in heard if each.found == intent), key=lambda each: -each.confidence)
    right, least = 0, None
    for count, hit in enumerate(hits, start=1):
        right += hit.wanted == intent
        if right / count >= WANTED_PRECISION:
            least = round(hit.confidence, 4)
    return least


def confusions(heard: Sequence[HeardUtterance]) -> list[tuple[str, str, int]]:
    """What was taken for what, and how often; the most frequent first."""
    wrong = Counter((each.wanted, each.found) for each in heard if each.wanted != each.found)
    return [(wanted, found, count) for (wanted, found), count in wrong.most_common()]
