"""What re-ranking has to know of an article and of a question, worked out once."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kb.contrasts import Kinds, kinds_in
from kb.model import Version
from kb.others import Names, others_in
from kb.rich.searching import searched
from kb.search.likeness import Vector, centre, vector
from kb.search.statistics import Statistics
from kb.text import tokens

FROM_TITLE, FROM_QUESTIONS, FROM_ANSWER, FROM_ANYWHERE = 0.2, 0.4, 0.2, 0.2
"""Where a customer's words come from, in the model of an article's language: its title, its similar
questions, its answer, or the language of all articles."""

PROFILES_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Profile:
    """An article.

    `questions`: its title and similar questions; `known` and `in_answer`: the tokens of these and of the
    answer; `centre`: where its questions lie; `language`: by how much it makes each token likelier (the
    logarithm of the ratio, 0 for every other token).
    """

    questions: tuple[Vector, ...]
    known: frozenset[str]
    in_answer: frozenset[str]
    centre: Mapping[str, float]
    language: Mapping[str, float]
    title_kinds: Kinds
    question_kinds: Kinds
    others: Names


@dataclass(frozen=True, slots=True)
class Asked:
    """A question.

    `surprise`: how unlikely its known tokens are in the language of all articles (minus the logarithm).
    """

    vector: Vector
    kinds: Kinds
    others: Names
    surprise: float


def read_question(question: str, statistics: Statistics) -> Asked:
    """What re-ranking has to know of a question."""
    found = vector(tokens(question), statistics)
    surprise = sum(
        -count * math.log(statistics.share(token))
        for token, count in found.counts.items()
        if statistics.knows(token)
    )
    return Asked(found, kinds_in(question), others_in(question), surprise)


def profile_of(version: Version, statistics: Statistics) -> Profile:
    """What re-ranking has to know of an article; kept for the next question."""
    return _profile(version.title, version.questions, searched(version), statistics)


@lru_cache(maxsize=PROFILES_KEPT)
def _profile(title: str, questions: tuple[str, ...], answer: str, statistics: Statistics) -> Profile:
    # Statistics compare by identity: a new index version makes new profiles, old ones fall out.
    vectors = tuple(vector(tokens(each), statistics) for each in dict.fromkeys((title, *questions)))
    asked = [token for question in questions for token in tokens(question)]
    answered = tokens(answer)
    return Profile(
        questions=vectors,
        known=frozenset().union(*(each.plain for each in vectors)),
        in_answer=frozenset(answered),
        centre=centre(each for each in vectors if each.norm),
        language=_language(tokens(title), asked, answered, statistics),
        title_kinds=kinds_in(title),
        question_kinds=kinds_in(" ".join(questions)),
        others=others_in(" ".join((title, *questions, answer))),
    )


def _language(
    title: Sequence[str], questions: Sequence[str], answer: Sequence[str], statistics: Statistics
) -> dict[str, float]:
    chances: dict[str, float] = {}
    for weight, found in ((FROM_TITLE, title), (FROM_QUESTIONS, questions), (FROM_ANSWER, answer)):
        for token, count in Counter(found).items():
            if statistics.knows(token):
                chances[token] = chances.get(token, 0.0) + weight * count / len(found)
    return {
        token: math.log1p(chance / (FROM_ANYWHERE * statistics.share(token)))
        for token, chance in chances.items()
    }
