"""Hears a question: tries its readings until one is answered directly, else gathers what to offer."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from kb.decide import OFFER_MOST, Judge, Judgement, fit_to_offer, is_literal
from kb.model import Version
from kb.ranking import Ranker, Ranking
from kb.search.likeness import covered, vector
from kb.search.rerank import Ranked
from kb.straying import belonging, strays
from kb.text import clauses
from kb.understanding.earlier import EarlierQuestion
from kb.understanding.follow_up import names_nothing, words_of
from kb.understanding.question_words import asks, content_of
from kb.understanding.reading import NEARLY_SPOKEN_OF, SPOKEN_OF, QuestionReading
from kb.understanding.readings import other_readings, own_words
from kb.understanding.subject import fact_asked

MOST_READINGS = 6
"""Other readings that are tried: it bounds the time of one answer."""

MOST_CLAUSES = 5
CANDIDATES_OF_A_CLAUSE = 10
"""Of a clause only the first article matters, so fewer are looked at."""


@dataclass(frozen=True, slots=True)
class HeardQuestion:
    """What came of a question: a direct answer by the ranking's first article, or what may be offered.

    `asks_the_subject`: together with what was asked before, it is a question about the article answered last.
    """

    understood: str
    ranking: Ranking
    direct: bool
    offers: tuple[Version, ...] = ()
    asks_the_subject: bool = False


@dataclass(frozen=True, slots=True)
class _Tried:
    """A reading that is not answered directly, and what it found.

    `spoken_of`: the first article speaks of what was added to what was said before; `sure`: these are the
    customer's own words, and enough for an article.
    """

    reading: QuestionReading
    ranking: Ranking
    spoken_of: bool = True
    sure: bool = False


class Hearing:
    """Hears what one customer asks."""

    def __init__(self, judge: Judge, ranker: Ranker) -> None:
        self._judge = judge
        self._ranker = ranker

    async def hear(
        self, question: str, earlier: EarlierQuestion, *, as_written: bool = False
    ) -> HeardQuestion:
        """Takes the first reading that is answered directly, the customer's own words before all others.

        Of another house's product no other reading is made: it could only lose the name. `as_written`: no
        letter is taken for a slip.
        """
        statistics = self._ranker.statistics
        own = own_words(question, earlier, statistics)
        whole = await self._ranker.rank(question)
        if self._is_direct(whole, own) and not strays(question, whole, earlier):
            return HeardQuestion(question, whole, direct=True)
        tried = [_Tried(own, whole, sure=self._says_by_itself(question, whole, earlier))]
        if not (whole.evidence and whole.evidence.foreign):
            others = other_readings(question, earlier, statistics, mend=not as_written)
            for reading in islice(others, MOST_READINGS):
                ranking = await self._ranker.rank(reading.text, of_one_kind=reading.of_one_kind)
                direct = self._is_direct(ranking, reading) and _is_suggested(ranking, reading, whole)
                if direct and (reading.about or not strays(question, ranking, earlier)):
                    return HeardQuestion(_understood(reading, ranking), ranking, direct=True)
                spoken_of = self._speaks_of(ranking, reading.about, NEARLY_SPOKEN_OF)
                tried.append(_Tried(reading, ranking, spoken_of))
        return await self._not_answered(question, earlier, tried)

    async def _not_answered(
        self, question: str, earlier: EarlierQuestion, tried: Sequence[_Tried]
    ) -> HeardQuestion:
        own, whole = tried[0], tried[0].ranking
        if own.sure and earlier.topic == whole.candidates[0].version.topic:
            # It only points back by its form (那…呢), and nothing that was said before makes it clearer.
            return HeardQuestion(words_of(question), whole, direct=True)
        best = max((each for each in tried if each.spoken_of), key=self._worth)
        found = await self._offers(question, best, tried, whole)
        with_earlier = (
            ranked for each in tried if each.reading.about for ranked in self._judge.to_offer(each.ranking)
        )
        offers = belonging(question, found, whole, earlier, with_earlier)
        return HeardQuestion(
            words_of(question) if best.sure else best.reading.text,
            whole,
            direct=False,
            offers=tuple(each.version for each in offers),
            asks_the_subject=not own.sure and self._asks_the_subject(question, earlier, tried),
        )

    def _is_direct(self, ranking: Ranking, reading: QuestionReading) -> bool:
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
        statistics, profile = ranking.statistics, ranking.candidates[0].profile
        return all(
            covered(vector(statistics.tokens(text), statistics), profile.known) >= share for text in about
        )

    def _says_by_itself(self, question: str, whole: Ranking, earlier: EarlierQuestion) -> bool:
        """Whether a question is sure of an article without what was said before (那存单转让呢)."""
        if names_nothing(words_of(question)) or fact_asked(question):
            return False
        return self._judge.is_sure(whole) and not strays(question, whole, earlier)

    def _asks_the_subject(self, question: str, earlier: EarlierQuestion, tried: Sequence[_Tried]) -> bool:
        """Whether, with what was said before, the last answer is found, and it knows what was added, too."""
        if earlier.waiting or not earlier.article:
            return False
        for each in tried:
            first = each.ranking.candidates[:1]
            if not each.reading.about or not first or first[0].version.article_id != earlier.article:
                continue
            statistics = each.ranking.statistics
            added = vector(statistics.tokens(content_of(words_of(question))), statistics)
            known = first[0].profile.known | first[0].profile.in_answer
            if (
                self._judge.is_sure(each.ranking)
                and added.plain
                and covered(added, known) >= NEARLY_SPOKEN_OF
            ):
                return True
        return False

    async def _offers(
        self, question: str, best: _Tried, tried: Sequence[_Tried], whole: Ranking
    ) -> list[Ranked]:
        """What is worth offering: of the best reading and of each other one; else of a story's clauses."""
        others = [
            each.ranking.candidates[0]
            for each in tried
            if each is not best and each.spoken_of and self._is_offered(each, whole)
        ]
        of_best = self._judge.to_offer(best.ranking) if self._is_offered(best, whole) else []
        if best.reading.doubtful:
            of_best = _suggested(of_best, whole)
        found = [*of_best[: OFFER_MOST - 1], *others, *of_best[OFFER_MOST - 1 :]]
        found = found or await self._offers_of_clauses(question, whole)
        distinct = {each.version.article_id: each for each in reversed(found)}
        ordered = [
            distinct[article_id] for article_id in dict.fromkeys(each.version.article_id for each in found)
        ]
        return fit_to_offer(ordered)[:OFFER_MOST] if ordered else []

    def _is_offered(self, tried: _Tried, whole: Ranking) -> bool:
        return self._judge.offers(tried.ranking) and _is_suggested(tried.ranking, tried.reading, whole)

    async def _offers_of_clauses(self, question: str, whole: Ranking) -> list[Ranked]:
        """The first article of each clause, as far as the whole story suggests it, too.

        A clause alone says little, so that whatever is nearest stands out. One that asks may bring one of the
        story's first articles; one that only tells, no other than its very first. None is answered directly:
        the rest of the story may turn its meaning.
        """
        parts, found = clauses(question), list[Ranked]()
        for part in parts[:MOST_CLAUSES] if len(parts) > 1 else []:
            ranking = await self._ranker.rank(part, CANDIDATES_OF_A_CLAUSE)
            first = ranking.candidates[:1] if self._judge.offers(ranking) else ()
            found += _suggested(first, whole, OFFER_MOST if asks(part) else 1)
        return found

    def _worth(self, tried: _Tried) -> tuple[bool, bool, int, float]:
        """What is built on what was said before says more than the words alone, unless these say it all.

        What is built on the very last thing said, and is about that, says more than what is on an older one.
        """
        found = tried.ranking.evidence
        offered = self._judge.offers(tried.ranking)
        return offered, tried.sure, len(tried.reading.about), found.score if found else 0.0


def _understood(reading: QuestionReading, ranking: Ranking) -> str:
    """The question that was answered; of pieces put together, what the article calls it."""
    pieced = reading.about and not reading.of_one_kind
    return ranking.candidates[0].version.title if pieced else reading.text


def _is_suggested(ranking: Ranking, reading: QuestionReading, whole: Ranking) -> bool:
    """Whether the customer's own words suggest the reading's article, too, where that is asked for."""
    return not reading.doubtful or bool(_suggested(ranking.candidates[:1], whole))


def _suggested(candidates: Sequence[Ranked], whole: Ranking, places: int = OFFER_MOST) -> list[Ranked]:
    """Those that are among the first of the customer's words as they stand."""
    first = {each.version.article_id for each in whole.candidates[:places]}
    return [each for each in candidates if each.version.article_id in first]
