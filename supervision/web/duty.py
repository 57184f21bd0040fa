"""`/staff/supervision/…` and `/staff/tasks/<task_id>/hand`: who is on duty, alarms, raised hands."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from handoff.agents import Agents
from handoff.store import agents
from handoff.web.frames import read_task
from hub.errors import Conflict
from hub.parts import PartContext
from hub.staff import StaffCall, StaffModel, StaffRoute
from hub.store.schema_staff import account
from supervision.placing import Placing
from supervision.rights import ALARM, LEAD, SERVE, WATCH
from supervision.store import alarms, hands, work


class HandBody(StaffModel):
    """Up, or down."""

    up: Annotated[bool, Field(examples=[True])]


class HandShown(StaffModel):
    """Since when the agent's hand is up in the conversation; none where it is not."""

    since: datetime | None


class Colleague(StaffModel):
    """An agent to whom something can be given."""

    agent: str
    name: str
    status: str


class Colleagues(StaffModel):
    """Those within reach who are not away."""

    agents: list[Colleague]


def routes(context: PartContext) -> Sequence[StaffRoute]:
    """The routes of one hub process."""
    clock, conversations = context.clock, context.conversations
    placing = Placing(conversations, clock, Agents(conversations, clock))

    async def log_out(call: StaffCall[Any]) -> None:
        """Ends an agent's day; what they had goes to others."""
        given = await placing.do_log_out(call.connection, call.args["account_id"])
        call.note(given_on=given)

    async def take_alarm(call: StaffCall[Any]) -> None:
        """Sees to an alarm; raises `Conflict` where somebody does already."""
        now = clock.now()
        if not await alarms.take(call.connection, call.args["alarm_id"], call.staff.account_id, now):
            raise Conflict("somebody sees to it already, or it is over")

    async def colleagues(call: StaffCall[Any]) -> Colleagues:
        """To whom something can be given."""
        within = call.reach.where(account=account.c.account_id, branch=account.c.branch_id)
        rows = await work.agents_within(call.connection, within, clock.now())
        return Colleagues(
            agents=[
                Colleague(agent=row.account_id, name=row.name, status=row.status)
                for row in rows
                if row.status != agents.OFFLINE
            ]
        )

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
            "POST",
            "/staff/supervision/agents/<account_id>/log-out",
            right=LEAD,
            about={"account_id": "account"},
            handle=log_out,
            audit="agent.logged_out",
        ),
        StaffRoute(
            "POST",
            "/staff/supervision/alarms/<alarm_id>/take",
            right=WATCH,
            about={"alarm_id": ALARM},
            handle=take_alarm,
            audit="alarm.taken",
        ),
        StaffRoute("GET", "/staff/supervision/agents", right=LEAD, answer=Colleagues, handle=colleagues),
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
