"""Keeps to the subject of a conversation: what a short message asks of the article that was answered last."""

from dataclasses import replace

from kb.choice import Narrowed, of_the_kind_named, with_a_detail
from kb.decide import OFFER_MOST, Judge
from kb.model import Version
from kb.outcomes import Answered, Offered, ShownAgain
from kb.ranking import Ranker
from kb.rich.saying import SaidAnswer
from kb.shown import answer_of, as_option
from kb.understanding.earlier import EarlierQuestion
from kb.understanding.follow_up import words_of
from kb.understanding.question_words import content_of, topic_of
from kb.understanding.subject import fact_asked, in_steps, is_detail, lines_saying, lines_with

SIMPLER = "换个说法，简单来说："
SAYS = "关于“{title}”，这里是这样写的："
WHICH = "好的，我们在说“{title}”。您还想了解："
MORE = "好的，我们在说“{title}”。您想问哪一点可以直接告诉我；要按您的情况核实，请转人工："
FIRST = "好的。请先告诉我您说的是哪一个："
MEANT = "好的。您要问的是："
PERSON = "“{title}”这件事，可以请同事一步一步为您说明："

SUBJECT_LENGTH = 4
"""Characters at the beginning of a question that name what it is about, where only a fact is asked for."""


async def in_other_words(ranker: Ranker, earlier: EarlierQuestion) -> Answered | Offered | None:
    """The article that was answered last, shorter and step by step; once that was done, a person alone.

    `None` where no article was answered or it is no longer in effect. Raises `StoreUnavailable`.
    """
    version = await ranker.version(earlier.article) if earlier.article else None
    said = await ranker.said(version) if version else None
    if version is None or said is None:
        return None
    if earlier.explained == version.article_id:
        return Offered(PERSON.format(title=version.title), (), None, version.title, kept=True)
    return _again(version, said, f"{SIMPLER}\n{in_steps(said.text)}", ShownAgain.SIMPLER)


async def of_an_open_choice(
    ranker: Ranker, message: str, earlier: EarlierQuestion
) -> Answered | Offered | None:
    """The article of an open choice whose kind a message names, or those that are left of it.

    `None` where no choice is open or the message does not decide it. Raises `StoreUnavailable`.
    """
    left = await of_the_kind_named(ranker, message, earlier)
    if left is None:
        return None
    said = await ranker.said(left.versions[0]) if len(left.versions) == 1 else None
    return answer_of(left.versions[0], said) if said else _left(left)


async def about_the_subject(ranker: Ranker, message: str, earlier: EarlierQuestion) -> Answered | None:
    """What the last answer says to a short question about it: the lines with its words, else all, shorter.

    Raises `StoreUnavailable`.
    """
    version = await ranker.version(earlier.article)
    said = await ranker.said(version) if version else None
    if version is None or said is None:
        return None
    lines = lines_saying(content_of(words_of(message)), said.text) or [in_steps(said.text)]
    return _again(version, said, "\n".join([SAYS.format(title=version.title), *lines]), ShownAgain.PART)


async def on_the_subject(
    ranker: Ranker, judge: Judge, message: str, earlier: EarlierQuestion
) -> Answered | Offered | None:
    """What the subject has to a short message that is not answered by itself; `None` where it has nothing.

    A question that only asks for a fact (how long, how much, what to bring, where) gets the lines of the last
    answer that say it; a bare detail, or a fact that it does not say, a choice of the topic's other articles.
    Raises `Unavailable` and `StoreUnavailable`.
    """
    fact = fact_asked(message)
    if not (fact or is_detail(message)):
        return None
    if earlier.waiting:
        left = None if fact else await with_a_detail(ranker, message, earlier)
        return _left(left) if left else await _offered_once_more(ranker, earlier)
    version = await ranker.version(earlier.article) if earlier.article else None
    if version is None:
        return None
    if fact:
        said = await ranker.said(version)
        lines = lines_with(fact, said.text) if said else []
        if said and lines:
            return _again(
                version, said, "\n".join([SAYS.format(title=version.title), *lines]), ShownAgain.PART
            )
    about = topic_of(earlier.question)[:SUBJECT_LENGTH] if fact else f"{earlier.title}，"
    found = await ranker.rank(about + message)
    near = [
        each
        for each in judge.to_offer(found)
        if each.version.topic == version.topic and each.version.article_id != version.article_id
    ]
    options = tuple(as_option(each.version) for each in near[:OFFER_MOST])
    prompt = (WHICH if options else MORE).format(title=version.title)
    return Offered(prompt, options, found.evidence, message, kept=True)


async def _offered_once_more(ranker: Ranker, earlier: EarlierQuestion) -> Offered | None:
    """The choice that is still open: it decides what a fact or a detail is about."""
    versions = [await ranker.version(article_id) for article_id in earlier.offered]
    options = tuple(as_option(version) for version in versions if version)
    return Offered(FIRST, options, None, earlier.waiting, kept=True) if options else None


def _left(left: Narrowed) -> Offered:
    options = tuple(as_option(version) for version in left.versions)
    return Offered(MEANT, options, None, left.understood)


def _again(version: Version, said: SaidAnswer, text: str, how: ShownAgain) -> Answered:
    """The article once more; a part of it may say none of its values."""
    since = None if how is ShownAgain.PART else said.values_from
    return replace(answer_of(version, said), text=text, links=(), blocks=(), again=how, values_from=since)
