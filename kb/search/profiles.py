"""What re-ranking has to know of an article and of a question, worked out once."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache

from kb.contrasts import Kinds, kinds_in
from kb.english import is_english_text
from kb.model import Version
from kb.others import Names, others_in
from kb.qualifiers import Qualifiers, qualifiers_in
from kb.rich.searching import searched
from kb.search.likeness import Vector, length, vector
from kb.search.statistics import Statistics
from kb.search.words import KEPT, words_in
from kb.text import normalise

FROM_TITLE, FROM_QUESTIONS, FROM_ANSWER, FROM_ANYWHERE = 0.2, 0.4, 0.2, 0.2
"""Where a customer's words come from, in the model of an article's language: its title, its similar
questions, its answer, or the language of all articles."""

PROFILES_KEPT = 20_000


Places = tuple[tuple[int, float], ...]
"""The number of each of an article's texts that has a token, with the token's weight there."""


@dataclass(frozen=True, slots=True)
class ArticleProfile:
    """An article as questions of one language meet it.

    `texts`: its title and similar questions in that language, each once, none where it has none; `norms` and
    `totals`: the lengths and sums of their vectors; `places`: where each of their tokens stands; `centre`:
    the direction in which they lie together, of length 1; `in_answer`: the tokens of the answer; `language`:
    by how much the article makes each token likelier (the logarithm of the ratio, 0 for every other token);
    `qualifiers`: what its title and similar questions name of `kb.qualifiers`.
    """

    texts: tuple[str, ...]
    norms: tuple[float, ...]
    totals: tuple[float, ...]
    places: Mapping[str, Places]
    centre: Mapping[str, float]
    in_answer: frozenset[str]
    language: Mapping[str, float]
    title_kinds: Kinds
    question_kinds: Kinds
    others: Names
    qualifiers: Qualifiers

    @property
    def known(self) -> Set[str]:
        """The tokens of the title and the similar questions."""
        return self.places.keys()

    def share(self, token: str) -> float:
        """The share of the title and the similar questions that have a token."""
        return len(self.places[token]) / len(self.texts)

    def tokens_of(self, number: int) -> list[str]:
        """The tokens of one of the texts."""
        return [token for token, found in self.places.items() if any(at == number for at, _ in found)]


@dataclass(frozen=True, slots=True)
class QuestionProfile:
    """A question.

    `surprise`: how unlikely its known tokens are in the language of all articles (minus the logarithm).
    `english`: it is asked in English, so it meets the articles' English texts.
    """

    text: str
    vector: Vector
    kinds: Kinds
    others: Names
    surprise: float
    english: bool = False


def read_question(question: str, statistics: Statistics, *, english: bool = False) -> QuestionProfile:
    """What re-ranking has to know of a question, in English or not."""
    found = vector(statistics.tokens(question), statistics)
    surprise = sum(
        -count * math.log(statistics.share(token))
        for token, count in found.counts.items()
        if statistics.knows(token)
    )
    return QuestionProfile(question, found, kinds_in(question), others_in(question), surprise, english)


def english_texts(version: Version) -> tuple[str, ...]:
    """The article's similar questions in English; the first is what it is called in English."""
    return tuple(each for each in version.questions if is_english_text(normalise(each)))


@dataclass(frozen=True, slots=True)
class _Content:
    """A version, told from others by what it says: hashing and comparing it is short."""

    content_hash: str
    version: Version = field(compare=False)


def profile_of(version: Version, statistics: Statistics, *, english: bool = False) -> ArticleProfile:
    """What re-ranking has to know of an article, in English or not; kept for the next question.

    The languages are kept apart: what is said in the one makes nothing likelier in the other.
    """
    return _profile(_Content(version.content_hash, version), statistics, english)


@lru_cache(maxsize=PROFILES_KEPT)
def _profile(content: _Content, statistics: Statistics, english: bool) -> ArticleProfile:
    # Statistics compare by identity: a new index version makes new profiles, old ones fall out.
    said, words = _said(content, english), words_in(content.version, statistics.synonyms)
    tokens_of = dict(
        zip((content.version.title, *content.version.questions), (words.title, *words.questions), strict=True)
    )
    found = {text: tokens_of[text] for text in (*said.titles, *said.questions)}
    vectors = [vector(each, statistics) for each in found.values()]
    called = [token for title in said.titles for token in found[title]]
    asked = [token for question in said.questions for token in found[question]]
    answered = () if english else words.answer
    places = _places(vectors)
    return ArticleProfile(
        texts=tuple(found),
        norms=tuple(each.norm for each in vectors),
        totals=tuple(each.total for each in vectors),
        places=places,
        centre=_centre(places, vectors),
        in_answer=frozenset(answered),
        language=_language(called, asked, answered, statistics),
        title_kinds=said.title_kinds,
        question_kinds=said.question_kinds,
        others=said.others,
        qualifiers=said.qualifiers,
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """What a version says in one language, and names there: whatever is known of it without statistics."""

    titles: tuple[str, ...]
    questions: tuple[str, ...]
    title_kinds: Kinds
    question_kinds: Kinds
    others: Names
    qualifiers: Qualifiers


@lru_cache(maxsize=KEPT)
def _said(content: _Content, english: bool) -> _Said:
    titles, questions, answer = _texts(content.version, english)
    return _Said(
        titles,
        questions,
        title_kinds=kinds_in(" ".join(titles)),
        question_kinds=kinds_in(" ".join(questions)),
        others=others_in(" ".join((*titles, *questions, answer))),
        qualifiers=qualifiers_in(" ".join((*titles, *questions))),
    )


def _texts(version: Version, english: bool) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """The title, the similar questions and the answer as far as they are in the language."""
    foreign = english_texts(version)
    if english:
        return foreign[:1], foreign[1:], ""
    questions = tuple(each for each in version.questions if each not in foreign)
    return (version.title,), questions, searched(version)


def _places(vectors: Sequence[Vector]) -> dict[str, Places]:
    places: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, each in enumerate(vectors):
        for token, weight in each.weights.items():
            places[token].append((number, weight))
    return {token: tuple(found) for token, found in places.items()}


def _centre(places: Mapping[str, Places], vectors: Sequence[Vector]) -> dict[str, float]:
    # Each text has the same say.
    summed = {
        token: sum(weight / vectors[number].norm for number, weight in found)
        for token, found in places.items()
    }
    whole = length(summed.values())
    return {token: weight / whole for token, weight in summed.items()}


def _language(
    title: Sequence[str], questions: Sequence[str], answer: Sequence[str], statistics: Statistics
) -> dict[str, float]:
    chances: defaultdict[str, float] = defaultdict(float)
    for weight, found in ((FROM_TITLE, title), (FROM_QUESTIONS, questions), (FROM_ANSWER, answer)):
        for token, count in Counter(found).items():
            chances[token] += weight * count / len(found)
    return {
        token: math.log1p(chance / (FROM_ANYWHERE * statistics.share(token)))
        for token, chance in chances.items()
        if statistics.knows(token)
    }
