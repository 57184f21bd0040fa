"""How alike two texts are: vectors of weighed tokens, and the measures on them."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
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
    return Vector(counts, weights, _length(weights), plain, sum(plain.values()))


def cosine(left: Vector, right: Vector) -> float:
    """The cosine of two texts, 0 to 1."""
    if not left.norm or not right.norm:
        return 0.0
    shared = left.weights.keys() & right.weights.keys()
    return sum(left.weights[token] * right.weights[token] for token in shared) / (left.norm * right.norm)


def dice(left: Vector, right: Vector) -> float:
    """What two texts share, of both together, 0 to 1."""
    shared = sum(left.plain[token] for token in left.plain.keys() & right.plain.keys())
    both = left.total + right.total
    return 2 * shared / both if both else 0.0


def covered(text: Vector, known: Set[str]) -> float:
    """The weighed share of a text's tokens that are known, 0 to 1."""
    found = sum(weight for token, weight in text.plain.items() if token in known)
    return found / text.total if text.total else 0.0


def centre(texts: Iterable[Vector]) -> dict[str, float]:
    """The direction in which the texts lie together, each with the same say; of length 1 (or empty)."""
    summed: defaultdict[str, float] = defaultdict(float)
    for text in texts:
        for token, weight in text.weights.items():
            summed[token] += weight / text.norm
    length = _length(summed)
    return {token: weight / length for token, weight in summed.items()} if length else {}


def towards(text: Vector, direction: Mapping[str, float]) -> float:
    """The cosine of a text and a direction of length 1."""
    shared = text.weights.keys() & direction.keys()
    return sum(text.weights[token] * direction[token] for token in shared) / text.norm if text.norm else 0.0


def _length(weights: Mapping[str, float]) -> float:
    return math.sqrt(sum(weight * weight for weight in weights.values()))
