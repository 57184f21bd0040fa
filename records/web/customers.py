"""`/staff/records/…`: who is meant, what there is of them, what is held, and for how long things are kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.settings import Settings
from hub.staff import StaffCall, StaffModel, StaffRoute
from hub.store.metadata import metadata
from records.left import OUTSIDE, LeftBehind
from records.persons import KEPT, RecordedPerson, find_person, tables_of
from records.retention import KINDS, read_retention
from records.rights import ASK, CUSTOMER, READ, house
from records.store import holds, requests

MOST_FOUND = 20
MOST_HELD = 200


class Sought(StaffModel):
    """The beginning of a customer's number, or what they are called on their channel, whole."""

    text: Annotated[str, Field(min_length=6, max_length=256, examples=["abcdef"])]


class CustomerFound(StaffModel):
    """One customer on one channel; `customer`: the number by which the desk calls them."""

    who: str
    customer: str
    channel: str
    since: datetime


class FoundShown(StaffModel):
    """Who may be meant, the newest first; `more` where there are others still."""

    customers: list[CustomerFound]
    more: bool


class Counted(StaffModel):
    """A table, or something else of the house, and how much of it is a customer's; 0 where nobody knows."""

    what: str
    count: int


class Hold(StaffModel):
    """A hold that stands; `who`: the customer, where they are still known."""

    reference: str
    since: datetime
    who: str = ""


class RecordsOfCustomerShown(StaffModel):
    """What there is of a customer: what an erasure removes, what it leaves, and what stands in its way."""

    who: str
    identities: list[CustomerFound]
    removable: list[Counted]
    kept: list[Counted]
    holds: list[Hold]
    open_conversations: int


class HoldsShown(StaffModel):
    """Holds that stand, the newest first; at most 200."""

    holds: list[Hold]


class Kept(StaffModel):
    """For how many days a kind is kept; None: for good."""

    kind: str
    days: int | None


class RetentionShown(StaffModel):
    """How long what is kept."""

    kinds: list[Kept]


def routes(settings: Settings) -> Sequence[StaffRoute]:
    """The routes of one hub process."""
    days = read_retention(settings.retention_days)

    async def retention(call: StaffCall[Any]) -> RetentionShown:
        """For how long what is kept."""
        return RetentionShown(kinds=[Kept(kind=kind, days=days.get(kind)) for kind in KINDS])

    return (
        StaffRoute(
            "GET",
            "/staff/records/found",
            right=ASK,
            query=Sought,
            answer=FoundShown,
            handle=find,
            audit="customer.sought",
        ),
        StaffRoute(
            "GET",
            "/staff/records/customers/<who>",
            right=ASK,
            about={"who": CUSTOMER},
            answer=RecordsOfCustomerShown,
            handle=show,
            audit="customer.looked_up",
        ),
        StaffRoute("GET", "/staff/records/holds", right=READ, answer=HoldsShown, handle=held),
        StaffRoute("GET", "/staff/records/retention", right=READ, answer=RetentionShown, handle=retention),
    )


async def find(call: StaffCall[Any]) -> FoundShown:
    """Customers of whom somebody knows a number."""
    if not await call.reach.covers(call.connection, await house(call.connection)):
        return FoundShown(customers=[], more=False)
    rows = await requests.found(call.connection, call.query.text, MOST_FOUND + 1)
    call.note(found=len(rows))
    return FoundShown(customers=[_found(row) for row in rows[:MOST_FOUND]], more=len(rows) > MOST_FOUND)


async def show(call: StaffCall[Any]) -> RecordsOfCustomerShown:
    """What there is of a customer, as counts."""
    connection = call.connection
    person = await find_person(connection, call.args["who"])
    removable, kept = await _counted(connection, person)
    standing = await holds.standing(connection, person.contact_ids)
    return RecordsOfCustomerShown(
        who=call.args["who"].partition(".")[0],
        identities=[_found(row) for row in person.identities],
        removable=removable,
        kept=[*kept, *(counted(each) for each in OUTSIDE)],
        holds=[Hold(reference=row.reference, since=row.placed_at) for row in standing],
        open_conversations=await _open(connection, person),
    )


async def held(call: StaffCall[Any]) -> HoldsShown:
    """Every hold that stands."""
    if not await call.reach.covers(call.connection, await house(call.connection)):
        return HoldsShown(holds=[])
    rows = await requests.held(call.connection, MOST_HELD)
    shown = [Hold(reference=row.reference, since=row.placed_at, who=row.who or "") for row in rows]
    return HoldsShown(holds=shown)


def counted(left: LeftBehind) -> Counted:
    """What is left, for a screen."""
    return Counted(what=left.what, count=left.amount)


def _found(row: Any) -> CustomerFound:
    key = row.identity_key
    return CustomerFound(who=key, customer=key[:6].upper(), channel=row.channel, since=row.created_at)


async def _counted(
    connection: AsyncConnection, person: RecordedPerson
) -> tuple[list[Counted], list[Counted]]:
    removable: list[Counted] = []
    kept: list[Counted] = []
    for table, condition in tables_of(person):
        count = select(func.count()).select_from(table).where(condition)
        rows = (await connection.execute(count)).scalar_one()
        if rows:
            (kept if table.name in KEPT else removable).append(Counted(what=table.name, count=rows))
    return sorted(removable, key=lambda each: each.what), sorted(kept, key=lambda each: each.what)


async def _open(connection: AsyncConnection, person: RecordedPerson) -> int:
    talks = metadata.tables["conversation"].c
    query = select(func.count()).where(talks.identity_key.in_(person.keys) & talks.closed_at.is_(None))
    return int((await connection.execute(query)).scalar_one())
