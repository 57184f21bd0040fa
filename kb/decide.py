"""Decides what to do with the ranked candidates: answer, offer a choice, or abstain."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kb.search.rerank import Ranked


class Verdict(StrEnum):
    """The three outcomes."""

    ANSWER = "answer"
    OFFER = "offer"
    ABSTAIN = "abstain"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the first candidate; all figures between 0 and 1.

    `margin` is its lead over the next article, `unknown` the share of the question that no article knows.
    """

    score: float
    similarity: float
    dice: float
    coverage: float
    margin: float
    unknown: float


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where answering, offering and abstaining begin. A wrong answer is worse than three offered.

    The likeness they speak of is the mean of the best question's cosine, the overlap and the coverage.
    """

    certain_similarity: float = 0.92  # nearly the words of a similar question: the margin may be small
    certain_margin: float = 0.01
    answer_likeness: float = 0.50
    answer_similarity: float = 0.40
    answer_margin: float = 0.06
    answer_unknown: float = 0.25
    offer_likeness: float = 0.30
    offer_similarity: float = 0.22
    offer_unknown: float = 0.55
    offer_within: float = 0.25  # how far behind the first an offered article may lie, in score
    offer_most: int = 3


def evidence(ranked: Sequence[Ranked], unknown: float) -> Evidence | None:
    """What speaks for the first of the ranked candidates; `None` where there is none."""
    if not ranked:
        return None
    first = ranked[0]
    margin = first.score - ranked[1].score if len(ranked) > 1 else first.score
    return Evidence(first.score, first.similarity, first.dice, first.coverage, margin, unknown)


def decide(found: Evidence, thresholds: Thresholds) -> Verdict:
    """The first decision, by thresholds on the evidence."""
    likeness = (found.similarity + found.dice + found.coverage) / 3
    if found.similarity >= thresholds.certain_similarity and found.margin >= thresholds.certain_margin:
        return Verdict.ANSWER
    if (
        likeness >= thresholds.answer_likeness
        and found.similarity >= thresholds.answer_similarity
        and found.margin >= thresholds.answer_margin
        and found.unknown <= thresholds.answer_unknown
    ):
        return Verdict.ANSWER
    if (
        likeness >= thresholds.offer_likeness
        and found.similarity >= thresholds.offer_similarity
        and found.unknown <= thresholds.offer_unknown
    ):
        return Verdict.OFFER
    return Verdict.ABSTAIN


def to_offer(ranked: Sequence[Ranked], thresholds: Thresholds) -> list[Ranked]:
    """The candidates worth offering: the first, and those not far behind it."""
    floor = ranked[0].score - thresholds.offer_within if ranked else 0.0
    return [each for each in ranked[: thresholds.offer_most] if each.score >= floor]
