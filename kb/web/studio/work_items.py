"""`/staff/kb/work-items`: answers that somebody has to look at, with whom they are, and what was done."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import BadInput
from hub.ports import Clock
from hub.staff import Kind, Names, ObjectPlace, StaffCall, StaffModel, StaffRoute
from hub.staff.four_eyes import By
from hub.store.schema_staff import account
from hub.store.staff import accounts, rights
from kb.store import work_items as store
from kb.store.schema_studio import category
from kb.studio import work_items
from kb.studio.work_items import CountedItem, ItemOutcome, ItemsWanted
from kb.web.studio.rights import EDIT, READ

PAGE = 50
CAUSES_SHOWN = 5
MOST_OWNERS = 500

_AFTER = re.compile(r"(\d{4}-\d{2}-\d{2})\.(w-[0-9a-f]{12})")


async def _of_item(connection: AsyncConnection, item_id: str) -> ObjectPlace | None:
    row = await store.place_of(connection, item_id)
    return None if row is None else ObjectPlace(row.owner_id, row.branch_id)


WORK_ITEM_KIND = Kind("work_item", _of_item)
ITEM = {"item_id": "work_item"}
ONE = "/staff/kb/work-items/<item_id>"


class WorkItemsAsked(StaffModel):
    """Which items are wanted; `after`: the last one of the page before, as it was given."""

    state: str = Field(default="open", pattern="^(open|done|all)$")
    kind: str = Field(default="", pattern="^(rating|handoff|correction|)$")
    owner: str = Field(default="", max_length=32)
    article: str = Field(default="", max_length=128)
    overdue: bool = False
    after: str = Field(default="", max_length=64)


class CauseShown(StaffModel):
    """What happened to an answer of this version; `question` and `words` are masked."""

    kind: str
    version: int
    reason: str | None
    question: str
    words: str
    told_by: str
    happened_at: datetime


class WorkItemShown(StaffModel):
    """One item; `version`: the article's newest, `counts`: how often what happened, `causes`: the newest."""

    item_id: str
    article_id: str
    title: str
    topic: str | None
    version: int
    state: str
    owner_id: str | None
    owner: str
    due_on: date
    overdue: bool
    opened_at: datetime
    counts: dict[str, int]
    causes: list[CauseShown]
    outcome: str | None
    remark: str
    done_by: str
    done_at: datetime | None


class WorkItemsShown(StaffModel):
    """Items by the day on which they are due; `after`: what to ask the next page with, empty at the end."""

    items: list[WorkItemShown]
    after: str


class WorkOwner(StaffModel):
    """Somebody whom items can be given to."""

    account_id: str
    name: str


class WorkOwnersShown(StaffModel):
    """Everybody whom items can be given to."""

    owners: list[WorkOwner]


class Assign(StaffModel):
    """With whom an item is from now on (none: the article's owner), and until when."""

    owner_id: Annotated[str | None, Names("account"), Field(max_length=32)] = None
    due_on: date = Field(examples=["2026-12-31"])


class Resolve(StaffModel):
    """What was done."""

    outcome: ItemOutcome = Field(examples=["changed"])
    remark: str = Field(default="", max_length=500)


