"""What speaks for the first candidate: the figures from which its chance of being right is estimated."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kb.search.profiles import Asked, profile_of
from kb.search.rerank import Ranked, Signals
from kb.search.statistics import Statistics

RIVALS = 5
"""So many articles behind the first one are its rivals: its lead is the one over the best of them."""

SHARPNESS, SHARPNESS_BY_WEIGHT = 25.0, 4.0
"""How fast a difference of scores becomes certainty; the second is times the root of the question's weight,
because in a long question the same difference means more."""

AGREEING: tuple[Callable[[Signals], float], ...] = (
    lambda signals: signals.similarity,
    lambda signals: signals.dice,
    lambda signals: signals.coverage,
    lambda signals: signals.engine,
    lambda signals: signals.centre,
    lambda signals: signals.language,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the first candidate, and against it.

    `score` is that of re-ranking, `similarity` the cosine to the most similar question. All further figures
    are features of the calibration, shares between 0 and 1 where nothing else is said:
    `lead`: in score, over the next article; `certainty` and `weighed_certainty`: the first one's share where
    scores are turned into chances; `agreement`: the share of signals that put it first; `dice`, `coverage`:
    as in `Signals`; `nearest`: the share of the most similar question that was asked; `missing`: of the
    question, what other articles know and this one does not; `strange`: the share of characters that no
    article knows; `centre_lead`, `dice_lead`: leads in signals, -1 to 1; `language_lead`: the
    logarithm of an absolute lead, which grows with the question; `conflict`,
    `foreign`: another kind of thing, another house's product (0 or 1).
    """

    score: float
    similarity: float
    lead: float
    certainty: float
    weighed_certainty: float
    agreement: float
    dice: float
    coverage: float
    nearest: float
    missing: float
    strange: float
    centre_lead: float
    dice_lead: float
    language_lead: float
    conflict: float
    foreign: float


FEATURES = tuple(Evidence.__slots__[2:])
"""The figures that a calibration weighs, in its order."""


def evidence(asked: Asked, ranked: Sequence[Ranked], statistics: Statistics) -> Evidence | None:
    """What speaks for the first of the ranked candidates; `None` where there is none.

    The engine's absolute scores are no part of it: they change with the backend and the size of the bank.
    """
    if not ranked:
        return None
    first, rivals = ranked[0], ranked[1 : 1 + RIVALS]

    def lead(signal: Callable[[Signals], float]) -> float:
        return signal(first.signals) - max((signal(rival.signals) for rival in rivals), default=0.0)

    by_language = lead(lambda signals: signals.language) * asked.vector.total
    return Evidence(
        score=first.score,
        similarity=first.signals.similarity,
        lead=first.score - (ranked[1].score if len(ranked) > 1 else 0.0),
        certainty=_certainty(ranked, SHARPNESS),
        weighed_certainty=_certainty(ranked, SHARPNESS_BY_WEIGHT * math.sqrt(asked.vector.total)),
        agreement=sum(_is_first(signal, ranked) for signal in AGREEING) / len(AGREEING),
        dice=first.signals.dice,
        coverage=first.signals.coverage,
        nearest=first.nearest,
        missing=_missing(asked, first, statistics),
        strange=_strange(asked, statistics),
        centre_lead=lead(lambda signals: signals.centre),
        dice_lead=lead(lambda signals: signals.dice),
        language_lead=math.copysign(math.log1p(abs(by_language)), by_language),
        conflict=float(first.conflict),
        foreign=float(first.foreign),
    )


def _certainty(ranked: Sequence[Ranked], sharpness: float) -> float:
    return 1 / sum(math.exp((each.score - ranked[0].score) * sharpness) for each in ranked)


def _is_first(signal: Callable[[Signals], float], ranked: Sequence[Ranked]) -> bool:
    return signal(ranked[0].signals) >= max(signal(each.signals) for each in ranked)


def _missing(asked: Asked, first: Ranked, statistics: Statistics) -> float:
    known = profile_of(first.version, statistics).known
    missing = sum(
        weight
        for token, weight in asked.vector.plain.items()
        if token not in known and statistics.knows(token)
    )
    return missing / asked.vector.total if asked.vector.total else 0.0


def _strange(asked: Asked, statistics: Statistics) -> float:
    counts = {token: count for token, count in asked.vector.counts.items() if len(token) == 1}
    strange = sum(count for token, count in counts.items() if not statistics.knows(token))
    return strange / sum(counts.values()) if counts else 0.0
