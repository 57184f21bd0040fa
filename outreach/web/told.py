"""`/staff/tasks/<task_id>/told`: what a customer in hand was told unasked, so that a reply is understood."""

from datetime import datetime, timedelta
from typing import Any

from hub.ids import parse_message_id
from hub.ports import Clock
from hub.staff import StaffCall, StaffModel, StaffRoute
from outreach.store import notices, people, recipients

SERVE = "conversations.serve"
LOOKED_AT = timedelta(days=30)
MOST = 5


class ToldShown(StaffModel):
    """One thing that was told; `campaign` is its name, `kind` that of the event: one of both is empty."""

    campaign: str
    kind: str
    channel: str
    at: datetime


class AllToldShown(StaffModel):
    """The newest first, on all channels of the person."""

    told: list[ToldShown]


def routes(clock: Clock) -> tuple[StaffRoute, ...]:
    """The route."""

    async def show(call: StaffCall[Any]) -> AllToldShown:
        """What they were told in the last month."""
        connection, since = call.connection, clock.now() - LOOKED_AT
        own = await people.by_key(connection, [parse_message_id(call.args["task_id"]).identity])
        roots = await people.standing_for(connection, own.values())
        found = await people.identities_of(connection, roots.values())
        channels = {row.identity_key: row.channel for known in found.values() for row in known}
        campaigns = [
            ToldShown(campaign=row.name, kind="", channel=row.channel, at=row.ended_at)
            for row in await recipients.told_to(connection, channels, since, MOST)
        ]
        events = [
            ToldShown(campaign="", kind=row.kind, channel=channels[row.identity_key], at=row.ended_at)
            for row in await notices.told_to(connection, channels, since, MOST)
        ]
        return AllToldShown(told=sorted([*campaigns, *events], key=lambda each: each.at)[: -MOST - 1 : -1])

    return (
        StaffRoute(
            "GET",
            "/staff/tasks/<task_id>/told",
            right=SERVE,
            about={"task_id": "task"},
            answer=AllToldShown,
            handle=show,
        ),
    )
