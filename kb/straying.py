"""Whether a short message strays from what the conversation is about, and what belongs to that after all."""

from collections.abc import Iterable, Sequence

from kb.contrasts import Kinds, conflict, kinds_in
from kb.decide import OFFER_MOST, is_literal
from kb.ranking import Ranking
from kb.search.rerank import Ranked
from kb.understanding.earlier import EarlierQuestion
from kb.understanding.follow_up import leans
from kb.understanding.subject import fact_asked

OWN_SUBJECT = 0.5
"""How much of an article's core (`kb.evidence`) a short question has to name to leave the subject for it."""

SAYS_IT_ALL = 0.25
"""By how much more the article has to know of the question where that is what speaks for it."""

CANDIDATES_ON_THE_SUBJECT, ON_THE_SUBJECT_WITHIN = 5, 0.5
"""So many candidates of a message that strays, with at least this share of the best score, may belong to the
subject after all."""


def strays(question: str, ranking: Ranking, earlier: EarlierQuestion) -> bool:
    """Whether a short question finds an article on something else than the conversation is about.

    Of another kind of thing (`kb.contrasts`) than was named last; or of another topic, unless the question
    says itself what that article is about.
    """
    found = ranking.evidence
    if found is None or not leans(question):
        return False
    first = ranking.candidates[0]
    if _is_of_another_kind(first, _kinds_talked_about(question, earlier)):
        return True
    if not earlier.topic or first.version.topic == earlier.topic or is_literal(found):
        return False
    return bool(fact_asked(question)) or max(found.core, found.covered - SAYS_IT_ALL) < OWN_SUBJECT


def belonging(
    question: str,
    offers: Sequence[Ranked],
    whole: Ranking,
    earlier: EarlierQuestion,
    with_earlier: Iterable[Ranked],
) -> Sequence[Ranked]:
    """Of what may be offered to a message, what belongs to the subject of the conversation.

    All of it where the message is long or names another subject. Where it strays and nothing offered belongs,
    its own candidates may, and at last what it finds together with what was said before (`with_earlier`).
    """
    if not offers or not earlier.topic or not leans(question):
        return offers
    least = ON_THE_SUBJECT_WITHIN * offers[0].score
    if strays(question, whole, earlier):
        near = [*offers, *whole.candidates[:CANDIDATES_ON_THE_SUBJECT]]
        own = _of_the_topic(near, earlier.topic, least) or _of_the_topic(with_earlier, earlier.topic)
    elif offers[0].version.topic == earlier.topic:
        own = _of_the_topic(offers, earlier.topic)
    else:
        return offers
    kept = own[:OFFER_MOST] or offers
    about = _kinds_talked_about(question, earlier)
    return [each for each in kept if not _is_of_another_kind(each, about)] or kept


def _of_the_topic(candidates: Iterable[Ranked], topic: str, least: float = 0.0) -> list[Ranked]:
    distinct: dict[str, Ranked] = {}
    for each in candidates:
        if each.version.topic == topic and each.score >= least:
            distinct.setdefault(each.version.article_id, each)
    return list(distinct.values())


def _kinds_talked_about(question: str, earlier: EarlierQuestion) -> Kinds:
    """The kinds of things that were named before, as far as the question names none of their line."""
    named = kinds_in(question)
    return {line: kinds for line, kinds in kinds_in(earlier.kinds).items() if line not in named}


def _is_of_another_kind(candidate: Ranked, kinds: Kinds) -> bool:
    return conflict(kinds, candidate.profile.title_kinds, candidate.profile.question_kinds)
