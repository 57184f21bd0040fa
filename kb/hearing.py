"""Hears a question: tries its readings until one is answered directly, else gathers what to offer."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from kb.contrasts import conflict, kinds_in
from kb.decide import OFFER_MOST, Judge, Judgement, fit_to_offer, is_literal
from kb.model import Version
from kb.ranking import Ranker, Ranking
from kb.search.likeness import covered, vector
from kb.search.rerank import Ranked
from kb.text import clauses, tokens
from kb.understanding.earlier import Earlier
from kb.understanding.follow_up import leans
from kb.understanding.reading import NEARLY_SPOKEN_OF, SPOKEN_OF, Reading
from kb.understanding.readings import other_readings, own_words
from kb.understanding.subject import fact_asked

MOST_READINGS = 6
"""Other readings that are tried: it bounds the time of one answer."""

OWN_SUBJECT = 0.5
"""How much of an article's core (`kb.evidence`) a short question has to name to leave the subject for it."""

SAYS_IT_ALL = 0.25
"""By how much more the article has to know of the question where that is what speaks for it."""

MOST_CLAUSES = 5
CANDIDATES_OF_A_CLAUSE = 10
"""Of a clause only the first article matters, so fewer are looked at."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of a question: a direct answer by the ranking's first article, or what may be offered."""

    understood: str
    ranking: Ranking
    direct: bool
    offers: tuple[Version, ...] = ()


@dataclass(frozen=True, slots=True)
class _Tried:
    text: str
    ranking: Ranking
    offers: list[Ranked]
    leaning: bool


class Hearing:
    """Hears what one customer asks."""

    def __init__(self, judge: Judge, ranker: Ranker) -> None:
        self._judge = judge
        self._ranker = ranker

    async def hear(self, question: str, earlier: Earlier, *, as_written: bool = False) -> Heard:
        """Takes the first reading that is answered directly, the customer's own words before all others.

        Of another house's product no other reading is made: it could only lose the name. `as_written`: no
        letter is taken for a slip.
        """
        statistics = self._ranker.statistics
        own = own_words(question, earlier, statistics)
        whole = await self._ranker.rank(question)
        if self._is_direct(whole, own) and not self._changes_the_subject(question, whole, earlier):
            return Heard(question, whole, direct=True)
        tried = [self._tried(own, whole)]
        if not (whole.evidence and whole.evidence.foreign):
            others = other_readings(question, earlier, statistics, mend=not as_written)
            for reading in islice(others, MOST_READINGS):
                ranking = await self._ranker.rank(reading.text, of_one_kind=reading.of_one_kind)
                direct = self._is_direct(ranking, reading) and _is_suggested(ranking, reading, whole)
                if direct and not self._changes_the_subject(question, ranking, earlier, reading):
                    return Heard(_understood(reading, ranking), ranking, direct=True)
                if self._speaks_of(ranking, reading.about, NEARLY_SPOKEN_OF):
                    tried.append(self._tried(reading, ranking))
        best = max(tried, key=_worth)
        return Heard(best.text, whole, direct=False, offers=await self._offers(question, best, tried))

    def _is_direct(self, ranking: Ranking, reading: Reading) -> bool:
        found = ranking.evidence
        if found is None or self._judge.verdict(found) is not Judgement.ANSWER:
            return False
        if reading.word_for_word and not is_literal(found):
            return False
        return self._speaks_of(ranking, reading.about, SPOKEN_OF)

    def _speaks_of(self, ranking: Ranking, about: Sequence[str], share: float) -> bool:
        """Whether the first article's title and similar questions know that share of each text."""
        if not ranking.candidates:
            return False
        statistics, profile = self._ranker.statistics, ranking.candidates[0].profile
        return all(covered(vector(tokens(text), statistics), profile.known) >= share for text in about)

    def _changes_the_subject(
        self, question: str, ranking: Ranking, earlier: Earlier, reading: Reading | None = None
    ) -> bool:
        """Whether a short question gets an article on something else than the conversation is about.

        Of another kind of thing (`kb.contrasts`) than was named last; or of another topic, unless the
        question says itself what that article is about.
        """
        if not leans(question) or (reading and reading.about):
            return False
        first = ranking.candidates[0]
        named = kinds_in(question)
        about = {line: kinds for line, kinds in kinds_in(earlier.kinds).items() if line not in named}
        if conflict(about, first.profile.title_kinds, first.profile.question_kinds):
            return True
        if not earlier.topic or first.version.topic == earlier.topic or ranking.evidence is None:
            return False
        found = ranking.evidence
        if is_literal(found):
            return False
        return bool(fact_asked(question)) or max(found.core, found.covered - SAYS_IT_ALL) < OWN_SUBJECT

    def _tried(self, reading: Reading, ranking: Ranking) -> _Tried:
        offers = self._judge.to_offer(ranking.candidates, ranking.evidence)
        return _Tried(reading.text, ranking, offers, bool(reading.about))

    async def _offers(self, question: str, best: _Tried, tried: Sequence[_Tried]) -> tuple[Version, ...]:
        """What is worth offering: of the best reading, of each other one, and of a story's clauses.

        A clause alone is never answered directly: the rest of the story may turn its meaning.
        """
        others = [each.offers[0] for each in tried if each is not best and each.offers]
        parts = clauses(question)
        for part in parts[:MOST_CLAUSES] if len(parts) > 1 else []:
            ranking = await self._ranker.rank(part, CANDIDATES_OF_A_CLAUSE)
            others += self._judge.to_offer(ranking.candidates, ranking.evidence)[:1]
        found = [*best.offers[: OFFER_MOST - 1], *others, *best.offers[OFFER_MOST - 1 :]]
        distinct = {each.version.article_id: each for each in reversed(found)}
        ordered = [
            distinct[article_id] for article_id in dict.fromkeys(each.version.article_id for each in found)
        ]
        return tuple(each.version for each in fit_to_offer(ordered)[:OFFER_MOST])


def _understood(reading: Reading, ranking: Ranking) -> str:
    """The question that was answered; of pieces put together, what the article calls it."""
    pieced = reading.about and not reading.of_one_kind
    return ranking.candidates[0].version.title if pieced else reading.text


def _is_suggested(ranking: Ranking, reading: Reading, whole: Ranking) -> bool:
    """Whether the customer's own words suggest the reading's article, too, where that is asked for."""
    suggested = {each.version.article_id for each in whole.candidates[:OFFER_MOST]}
    return not reading.doubtful or ranking.candidates[0].version.article_id in suggested


def _worth(tried: _Tried) -> tuple[bool, bool, float]:
    """What is built on what was said before says more than the words alone."""
    found = tried.ranking.evidence
    return bool(tried.offers), tried.leaning, found.score if found else 0.0
