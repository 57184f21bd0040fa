"""What the routes of queues, calendars and agents share: their rights, their kinds, versions and routes."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store import setups as store
from handoff.store.schema_routing import calendar, queue
from hub.staff import Kind, ObjectPlace, Right, Scope, StaffCall, StaffModel, StaffRoute

READ, CHANGE = "routing.read", "routing.change"
SEE_AGENTS, CHANGE_AGENTS = "agents.read", "agents.change"

_OFFICE = {"administrator": Scope.ALL, "branch_administrator": Scope.BRANCH, "supervisor": Scope.BRANCH}

RIGHTS = (
    Right(
        READ,
        "查看队列与日历",
        "See queues and calendars",
        given={"administrator": Scope.ALL, "branch_administrator": Scope.ALL, "supervisor": Scope.ALL},
    ),
    Right(CHANGE, "管理队列与日历", "Change queues and calendars", given={"administrator": Scope.ALL}),
    Right(SEE_AGENTS, "查看坐席技能", "See what agents can do", given=_OFFICE),
    Right(CHANGE_AGENTS, "管理坐席技能", "Change what agents can do", given=_OFFICE),
)

Version = Annotated[int, Field(ge=0, le=2**31, examples=[1])]
"""The version that was seen: a change of another one is refused, so that nobody overwrites another's."""

Put = Callable[[StaffCall[Any], Any, int], Awaitable[StaffModel]]
"""Writes a setup in the place of the version that was seen, 0 for none, and shows it."""


class SetupVersionSeen(StaffModel):
    """The version that was seen of what is to go."""

    version: Version


def add_and_change(
    kind: str, *, new: type[StaffModel], changed: type[StaffModel], shown: type[StaffModel], put: Put
) -> tuple[StaffRoute, StaffRoute]:
    """The routes that make and change one kind of the house's setups, which is called by `kind` and `_id`."""
    path, key = f"/staff/{kind}s", f"{kind}_id"

    async def add(call: StaffCall[Any]) -> StaffModel:
        """Makes one; raises `Conflict` where there is one of this id."""
        return await put(call, call.body.setup, 0)

    async def change(call: StaffCall[Any]) -> StaffModel:
        """Changes one; which, the path says. Raises `BadInput`, `Conflict`."""
        setup = call.body.setup.model_copy(update={key: call.args[key]})
        return await put(call, setup, call.body.version)

    return (
        StaffRoute("POST", path, right=CHANGE, body=new, answer=shown, handle=add, audit=f"{kind}.added"),
        StaffRoute(
            "PUT",
            f"{path}/<{key}>",
            right=CHANGE,
            about={key: kind},
            body=changed,
            answer=shown,
            handle=change,
            audit=f"{kind}.changed",
        ),
    )


def _house_wide(table: Table, column: str) -> Kind:
    async def place_of(connection: AsyncConnection, object_id: str) -> ObjectPlace | None:
        # The house's: only who may change everything may change one.
        return ObjectPlace() if await store.get(connection, table, object_id) is not None else None

    return Kind(column, place_of)


KINDS = (_house_wide(queue, "queue"), _house_wide(calendar, "calendar"))
