"""Hears a question: tries its readings until one is answered directly, else gathers what to offer."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from kb.contrasts import Kinds, conflict, kinds_in
from kb.decide import OFFER_MOST, Judge, Judgement, fit_to_offer, is_literal
from kb.model import Version
from kb.ranking import Ranker, Ranking
from kb.search.likeness import covered, vector
from kb.search.rerank import Ranked
from kb.text import clauses, tokens
from kb.understanding.earlier import Earlier
from kb.understanding.follow_up import leans, names_nothing, words_of
from kb.understanding.question_words import content_of
from kb.understanding.reading import NEARLY_SPOKEN_OF, SPOKEN_OF, Reading
from kb.understanding.readings import other_readings, own_words
from kb.understanding.subject import fact_asked

MOST_READINGS = 6
"""Other readings that are tried: it bounds the time of one answer."""

OWN_SUBJECT = 0.5
"""How much of an article's core (`kb.evidence`) a short question has to name to leave the subject for it."""

SAYS_IT_ALL = 0.25
"""By how much more the article has to know of the question where that is what speaks for it."""

CANDIDATES_ON_THE_SUBJECT = 5
ON_THE_SUBJECT_WITHIN = 0.5
"""Of a short question that strays: so many of its candidates, with at least this share of the best score, may
belong to the subject after all."""

MOST_CLAUSES = 5
CANDIDATES_OF_A_CLAUSE = 10
"""Of a clause only the first article matters, so fewer are looked at."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of a question: a direct answer by the ranking's first article, or what may be offered.

    `asks_the_subject`: put together with what was asked before, it is a question about the article answered last.
    """

    understood: str
    ranking: Ranking
    direct: bool
    offers: tuple[Version, ...] = ()
    asks_the_subject: bool = False