class WorkItemRoutes:
    """What editors do with work items."""

    def __init__(self, clock: Clock, zone: ZoneInfo) -> None:
        self._clock = clock
        self._zone = zone

    def routes(self) -> Sequence[StaffRoute]:
        """The routes."""
        return (
            StaffRoute(
                "GET",
                "/staff/kb/work-items",
                right=READ,
                query=WorkItemsAsked,
                answer=WorkItemsShown,
                handle=self.show,
            ),
            StaffRoute(
                "GET", "/staff/kb/work-owners", right=EDIT, answer=WorkOwnersShown, handle=self.owners
            ),
            StaffRoute(
                "POST",
                f"{ONE}/assign",
                right=EDIT,
                about=ITEM,
                body=Assign,
                handle=self.assign,
                audit="work_item.assigned",
            ),
            StaffRoute(
                "POST",
                f"{ONE}/resolve",
                right=EDIT,
                about=ITEM,
                body=Resolve,
                handle=self.resolve,
                audit="work_item.resolved",
            ),
        )

    async def show(self, call: StaffCall[Any]) -> WorkItemsShown:
        """The items within reach."""
        asked: WorkItemsAsked = call.query
        today = self._today()
        wanted = ItemsWanted(
            state="" if asked.state == "all" else asked.state,
            kind=asked.kind,
            owner=asked.owner,
            article_id=asked.article,
            overdue_on=today if asked.overdue else None,
            after=_read_after(asked.after),
        )
        within = call.reach.where(account=store.with_whom, branch=category.c.branch_id)
        found = await work_items.read_list(
            call.connection, within, wanted, most=PAGE + 1, causes=CAUSES_SHOWN
        )
        names = await _names(call.connection, found)
        last = found[PAGE - 1].row if len(found) > PAGE else None
        return WorkItemsShown(
            items=[_shown(each, names, today) for each in found[:PAGE]],
            after=f"{last.due_on.isoformat()}.{last.item_id}" if last else "",
        )

    async def owners(self, call: StaffCall[Any]) -> WorkOwnersShown:
        """Who may write articles, and lies within the asker's reach."""
        found = await rights.active_with_right(call.connection, EDIT)
        where = call.reach.where(account=account.c.account_id, branch=account.c.branch_id)
        within = await accounts.among(call.connection, [each.account_id for each in found], where)
        return WorkOwnersShown(
            owners=[
                WorkOwner(account_id=each.account_id, name=each.name)
                for each in found
                if each.account_id in within
            ][:MOST_OWNERS]
        )

    async def assign(self, call: StaffCall[Assign]) -> None:
        """Gives an item to somebody."""
        body = call.body
        await work_items.assign(call.connection, call.args["item_id"], body.owner_id, body.due_on)
        call.note(owner=body.owner_id or "", due_on=body.due_on.isoformat())

    async def resolve(self, call: StaffCall[Resolve]) -> None:
        """Closes an item."""
        by = By(call.staff.account_id, self._clock.now())
        await work_items.resolve(
            call.connection, call.args["item_id"], call.body.outcome, call.body.remark, by
        )
        call.note(outcome=call.body.outcome.value)

    def _today(self) -> date:
        return self._clock.now().astimezone(self._zone).date()


def _read_after(text: str) -> tuple[date, str] | None:
    if not text:
        return None
    found = _AFTER.fullmatch(text)
    try:
        return (date.fromisoformat(found[1]), found[2]) if found else _refuse()
    except ValueError:
        return _refuse()


def _refuse() -> tuple[date, str]:
    raise BadInput("after: not what a page of work items gave")


async def _names(connection: AsyncConnection, items: Sequence[CountedItem]) -> dict[str, str]:
    named = {each for item in items for each in (item.row.owner_id, item.row.done_by) if each}
    named |= {cause.told_by for item in items for cause in item.causes if cause.told_by}
    return await store.names_of(connection, named)


def _shown(item: CountedItem, names: dict[str, str], today: date) -> WorkItemShown:
    row = item.row
    return WorkItemShown(
        item_id=row.item_id,
        article_id=row.article_id,
        title=item.title,
        topic=row.topic,
        version=item.version,
        state=row.state,
        owner_id=row.owner_id,
        owner=names.get(row.owner_id, ""),
        due_on=row.due_on,
        overdue=row.state == "open" and row.due_on < today,
        opened_at=row.opened_at,
        counts=dict(item.counts),
        causes=[
            CauseShown(
                kind=cause.kind,
                version=cause.version,
                reason=cause.reason,
                question=cause.question,
                words=cause.words,
                told_by=names.get(cause.told_by, ""),
                happened_at=cause.happened_at,
            )
            for cause in item.causes
        ],
        outcome=row.outcome,
        remark=row.remark,
        done_by=names.get(row.done_by, ""),
        done_at=row.done_at,
    )
