"""Decides what to do with the ranked candidates: answer, offer a choice, or abstain."""

from collections.abc import Sequence
from enum import StrEnum

from kb.calibration import Calibration, Risks
from kb.evidence import Evidence
from kb.search.rerank import Ranked

OFFER_MOST = 3
OFFER_WITHIN = 0.25
"""How far behind the first an offered article may lie, in score."""


LITERAL_SIMILARITY, LITERAL_LEAD = 0.92, 0.01
"""Nearly the words of a similar question: then a small lead is enough, whatever the calibration says."""


class Judgement(StrEnum):
    """The three outcomes."""

    ANSWER = "answer"
    OFFER = "offer"
    ABSTAIN = "abstain"


class Judge:
    """Decides by the estimated chance that the first article is right, and the risks that are allowed."""

    def __init__(self, calibration: Calibration, risks: Risks) -> None:
        self._calibration = calibration
        self._thresholds = calibration.thresholds(risks)

    def verdict(self, found: Evidence) -> Judgement:
        """What to do, given what speaks for the first article."""
        sure = self._calibration.answer.likelihood(found) >= self._thresholds.answer
        if may_answer(found) and (sure or is_literal(found)):
            return Judgement.ANSWER
        if self._calibration.offer.likelihood(found) >= self._thresholds.offer:
            return Judgement.OFFER
        return Judgement.ABSTAIN

    def to_offer(self, ranked: Sequence[Ranked], found: Evidence | None) -> list[Ranked]:
        """The candidates worth offering, where the evidence allows it."""
        if found is None or self.verdict(found) is Judgement.ABSTAIN:
            return []
        return worth_offering(ranked)


def is_literal(found: Evidence) -> bool:
    """Whether the question is asked in the words of a similar question, and no other article is as near."""
    return found.similarity >= LITERAL_SIMILARITY and found.lead >= LITERAL_LEAD


def may_answer(found: Evidence) -> bool:
    """Whether a direct answer is allowed at all, however alike the words are.

    Not by an article of another kind of thing, and not to a question about another house's product; nor to
    one that leaves open for which kind of thing it asks, unless these are an article's own words.
    """
    return not (found.conflict or found.foreign or (found.undecided and not is_literal(found)))


def worth_offering(ranked: Sequence[Ranked]) -> list[Ranked]:
    """The first candidates that are not far behind the very first."""
    return [each for each in ranked[:OFFER_MOST] if each.score >= ranked[0].score - OFFER_WITHIN]