@dataclass(frozen=True, slots=True)
class _Tried:
    text: str
    ranking: Ranking
    offers: list[Ranked]
    leaning: bool
    sure: bool


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
        tried = [self._tried(own, whole, whole, sure=self._says_by_itself(question, whole, earlier))]
        asks_the_subject = False
        if not (whole.evidence and whole.evidence.foreign):
            others = other_readings(question, earlier, statistics, mend=not as_written)
            for reading in islice(others, MOST_READINGS):
                ranking = await self._ranker.rank(reading.text, of_one_kind=reading.of_one_kind)
                direct = self._is_direct(ranking, reading) and _is_suggested(ranking, reading, whole)
                if direct and not self._changes_the_subject(question, ranking, earlier, reading):
                    return Heard(_understood(reading, ranking), ranking, direct=True)
                asks_the_subject |= self._asks_the_subject(question, ranking, reading, earlier)
                if self._speaks_of(ranking, reading.about, NEARLY_SPOKEN_OF):
                    tried.append(self._tried(reading, ranking, whole))
        best = max(tried, key=_worth)
        found = await self._offers(question, best, tried, whole)
        offers = tuple(each.version for each in self._on_the_subject(question, found, whole, earlier))
        return Heard(best.text, whole, direct=False, offers=offers, asks_the_subject=asks_the_subject)

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
        if conflict(_kinds_talked_about(question, earlier), first.profile.title_kinds, first.profile.question_kinds):
            return True
        if not earlier.topic or first.version.topic == earlier.topic or ranking.evidence is None:
            return False
        found = ranking.evidence
        if is_literal(found):
            return False
        return bool(fact_asked(question)) or max(found.core, found.covered - SAYS_IT_ALL) < OWN_SUBJECT

    def _says_by_itself(self, question: str, whole: Ranking, earlier: Earlier) -> bool:
        """Whether a short question is sure of an article without what was said before (那普通定期提前取呢)."""
        found = whole.evidence
        if found is None or names_nothing(words_of(question)) or fact_asked(question):
            return False
        sure = self._judge.verdict(found) is Judgement.ANSWER
        return sure and not self._changes_the_subject(question, whole, earlier)

    def _asks_the_subject(
        self, question: str, ranking: Ranking, reading: Reading, earlier: Earlier
    ) -> bool:
        """Whether a reading with what was said before finds the last answer, which knows what was added, too."""
        if not reading.about or not self._judge.finds(ranking, earlier.article):
            return False
        profile = ranking.candidates[0].profile
        added = vector(tokens(content_of(words_of(question))), ranking.statistics)
        return bool(added.plain) and covered(added, profile.known | profile.in_answer) >= NEARLY_SPOKEN_OF

    def _on_the_subject(
        self, question: str, offers: Sequence[Ranked], whole: Ranking, earlier: Earlier
    ) -> Sequence[Ranked]:
        """Of what may be offered to a short message, what belongs to the subject of the conversation.

        All of it, where the message names another subject.
        """
        if not offers or not leans(question) or not earlier.topic:
            return offers
        strays = self._changes_the_subject(question, whole, earlier)
        if offers[0].version.topic != earlier.topic and not strays:
            return offers
        near = [*offers, *whole.candidates[:CANDIDATES_ON_THE_SUBJECT]] if strays else offers
        least = ON_THE_SUBJECT_WITHIN * offers[0].score
        own = {
            each.version.article_id: each
            for each in near
            if each.version.topic == earlier.topic and each.score >= least
        }
        kept = list(own.values())[:OFFER_MOST] or offers
        return self._of_the_kind_talked_about(question, kept, earlier)

    def _of_the_kind_talked_about(
        self, question: str, offers: Sequence[Ranked], earlier: Earlier
    ) -> Sequence[Ranked]:
        about = _kinds_talked_about(question, earlier)
        same = [
            each
            for each in offers
            if not conflict(about, each.profile.title_kinds, each.profile.question_kinds)
        ]
        return same or offers

    def _tried(
        self, reading: Reading, ranking: Ranking, whole: Ranking, *, sure: bool = False
    ) -> _Tried:
        offers = self._judge.to_offer(ranking)
        if reading.doubtful:
            offers = _suggested(offers, whole)
        return _Tried(reading.text, ranking, offers, bool(reading.about), sure)

    async def _offers(
        self, question: str, best: _Tried, tried: Sequence[_Tried], whole: Ranking
    ) -> list[Ranked]:
        """What is worth offering: of the best reading and of each other one; else of a story's clauses."""
        others = [each.offers[0] for each in tried if each is not best and each.offers]
        found = [*best.offers[: OFFER_MOST - 1], *others, *best.offers[OFFER_MOST - 1 :]]
        found = found or await self._offers_of_clauses(question, whole)
        distinct = {each.version.article_id: each for each in reversed(found)}
        ordered = [
            distinct[article_id] for article_id in dict.fromkeys(each.version.article_id for each in found)
        ]
        return fit_to_offer(ordered)[:OFFER_MOST] if ordered else []

    async def _offers_of_clauses(self, question: str, whole: Ranking) -> list[Ranked]:
        """The first article of each clause, as far as the whole story suggests it, too.

        A clause alone says little, so that whatever is nearest stands out; and it is never answered directly:
        the rest of the story may turn its meaning.
        """
        parts, found = clauses(question), list[Ranked]()
        for part in parts[:MOST_CLAUSES] if len(parts) > 1 else []:
            ranking = await self._ranker.rank(part, CANDIDATES_OF_A_CLAUSE)
            found += self._judge.to_offer(ranking)[:1]
        return _suggested(found, whole)


def _kinds_talked_about(question: str, earlier: Earlier) -> Kinds:
    """The kinds of things that were named before, as far as the question names no other of their line."""
    named = kinds_in(question)
    return {line: kinds for line, kinds in kinds_in(earlier.kinds).items() if line not in named}


def _understood(reading: Reading, ranking: Ranking) -> str:
    """The question that was answered; of pieces put together, what the article calls it."""
    pieced = reading.about and not reading.of_one_kind
    return ranking.candidates[0].version.title if pieced else reading.text


def _is_suggested(ranking: Ranking, reading: Reading, whole: Ranking) -> bool:
    """Whether the customer's own words suggest the reading's article, too, where that is asked for."""
    return not reading.doubtful or bool(_suggested(ranking.candidates[:1], whole))


def _suggested(candidates: Sequence[Ranked], whole: Ranking) -> list[Ranked]:
    """Those that are among the first of the customer's words as they stand."""
    first = {each.version.article_id for each in whole.candidates[:OFFER_MOST]}
    return [each for each in candidates if each.version.article_id in first]


def _worth(tried: _Tried) -> tuple[bool, bool, bool, float]:
    """What is built on what was said before says more than the words alone, unless these say it all."""
    found = tried.ranking.evidence
    return bool(tried.offers), tried.sure, tried.leaning, found.score if found else 0.0
