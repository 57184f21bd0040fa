"""`/staff/tasks/<task_id>/hand`: an agent asks for help with a conversation that is theirs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from handoff.web.frames import read_task
from hub.ports import Clock
from hub.staff import StaffCall, StaffModel, StaffRoute
from supervision.rights import SERVE
from supervision.store import hands


class HandBody(StaffModel):
    """Up, or down."""

    up: Annotated[bool, Field(examples=[True])]


class HandShown(StaffModel):
    """Since when the agent's hand is up in the conversation; none where it is not."""

    since: datetime | None


def routes(clock: Clock) -> Sequence[StaffRoute]:
    """The routes of one hub process."""

    async def hand(call: StaffCall[HandBody]) -> HandShown:
        """Puts the agent's hand up in a conversation that is theirs, or takes it down."""
        key, who = read_task(call.args["task_id"]), call.staff.account_id
        since = await hands.since(call.connection, key, who)
        if call.body.up and since is None:
            await hands.add(call.connection, key, who, clock.now())
        elif not call.body.up:
            await hands.lower(call.connection, key, who, clock.now())
        call.note(up=call.body.up)
        return HandShown(since=await hands.since(call.connection, key, who))

    async def hand_shown(call: StaffCall[Any]) -> HandShown:
        """Whether the hand is up."""
        key = read_task(call.args["task_id"])
        return HandShown(since=await hands.since(call.connection, key, call.staff.account_id))

    of_agent = {"task_id": "task"}
    return (
        StaffRoute(
            "GET",
            "/staff/tasks/<task_id>/hand",
            right=SERVE,
            about=of_agent,
            answer=HandShown,
            handle=hand_shown,
        ),
        StaffRoute(
            "POST",
            "/staff/tasks/<task_id>/hand",
            right=SERVE,
            about=of_agent,
            body=HandBody,
            answer=HandShown,
            handle=hand,
            audit="hand.changed",
        ),
    )
