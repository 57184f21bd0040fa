"""Merges what two editors say of an article at once: who owns it, when it is looked at again, its tags."""

from datetime import date
from typing import TypeVar

from hub.errors import BadInput, Conflict
from kb.model import AboutArticle

MOST_TAGS = 20

Said = TypeVar("Said", str | None, date | None)


def merged(was: AboutArticle, wanted: AboutArticle, now: AboutArticle) -> AboutArticle:
    """What an editor changed, from what they saw (`was`), in what stands there `now`.

    Raises `Conflict` where a colleague gave another owner or date meanwhile, `BadInput` for too many tags.
    """
    tags = wanted.tags if now.tags == was.tags else _tags(was.tags, wanted.tags, now.tags)
    if len(tags) > MOST_TAGS:
        raise BadInput(f"an article may have {MOST_TAGS} tags at most")
    return AboutArticle(
        owner_id=_one(was.owner_id, wanted.owner_id, now.owner_id),
        review_by=_one(was.review_by, wanted.review_by, now.review_by),
        tags=tags,
    )


def _one(was: Said, wanted: Said, now: Said) -> Said:
    if wanted == was:
        return now
    if now in (was, wanted):
        return wanted
    raise Conflict("a colleague has set it meanwhile")


def _tags(was: tuple[str, ...], wanted: tuple[str, ...], now: tuple[str, ...]) -> tuple[str, ...]:
    """Those that stand there without what was taken away, and behind them what was added."""
    kept = [tag for tag in now if tag in wanted or tag not in was]
    return (*kept, *(tag for tag in wanted if tag not in was and tag not in kept))
