"""Decides what to do with the ranked candidates: answer, offer a choice, or abstain."""

from collections.abc import Sequence
from enum import StrEnum

from kb.calibration import SHIPPED, Calibration, Risks, Thresholds, load
from kb.evidence import Evidence, is_undecided
from kb.qualifiers import campaigns_in, marks_in
from kb.ranking import Ranking
from kb.search.likeness import covered, vector
from kb.search.rerank import Ranked
from kb.understanding.fillers import plain
from kb.understanding.question_words import content_of

OFFER_MOST = 3
OFFER_WITHIN = 0.75
"""The share of the best one's score that an offered article needs."""

OFFERED_ANYWAY, SEVERAL = 0.6, 3
"""From this share and number of words on there is an offer, whatever the calibration says: other words were
merely unknown."""

STRANGER_WITHIN = 0.85
"""The same for an article of another topic than the first, unless it knows more of the question."""

LIKELY_LEAST = 0.05
"""How likely an article behind the first one has to be right, were it the first, to be offered beside it."""

COVERED_LEAST, OFFERED_LEAST = 0.25, 0.1
"""The weighed share of the question that an article's questions have to know to answer it directly, and to
be offered."""

SAID_LEAST = 0.15
"""The same of what the question says beyond words that only ask, to be offered."""

LITERAL_SIMILARITY, LITERAL_LEAD = 0.92, 0.01
"""Nearly the words of a similar question: then a small lead is enough, whatever the calibration says."""


class Judgement(StrEnum):
    """The three outcomes."""

    ANSWER = "answer"
    OFFER = "offer"
    ABSTAIN = "abstain"


class Judge:
    """Decides by the estimated chance that the first article is right, and the risks that are allowed."""

    def __init__(self, calibration: Calibration, risks: Risks | None = None) -> None:
        """`risks`: those that the calibration has, where none are given."""
        risks = risks or calibration.risks
        self.meaning = calibration.meaning
        self._fitted = calibration, calibration.thresholds(risks)
        # A calibration that was fitted with a meaning says nothing of an order by words alone.
        self._by_words = self._fitted if calibration.meaning is None else _shipped(risks)

    def verdict(self, found: Evidence) -> Judgement:
        """What to do, given what speaks for the first article."""
        if not found.shared or found.covered < OFFERED_LEAST:
            return Judgement.ABSTAIN
        calibration, thresholds = self._for(found)
        sure = calibration.answer.likelihood(found) >= thresholds.answer
        if may_answer(found) and (sure or is_literal(found)):
            return Judgement.ANSWER
        likely = calibration.offer.likelihood(found) >= thresholds.offer
        if likely or (found.covered >= OFFERED_ANYWAY and found.shared >= SEVERAL):
            return Judgement.OFFER
        return Judgement.ABSTAIN

    def is_sure(self, ranking: Ranking) -> bool:
        """Whether the first article could be the answer."""
        return ranking.evidence is not None and self.verdict(ranking.evidence) is Judgement.ANSWER

    def offers(self, ranking: Ranking) -> bool:
        """Whether the first article is worth offering, at least."""
        found = ranking.evidence
        if found is None or not is_known(ranking):
            return False
        return self.verdict(found) is not Judgement.ABSTAIN or self._a_near_one_knows_most(ranking)

    def _a_near_one_knows_most(self, ranking: Ranking) -> bool:
        near = worth_offering(ranking.candidates)
        for place, each in enumerate(ranking.candidates[:OFFER_MOST]):
            if place and each in near and each.signals.coverage >= OFFERED_ANYWAY:
                found = ranking.evidence_for(place)
                if found and found.covered >= OFFERED_ANYWAY and found.shared >= SEVERAL:
                    return True
        return False

    def to_offer(self, ranking: Ranking) -> list[Ranked]:
        """The candidates worth offering, where the evidence allows it: the first, and what may be meant."""
        if not self.offers(ranking):
            return []
        near = worth_offering(ranking.candidates)
        meant = [
            each
            for place, each in enumerate(ranking.candidates[:OFFER_MOST])
            if each in near and (place == 0 or self._may_be_meant(ranking, place))
        ]
        return meant if ranking.english else without_unasked_marks(meant, ranking.asked.text)

    def _may_be_meant(self, ranking: Ranking, place: int) -> bool:
        """Whether the candidate behind the first is likely enough by itself, or knows most of the question.

        Or it is for another kind of thing, and the question leaves open for which.

        What is likely was learnt from questions in Chinese: those in English are not held to it.
        """
        found = ranking.evidence_for(place)
        if found is None or ranking.english:
            return found is not None
        if is_undecided(ranking.asked, ranking.candidates[0], ranking.candidates[place]):
            return True
        likelihood = self._for(found)[0].answer.likelihood(found)
        return found.covered >= OFFERED_ANYWAY or likelihood >= LIKELY_LEAST

    def _for(self, found: Evidence) -> tuple[Calibration, Thresholds]:
        return self._by_words if found.by_words else self._fitted


