"""Work items (答案待办): answers that somebody has to look at, because of what became of them.

An article has one open item at a time; each thumb down, hand-off or correction is a cause of it. Each
function works in the caller's transaction. Nothing of a customer is kept but masked words.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import Conflict, NotFound
from hub.privacy import for_view
from hub.staff.four_eyes import By
from kb.store import work_items as store
from kb.store.drafts import titles_of
from kb.store.work_items import CauseKey

QUESTION_LIMIT, WORDS_LIMIT = 200, 2000
"""Characters that are kept of what was asked, and of what was said to the answer."""


class CauseKind(StrEnum):
    """What happened to an answer."""

    RATING = "rating"  # a thumb down
    HANDOFF = "handoff"  # the customer was handed to a person right after it
    CORRECTION = "correction"  # an agent gave another answer


_DAYS = {CauseKind.RATING: 5, CauseKind.HANDOFF: 5, CauseKind.CORRECTION: 2}
"""Days until an item is due, by what opened it: an agent who corrects an answer knows that it is wrong."""


class ItemOutcome(StrEnum):
    """What was done."""

    CHANGED = "changed"  # the article says something else now
    QUESTIONS = "questions"  # it has other similar questions
    RIGHT = "right"  # the answer was right
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SaidToAnswer:
    """What was asked, and said to the answer, as it was; `told_by`: the agent who did."""

    question: str = ""
    words: str = ""
    reason: str | None = None
    told_by: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerCause:
    """One thing that happened to an answer."""

    key: CauseKey
    article_id: str
    version: int
    happened_at: datetime
    day: date
    """The house's day."""

    said: SaidToAnswer


@dataclass(frozen=True, slots=True)
class ItemsWanted:
    """Which items are looked for; `overdue_on`: those that were due before this day."""

    state: str = "open"
    kind: str = ""
    owner: str = ""
    article_id: str = ""
    overdue_on: date | None = None
    after: tuple[date, str] | None = None


@dataclass(frozen=True, slots=True)
class CountedItem:
    """An item with how often what happened, and the newest causes."""

    row: Any
    title: str
    version: int
    counts: Mapping[str, int] = field(default_factory=dict)
    causes: tuple[Any, ...] = ()


async def add_cause(connection: AsyncConnection, cause: AnswerCause) -> str:
    """Puts what happened on the article's open item, or opens one; told again, the last word counts."""
    due_on = cause.day + timedelta(days=_DAYS[CauseKind(cause.key.kind)])
    item_id = await store.open_item(
        connection,
        f"w-{secrets.token_hex(6)}",
        cause.article_id,
        due_on=due_on,
        opened_at=cause.happened_at,
    )
    before = await store.item_of_cause(connection, cause.key)
    if before is not None and before != item_id:
        await _leave(connection, cause.key, before)
    await store.save_cause(
        connection,
        cause.key,
        item_id=item_id,
        version=cause.version,
        reason=cause.said.reason,
        question=_kept(cause.said.question, QUESTION_LIMIT),
        words=_kept(cause.said.words, WORDS_LIMIT),
        told_by=cause.said.told_by,
        happened_at=cause.happened_at,
    )
    return item_id


async def take_back(connection: AsyncConnection, key: CauseKey) -> None:
    """Takes a cause back; an open item without any is gone."""
    item_id = await store.item_of_cause(connection, key)
    if item_id is not None:
        await _leave(connection, key, item_id)


async def assign(connection: AsyncConnection, item_id: str, owner_id: str | None, due_on: date) -> None:
    """Gives an open item to somebody (None: the article's owner); raises `NotFound`, `Conflict`."""
    await _open_one(connection, item_id)
    await store.change(connection, item_id, owner_id=owner_id, due_on=due_on)


async def resolve(
    connection: AsyncConnection, item_id: str, outcome: ItemOutcome, remark: str, by: By
) -> None:
    """Closes an open item with what was done; raises `NotFound`, `Conflict`."""
    await _open_one(connection, item_id)
    await store.change(
        connection,
        item_id,
        state="done",
        open_for=None,
        outcome=outcome.value,
        remark=remark,
        done_by=by.account_id,
        done_at=by.now,
    )


async def read_list(
    connection: AsyncConnection, within: Any, wanted: ItemsWanted, *, most: int, causes: int
) -> list[CountedItem]:
    """The items within a condition, by the day on which they are due, each with so many causes at most."""
    rows = await store.listed(
        connection,
        within,
        state=wanted.state,
        kind=wanted.kind,
        owner=wanted.owner,
        article_id=wanted.article_id,
        overdue_on=wanted.overdue_on,
        after=wanted.after,
        limit=most,
    )
    return await _with_causes(connection, rows, causes)


async def _with_causes(connection: AsyncConnection, rows: Any, most: int) -> list[CountedItem]:
    item_ids = [row.item_id for row in rows]
    articles = {row.article_id for row in rows}
    titles = await titles_of(connection, list(articles))
    versions = await store.versions_of(connection, articles)
    counts = await store.counts(connection, item_ids)
    found: dict[str, list[Any]] = {item_id: [] for item_id in item_ids}
    for cause in await store.causes(connection, item_ids, most):
        found[cause.item_id].append(cause)
    return [
        CountedItem(
            row,
            titles.get(row.article_id, row.article_id),
            versions.get(row.article_id, 0),
            counts[row.item_id],
            tuple(found[row.item_id]),
        )
        for row in rows
    ]


async def _leave(connection: AsyncConnection, key: CauseKey, item_id: str) -> None:
    await store.drop_cause(connection, key)
    if not await store.has_causes(connection, item_id):
        await store.drop_open(connection, item_id)


async def _open_one(connection: AsyncConnection, item_id: str) -> None:
    row = await store.one(connection, item_id, lock=True)
    if row is None:
        raise NotFound("there is no such work item")
    if row.state != "open":
        raise Conflict("the work item is done already", state=row.state)


def _kept(text: str, most: int) -> str:
    """The text as it may be kept: no secret, personal data masked, nothing that steers a terminal."""
    lines = (
        "".join(char if char.isprintable() else " " for char in line) for line in for_view(text).splitlines()
    )
    return "\n".join(line.strip() for line in lines if line.strip())[:most]
