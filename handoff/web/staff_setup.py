"""What the routes of queues, calendars and agents share: their rights, their kinds, and versions."""

from typing import Annotated

from pydantic import Field
from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store import setups as store
from handoff.store.schema_routing import calendar, queue
from hub.staff import Kind, Place, Right, Scope, StaffModel

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


class Seen(StaffModel):
    """The version that was seen of what is to go."""

    version: Version


def _house_wide(table: Table, column: str) -> Kind:
    async def place_of(connection: AsyncConnection, object_id: str) -> Place | None:
        # The house's: only who may change everything may change one.
        return Place() if await store.get(connection, table, object_id) is not None else None

    return Kind(column, place_of)


KINDS = (_house_wide(queue, "queue"), _house_wide(calendar, "calendar"))
