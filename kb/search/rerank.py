"""Re-ranks the first candidates by how alike the question and their similar questions are.

Both backends share it. The weights were chosen on two sets of Chinese banking questions and on the demo
bank's similar questions, each asked while taken away, in the middle of a wide plateau rather than at its
peak (`docs/knowledge-base.md`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kb.contrasts import conflict
from kb.model import Version
from kb.search.likeness import Vector, cosine, covered, dice, towards
from kb.search.profiles import Asked, Profile, profile_of
from kb.search.statistics import Statistics

BEST_COSINE, MEAN_DICE, COVERAGE, ANSWER_COVERAGE, ENGINE = 0.18, 0.18, 0.12, 0.06, 0.06
CENTRE, LANGUAGE = 0.18, 0.22
"""What counts how much: the most similar question, the three most similar ones, how much of the question
the article's questions know, how much of it the answer knows, the search engine's own score; where the
article's questions lie together, and how much likelier its language makes the question."""

CONFLICT = 0.06
"""What an article loses that speaks of another kind than the question (`kb.contrasts`)."""

QUESTIONS_IN_MEAN = 3


@dataclass(frozen=True, slots=True)
class Signals:
    """How alike a question and an article are; all between 0 and 1.

    `similarity`: cosine to the most similar question; `dice`: overlap with the three most similar ones;
    `coverage` and `answer_coverage`: the weighed share of the question's tokens that the article's questions
    and its answer have; `engine`: the engine's score as a share of its best; `centre`: cosine to where the
    article's questions lie; `language`: what the article's language explains of the question.
    """

    similarity: float
    dice: float
    coverage: float
    answer_coverage: float
    engine: float
    centre: float
    language: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate after re-ranking.

    `score`: 0 to 1; `nearest`: the share of the most similar question that the question has;
    `conflict`: the article speaks of another kind of thing than the question; `foreign`: the question names
    another house's product, and the article does not.
    """

    version: Version
    score: float
    signals: Signals
    nearest: float
    conflict: bool
    foreign: bool


def rerank(asked: Asked, candidates: Sequence[tuple[Version, float]], statistics: Statistics) -> list[Ranked]:
    """Orders candidates (with their engine scores) by likeness to the question, best first."""
    top = max((score for _, score in candidates), default=0.0) or 1.0
    ranked = [_rank(asked, version, score / top, statistics) for version, score in candidates]
    return sorted(ranked, key=lambda each: (-each.score, each.version.article_id))


def _rank(asked: Asked, version: Version, engine: float, statistics: Statistics) -> Ranked:
    profile = profile_of(version, statistics)
    cosines = [cosine(asked.vector, each) for each in profile.questions]
    overlaps = sorted((dice(asked.vector, each) for each in profile.questions), reverse=True)
    signals = Signals(
        similarity=max(cosines),
        dice=sum(overlaps[:QUESTIONS_IN_MEAN]) / len(overlaps[:QUESTIONS_IN_MEAN]),
        coverage=covered(asked.vector, profile.known),
        answer_coverage=covered(asked.vector, profile.in_answer),
        engine=engine,
        centre=towards(asked.vector, profile.centre),
        language=_explained(asked, profile),
    )
    nearest = profile.questions[cosines.index(signals.similarity)]
    against = conflict(asked.kinds, profile.title_kinds, profile.question_kinds)
    return Ranked(
        version=version,
        score=max(_score(signals) - CONFLICT * against, 0.0),
        signals=signals,
        nearest=covered(nearest, _tokens(asked.vector)),
        conflict=against,
        foreign=not asked.others <= profile.others,
    )


def _score(signals: Signals) -> float:
    return (
        BEST_COSINE * signals.similarity
        + MEAN_DICE * signals.dice
        + COVERAGE * signals.coverage
        + ANSWER_COVERAGE * signals.answer_coverage
        + ENGINE * signals.engine
        + CENTRE * signals.centre
        + LANGUAGE * signals.language
    )


def _explained(asked: Asked, profile: Profile) -> float:
    if not asked.surprise:
        return 0.0
    likelier = sum(count * profile.language.get(token, 0.0) for token, count in asked.vector.counts.items())
    return min(likelier / asked.surprise, 1.0)


def _tokens(text: Vector) -> frozenset[str]:
    return frozenset(text.plain)
