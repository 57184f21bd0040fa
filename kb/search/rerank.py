"""Re-ranks the first candidates by how alike the question and their similar questions are.

Both backends share it. The weights were chosen on two sets of Chinese banking questions and on the demo
bank's similar questions, each asked while taken away, in the middle of a wide plateau rather than at its
peak (`docs/knowledge-base.md`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.contrasts import conflict
from kb.model import Version
from kb.search.likeness import covered
from kb.search.meaning import Meaning
from kb.search.profiles import ArticleProfile, QuestionProfile, english_texts, profile_of
from kb.search.statistics import Statistics

BEST_COSINE, MEAN_DICE, COVERAGE, ANSWER_COVERAGE, ENGINE = 0.18, 0.18, 0.12, 0.06, 0.06
CENTRE, LANGUAGE = 0.18, 0.22
"""What counts how much: the most similar question, the three most similar ones, how much of the question
the article's questions know, how much of it the answer knows, the search engine's own score; where the
article's questions lie together, and how much likelier its language makes the question."""

MEANING, MEANING_CENTRE = 0.3, 0.3
"""Beside these, where the house compares by meaning: the text most alike, and where all of them lie."""

CONFLICT = 0.06
"""What an article loses that speaks of another kind than the question (`kb.contrasts`)."""

QUESTIONS_IN_MEAN = 3


@dataclass(frozen=True, slots=True)
class Signals:
    """How alike a question and an article are; all between 0 and 1.

    `similarity`: cosine to the most similar question; `dice`: overlap with the three most similar ones;
    `coverage` and `answer_coverage`: the weighed share of the question's tokens that the article's questions
    and its answer have; `engine`: the engine's score as a share of its best; `centre`: cosine to where the
    article's questions lie; `language`: what the article's language explains of the question; `meaning` and
    `meaning_centre`: the same two cosines by what the texts mean, 0 where they are not compared by it.
    """

    similarity: float
    dice: float
    coverage: float
    answer_coverage: float
    engine: float
    centre: float
    language: float
    meaning: float = 0.0
    meaning_centre: float = 0.0


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate after re-ranking.

    `score`: 0 to 1; `nearest`: the number of the most similar one among `profile.texts`; `conflict`: the
    article speaks of another kind of thing than the question; `foreign`: the question names another house's
    product, and the article does not.
    """

    version: Version
    profile: ArticleProfile
    score: float
    signals: Signals
    nearest: int
    conflict: bool
    foreign: bool


def rerank(
    asked: QuestionProfile,
    candidates: Sequence[tuple[Version, float]],
    statistics: Statistics,
    meaning: Meaning | None = None,
) -> list[Ranked]:
    """Orders candidates (with their engine scores) by likeness to the question, best first.

    One that has no text in English is none for a question in English.
    """
    top = max((score for _, score in candidates), default=0.0) or 1.0
    ranked = [
        _rank(asked, version, score / top, statistics, meaning)
        for version, score in in_language(asked, candidates)
    ]
    return sorted(ranked, key=lambda each: (-each.score, each.version.article_id))


def in_language(
    asked: QuestionProfile, candidates: Sequence[tuple[Version, float]]
) -> Sequence[tuple[Version, float]]:
    """The candidates that have a text in the question's language."""
    return [each for each in candidates if english_texts(each[0])] if asked.english else candidates


def _rank(
    asked: QuestionProfile, version: Version, engine: float, statistics: Statistics, meaning: Meaning | None
) -> Ranked:
    profile = profile_of(version, statistics, english=asked.english)
    signals, nearest = _signals(asked, profile, engine)
    whole = 1.0
    if meaning is not None:
        best, centre = meaning.likeness(asked.text, profile.texts)
        signals = replace(signals, meaning=best, meaning_centre=centre)
        whole += MEANING + MEANING_CENTRE
    against = conflict(asked.kinds, profile.title_kinds, profile.question_kinds)
    return Ranked(
        version=version,
        profile=profile,
        score=max(_score(signals) - CONFLICT * against, 0.0) / whole,
        signals=signals,
        nearest=nearest,
        conflict=against,
        foreign=not asked.others <= profile.others,
    )


def _signals(asked: QuestionProfile, profile: ArticleProfile, engine: float) -> tuple[Signals, int]:
    """How alike they are, and which question of the article is the most similar one.

    One pass over the question's tokens for all similar questions at once: this is where a search's time goes.
    """
    products, shared = [0.0] * len(profile.texts), [0.0] * len(profile.texts)
    coverage = centre = likelier = 0.0
    of, places, language = asked.vector, profile.places, profile.language
    for token, plain in of.plain.items():
        if token in language:
            likelier += of.counts[token] * language[token]
        if token not in places:
            continue
        weight = of.weights[token]
        coverage += plain
        centre += weight * profile.centre[token]
        for number, there in places[token]:
            products[number] += weight * there
            shared[number] += plain
    norm, total = of.norm or 1.0, of.total or 1.0
    cosines = [
        product / (norm * (there or 1.0)) for product, there in zip(products, profile.norms, strict=True)
    ]
    overlaps = [2 * each / (total + there) for each, there in zip(shared, profile.totals, strict=True)]
    most = sorted(overlaps, reverse=True)[:QUESTIONS_IN_MEAN]
    signals = Signals(
        similarity=max(cosines),
        dice=sum(most) / len(most),
        coverage=coverage / total,
        answer_coverage=covered(of, profile.in_answer),
        engine=engine,
        centre=centre / norm,
        language=min(likelier / asked.surprise, 1.0) if asked.surprise else 0.0,
    )
    return signals, cosines.index(signals.similarity)


def _score(signals: Signals) -> float:
    return (
        BEST_COSINE * signals.similarity
        + MEAN_DICE * signals.dice
        + COVERAGE * signals.coverage
        + ANSWER_COVERAGE * signals.answer_coverage
        + ENGINE * signals.engine
        + CENTRE * signals.centre
        + LANGUAGE * signals.language
        + MEANING * signals.meaning
        + MEANING_CENTRE * signals.meaning_centre
    )
