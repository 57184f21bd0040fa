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

    `margin` is its lead over the next article, `unknown` the share of the question that no article knows,
    `conflict` tells whether it speaks of another kind of thing than the question.
    """

    score: float
    similarity: float
    dice: float
    coverage: float
    margin: float
    unknown: float
    conflict: bool


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where answering and offering begin. A wrong answer is worse than three offered.

    Chosen on two banks' questions, on our own with each question's nearest likeness taken away, and on
    questions from elsewhere (`docs/knowledge-base.md`); a calibration may replace them.
    """

    certain_similarity: float = 0.92  # nearly the words of a similar question: a small lead is enough
    certain_margin: float = 0.01
    answer_score: float = 0.45
    answer_margin: float = 0.12
    answer_unknown: float = 0.30
    offer_score: float = 0.25
    offer_unknown: float = 0.55
    offer_within: float = 0.30  # how far behind the first an offered article may lie, in score
    offer_most: int = 3


def evidence(ranked: Sequence[Ranked], unknown: float) -> Evidence | None:
    """What speaks for the first of the ranked candidates; `None` where there is none."""
    if not ranked:
        return None
    first = ranked[0]
    margin = first.score - ranked[1].score if len(ranked) > 1 else first.score
    return Evidence(
        first.score, first.similarity, first.dice, first.coverage, margin, unknown, first.conflict
    )


def decide(found: Evidence, thresholds: Thresholds) -> Verdict:
    """The first decision, by thresholds on the evidence."""
    if found.similarity >= thresholds.certain_similarity and found.margin >= thresholds.certain_margin:
        return Verdict.ANSWER
    if (
        found.score >= thresholds.answer_score
        and found.margin >= thresholds.answer_margin
        and found.unknown <= thresholds.answer_unknown
        and not found.conflict
    ):
        return Verdict.ANSWER
    if found.score >= thresholds.offer_score and found.unknown <= thresholds.offer_unknown:
        return Verdict.OFFER
    return Verdict.ABSTAIN


def to_offer(ranked: Sequence[Ranked], found: Evidence | None, thresholds: Thresholds) -> list[Ranked]:
    """The candidates worth offering: the first where the evidence allows it, and those not far behind."""
    if found is None or decide(found, thresholds) is Verdict.ABSTAIN:
        return []
    floor = ranked[0].score - thresholds.offer_within
    return [each for each in ranked[: thresholds.offer_most] if each.score >= floor]
