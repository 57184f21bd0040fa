"""Keeps to the subject of a conversation: what a short message asks of the article that was answered last."""

from kb.decide import OFFER_MOST, Judge
from kb.model import Version
from kb.outcomes import Answered, Offered
from kb.ranking import Ranker
from kb.rich.saying import say
from kb.shown import as_option, source_of
from kb.understanding.earlier import Earlier
from kb.understanding.subject import fact_asked, in_steps, is_detail, lines_with

SIMPLER = "换个说法，简单来说："
SAYS = "关于“{title}”，这里是这样写的："
WHICH = "关于“{title}”，您想了解的是："


async def in_other_words(ranker: Ranker, earlier: Earlier) -> Answered | None:
    """The article that was answered last, shorter and step by step; `None` where none was or is in effect.

    Raises `StoreUnavailable`.
    """
    version = await ranker.version(earlier.article) if earlier.article else None
    said = await say(ranker.connection, version, ranker.day) if version else None
    if version is None or said is None:
        return None
    return _again(version, f"{SIMPLER}\n{in_steps(said.text)}")


async def on_the_subject(
    ranker: Ranker, judge: Judge, message: str, earlier: Earlier
) -> Answered | Offered | None:
    """What the subject has to a short message that is not answered by itself; `None` where it has nothing.

    A question that only asks for a fact (how long, how much, what to bring, where) gets the lines of the last
    answer that say it; a bare detail, or a fact that it does not say, a choice within the topic.
    Raises `Unavailable` and `StoreUnavailable`.
    """
    fact = fact_asked(message)
    if not earlier.article or earlier.waiting or not (fact or is_detail(message)):
        return None
    version = await ranker.version(earlier.article)
    if version is None:
        return None
    if fact:
        said = await say(ranker.connection, version, ranker.day)
        lines = lines_with(fact, said.text) if said else []
        if lines:
            return _again(version, "\n".join([SAYS.format(title=version.title), *lines]))
    return await _within_the_topic(ranker, judge, message, earlier, version)


async def _within_the_topic(
    ranker: Ranker, judge: Judge, message: str, earlier: Earlier, version: Version
) -> Offered | None:
    found = await ranker.rank(f"{earlier.question}，{message}")
    near = [
        each
        for each in judge.to_offer(found.candidates, found.evidence)
        if each.version.topic == version.topic
    ]
    options = tuple(as_option(each.version) for each in near[:OFFER_MOST])
    if not options:
        return None
    return Offered(WHICH.format(title=version.title), options, found.evidence, message)


def _again(version: Version, text: str) -> Answered:
    return Answered(text, source_of(version), (), understood=version.title, topic=version.topic, again=True)
