"""`/staff/supervision/…`: who is on duty, who has to leave, and who sees to an alarm."""

from collections.abc import Sequence
from typing import Any

from handoff.agents import Agents
from handoff.store import agents
from hub.errors import Conflict
from hub.parts import PartContext
from hub.staff import StaffCall, StaffModel, StaffRoute
from hub.store.schema_staff import account
from supervision.placing import Placing
from supervision.rights import ALARM, LEAD, WATCH
from supervision.store import alarms, work


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
    )
