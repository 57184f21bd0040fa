"""Texts as weighed tokens, and how much of one is known elsewhere."""

import math
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from kb.search.statistics import Statistics


@dataclass(frozen=True, slots=True)
class Vector:
    """A text as weighed tokens.

    `weights`: inverse document frequency times damped term frequency, of length `norm`;
    `plain`: inverse document frequency alone, `total` its sum; `counts`: how often each token stands there.
    """

    counts: Mapping[str, int]
    weights: Mapping[str, float]
    norm: float
    plain: Mapping[str, float]
    total: float


def vector(found: Iterable[str], statistics: Statistics) -> Vector:
    """The vector of a text's tokens."""
    counts = Counter(found)
    plain = {token: statistics.weight(token) for token in counts}
    weights = {token: plain[token] * (1 + math.log(count)) for token, count in counts.items()}
    return Vector(counts, weights, length(weights.values()), plain, sum(plain.values()))


def covered(text: Vector, known: Container[str]) -> float:
    """The weighed share of a text's tokens that are known, 0 to 1."""
    found = sum(map(text.plain.__getitem__, filter(known.__contains__, text.plain)))
    return found / text.total if text.total else 0.0


def length(weights: Iterable[float]) -> float:
    """The length of a vector of these weights."""
    return math.sqrt(sum(weight * weight for weight in weights))
