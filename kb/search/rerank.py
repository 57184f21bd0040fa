"""Re-ranks the first candidates by how alike the question and their similar questions are.

Both backends share it. The weights were chosen on two sets of Chinese banking questions, in the middle
of a wide plateau rather than at its peak (`docs/knowledge-base.md`).
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kb.contrasts import Kinds, conflict, kinds_in
from kb.model import Version
from kb.numbers import without_placeholders
from kb.search.statistics import Statistics
from kb.text import tokens

BEST_COSINE, MEAN_DICE, COVERAGE, ANSWER_COVERAGE, ENGINE = 0.30, 0.30, 0.20, 0.10, 0.10
"""What counts how much: the most similar question, the three most similar ones, how much of the question
the article's questions know, how much of it the answer knows, and the search engine's own score."""

CONFLICT = 0.10
"""What an article loses that speaks of another kind than the question (`kb.contrasts`)."""

QUESTIONS_IN_MEAN = 3
PROFILES_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate after re-ranking. All figures lie between 0 and 1.

    `similarity`: cosine to the most similar question; `dice`: overlap with the three most similar ones;
    `coverage`: the weighted share of the question's tokens that the article's questions have;
    `conflict`: the article speaks of another kind of thing than the question.
    """

    version: Version
    score: float
    similarity: float
    dice: float
    coverage: float
    conflict: bool


@dataclass(frozen=True, slots=True)
class _Profile:
    questions: tuple["_Vector", ...]
    known: frozenset[str]
    in_answer: frozenset[str]
    title_kinds: Kinds
    question_kinds: Kinds


@dataclass(frozen=True, slots=True)
class _Vector:
    weights: Mapping[str, float]  # inverse document frequency times damped term frequency
    norm: float
    plain: Mapping[str, float]  # inverse document frequency alone
    total: float


def rerank(
    question: str, candidates: Sequence[tuple[Version, float]], statistics: Statistics
) -> list[Ranked]:
    """Orders candidates (with their engine scores) by likeness to the question, best first."""
    asked = _vector(tokens(question), statistics)
    kinds = kinds_in(question)
    top = max((score for _, score in candidates), default=0.0) or 1.0
    ranked = [_rank(asked, kinds, version, score / top, statistics) for version, score in candidates]
    return sorted(ranked, key=lambda each: (-each.score, each.version.article_id))


def unknown_share(question: str, statistics: Statistics) -> float:
    """The weighted share of the question's tokens that no article knows, 0 to 1; 1 for no tokens."""
    asked = _vector(tokens(question), statistics)
    unknown = sum(weight for token, weight in asked.plain.items() if not statistics.knows(token))
    return unknown / asked.total if asked.total else 1.0


def _rank(asked: _Vector, kinds: Kinds, version: Version, engine: float, statistics: Statistics) -> Ranked:
    profile = _profile(version.title, version.questions, version.answer, statistics)
    similarity = max(_cosine(asked, each) for each in profile.questions)
    overlaps = sorted((_dice(asked, each) for each in profile.questions), reverse=True)[:QUESTIONS_IN_MEAN]
    dice = sum(overlaps) / len(overlaps)
    coverage = _covered(asked, profile.known)
    against = conflict(kinds, profile.title_kinds, profile.question_kinds)
    score = (
        BEST_COSINE * similarity
        + MEAN_DICE * dice
        + COVERAGE * coverage
        + ANSWER_COVERAGE * _covered(asked, profile.in_answer)
        + ENGINE * engine
        - CONFLICT * against
    )
    return Ranked(version, max(score, 0.0), similarity, dice, coverage, against)


@lru_cache(maxsize=PROFILES_KEPT)
def _profile(title: str, questions: tuple[str, ...], answer: str, statistics: Statistics) -> _Profile:
    # Statistics compare by identity: a new index version makes new profiles, old ones fall out.
    vectors = tuple(_vector(tokens(each), statistics) for each in dict.fromkeys((title, *questions)))
    return _Profile(
        questions=vectors,
        known=frozenset().union(*(vector.plain for vector in vectors)),
        in_answer=frozenset(tokens(without_placeholders(answer))),
        title_kinds=kinds_in(title),
        question_kinds=kinds_in(" ".join(questions)),
    )


def _covered(asked: _Vector, known: frozenset[str]) -> float:
    covered = sum(weight for token, weight in asked.plain.items() if token in known)
    return covered / asked.total if asked.total else 0.0


def _vector(found: Iterable[str], statistics: Statistics) -> _Vector:
    counts = Counter(found)
    plain = {token: statistics.weight(token) for token in counts}
    weights = {token: plain[token] * (1 + math.log(count)) for token, count in counts.items()}
    norm = math.sqrt(sum(weight * weight for weight in weights.values()))
    return _Vector(weights, norm, plain, sum(plain.values()))


def _cosine(left: _Vector, right: _Vector) -> float:
    if not left.norm or not right.norm:
        return 0.0
    shared = left.weights.keys() & right.weights.keys()
    return sum(left.weights[token] * right.weights[token] for token in shared) / (left.norm * right.norm)


def _dice(left: _Vector, right: _Vector) -> float:
    shared = sum(left.plain[token] for token in left.plain.keys() & right.plain.keys())
    both = left.total + right.total
    return 2 * shared / both if both else 0.0