def is_known(ranking: Ranking) -> bool:
    """Whether the first article knows enough of what a question says beyond asking, and any one its names.

    有没有卖手表 has 有没有 in common with many a question, and nothing else.
    """
    asked = ranking.asked
    if asked.english:
        return True
    statistics = ranking.statistics
    if any(not statistics.knows(name) for name in campaigns_in(asked.text)):
        return False
    said = vector(statistics.tokens(content_of(plain(asked.text))), statistics)
    return covered(said, ranking.candidates[0].profile.known) >= SAID_LEAST


def is_literal(found: Evidence) -> bool:
    """Whether the question is asked in the words of a similar question, and no other article is as near."""
    return found.similarity >= LITERAL_SIMILARITY and found.lead >= LITERAL_LEAD


def may_answer(found: Evidence) -> bool:
    """Whether a direct answer is allowed at all, however alike the words are.

    Not by an article of another kind of thing, nor by one that lacks what the question names or knows hardly
    any of it, and not to a question about another house's product; nor to one that leaves open for which kind
    of thing it asks, unless these are an article's own words.
    """
    if found.conflict or found.foreign or found.lacking or found.covered < COVERED_LEAST or not found.shared:
        return False
    return not found.undecided or is_literal(found)


def without_unasked_marks(candidates: Sequence[Ranked], question: str) -> list[Ranked]:
    """Without articles for a special case (abroad, an inheritance) where the question names none.

    Those stay that know more of the question than every other one, because it may tell the case in other
    words; and where all of them are for a special case, all do.
    """
    usual = [each for each in candidates if not marks_in(each.version.title)]
    if not usual or marks_in(question):
        return list(candidates)
    known = max(each.signals.coverage for each in usual)
    return [each for each in candidates if each in usual or each.signals.coverage > known]


def worth_offering(ranked: Sequence[Ranked]) -> list[Ranked]:
    """The first candidates that are not far behind the very first."""
    return fit_to_offer(ranked[:OFFER_MOST])


def fit_to_offer(candidates: Sequence[Ranked]) -> list[Ranked]:
    """Of candidates from one or several readings, the first the likeliest, those that somebody may mean.

    None that is far behind the first; and of another topic than the first, none without a reason: it is
    almost as near, or knows at least as much of the question.
    """
    near = [each for each in candidates if each.score >= OFFER_WITHIN * candidates[0].score]
    return [
        each
        for each in near
        if each is near[0]
        or each.version.topic == near[0].version.topic
        or each.score >= STRANGER_WITHIN * near[0].score
        or each.signals.coverage >= near[0].signals.coverage
    ]


def _shipped(risks: Risks) -> tuple[Calibration, Thresholds]:
    """The shipped calibration, within these risks and its own."""
    words = load(SHIPPED)
    return words, words.thresholds(risks.stricter(words.risks))
