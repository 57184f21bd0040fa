"""An open choice that the next message decides: it names the kind of an article, or adds a detail."""

from collections.abc import Sequence
from dataclasses import dataclass

from kb.contrasts import conflict, kind_words, kinds_in
from kb.model import Version
from kb.ranking import Ranker
from kb.understanding.earlier import LENGTH, EarlierQuestion
from kb.understanding.follow_up import leans, words_of


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What is left of a choice, and the question as it is understood now."""

    versions: Sequence[Version]
    understood: str


async def of_the_kind_named(ranker: Ranker, message: str, earlier: EarlierQuestion) -> Narrowed | None:
    """What is left of an open choice for a message that only names a kind (是借记卡不是信用卡, 信用卡的).

    `None` where it says more, where no choice is open, and where the kind decides nothing. Raises
    `StoreUnavailable`.
    """
    words = words_of(message)
    if not earlier.offered or not leans(message) or not _is_only_a_kind(words):
        return None
    offered = await _offered(ranker, earlier)
    named = kinds_in(words)
    left = [each for each in offered if kinds_in(each.title).keys() & named.keys()]
    left = [each for each in left if not conflict(named, kinds_in(each.title), {})]
    if not left or len(left) == len(offered) > 1:
        return None
    return Narrowed(left, (words.removesuffix("的") + earlier.waiting)[:LENGTH])


async def with_a_detail(ranker: Ranker, detail: str, earlier: EarlierQuestion) -> Narrowed | None:
    """The article of an open choice that a detail (大概十五万) speaks for, if it was not the first before.

    Raises `Unavailable` and `StoreUnavailable`.
    """
    question = f"{earlier.waiting}，{detail}"
    found = await ranker.rank(question)
    first = found.candidates[0].version if found.candidates else None
    if first is None or first.article_id not in earlier.offered[1:]:
        return None
    return Narrowed([first], question[:LENGTH])


async def _offered(ranker: Ranker, earlier: EarlierQuestion) -> list[Version]:
    versions = [await ranker.version(article_id) for article_id in earlier.offered]
    return [version for version in versions if version]


def _is_only_a_kind(words: str) -> bool:
    rest = words
    for word in kind_words(words).values():
        rest = rest.replace(word, "", 1)
    return rest != words and rest in ("", "的", "的那个", "那个", "那种")
