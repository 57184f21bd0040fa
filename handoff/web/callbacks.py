"""`/staff/callbacks`: the callbacks that are to come, the soonest first; given to another, called off."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.callbacks.planning import Planning, one_to_come, to_come
from handoff.web.frames import read_task, task_id
from hub.errors import BadInput
from hub.parts import PartContext
from hub.privacy import for_view
from hub.staff import Kind, Names, ObjectPlace, Right, Scope, StaffCall, StaffModel, StaffRoute
from hub.store.schema_staff import account
from hub.store.staff import accounts

LEAD = "callbacks.lead"
RIGHTS = (
    Right(
        LEAD,
        "管理约定的回访",
        "Lead callbacks",
        given={"agent": Scope.OWN, "supervisor": Scope.ALL},
    ),
)


class CallbackShown(StaffModel):
    """One callback: when, by which way, to which number (masked), and whose it is."""

    task: str
    customer: str
    at: datetime
    by: str
    to: str
    reason: str
    account_id: str | None
    name: str


class CallbacksShown(StaffModel):
    """Those within reach, the soonest first."""

    callbacks: list[CallbackShown]


class GivenTo(StaffModel):
    """Whose it is to be; null: nobody's, so that whoever can does it."""

    account_id: Annotated[str | None, Names("account"), Field(max_length=64)]


async def _place(connection: AsyncConnection, text: str) -> ObjectPlace | None:
    try:
        each = await one_to_come(connection, read_task(text))
    except BadInput:
        return None
    if each is None:
        return None
    row = await accounts.by_id(connection, each.account_id) if each.account_id else None
    return ObjectPlace(each.account_id, row.branch_id if row is not None else None)


KINDS = (Kind("callback", _place),)


async def list_callbacks(call: StaffCall[Any]) -> CallbacksShown:
    """The callbacks within reach."""
    found = await to_come(call.connection)
    whose = {each.account_id for each in found if each.account_id}
    where = call.reach.where(account=account.c.account_id, branch=account.c.branch_id)
    within = await accounts.among(call.connection, whose, where)
    names = {each: await _name(call.connection, each) for each in within}
    every = call.reach.scope is Scope.ALL
    return CallbacksShown(
        callbacks=[
            CallbackShown(
                task=task_id(each.key),
                customer=each.key.identity[:6].upper(),
                at=each.planned.at,
                by=each.planned.by,
                to=each.planned.to,
                reason=for_view(each.reason),
                account_id=each.account_id,
                name=names.get(each.account_id or "", ""),
            )
            for each in found
            if each.account_id in within or (every and each.account_id is None)
        ]
    )


async def _name(connection: AsyncConnection, account_id: str) -> str:
    row = await accounts.by_id(connection, account_id)
    return "" if row is None else str(row.name)


def routes(context: PartContext) -> Sequence[StaffRoute]:
    """The routes of one hub process."""
    zone = ZoneInfo(context.settings.time_zone)
    planning = Planning(context.conversations, context.clock, zone)

    async def give(call: StaffCall[GivenTo]) -> None:
        """Gives one to somebody within reach, or to nobody. Raises `NotFound`."""
        key = read_task(call.args["task_id"])
        await planning.do_give(call.connection, key, call.body.account_id)
        call.note(to=call.body.account_id or "")

    async def call_off(call: StaffCall[Any]) -> None:
        """Calls one off; the customer is told. Raises `NotFound`."""
        await planning.do_call_off(call.connection, read_task(call.args["task_id"]))

    about, one = {"task_id": "callback"}, "/staff/callbacks/<task_id>"
    return (
        StaffRoute("GET", "/staff/callbacks", right=LEAD, answer=CallbacksShown, handle=list_callbacks),
        StaffRoute(
            "PUT",
            f"{one}/agent",
            right=LEAD,
            about=about,
            body=GivenTo,
            handle=give,
            audit="callback.given",
        ),
        StaffRoute("DELETE", one, right=LEAD, about=about, handle=call_off, audit="callback.called_off"),
    )
