"""Records of customers as a part of the house."""

from hub.leader import LeaderLoop
from hub.parts import Part, PartContext
from records.carrying import RequestCarrying
from records.retention import Retention, read_retention
from records.rights import KINDS, RIGHTS
from records.web import customers
from records.web.requests import WAITING, RequestRoutes

TERMINAL = {"customer": "records.cli.customer:customer"}


def open_part(context: PartContext) -> Part:
    """Requests about customers, and the sweep of what was kept for long enough; raises `SetupError`."""
    days = read_retention(context.settings.retention_days)
    sweep = Retention(context.database, context.settings, context.clock, days)
    leader = LeaderLoop(
        context.database,
        context.clock,
        name="records-retention",
        owner=context.process,
        lead=sweep.lead,
    )
    carrier = LeaderLoop(
        context.database,
        context.clock,
        name="records-requests",
        owner=context.process,
        lead=RequestCarrying(context.database, context.settings, context.clock).lead,
    )
    return Part(
        name="records",
        background=[carrier.run, *([leader.run] if days else [])],
        staff_rights=RIGHTS,
        staff_kinds=KINDS,
        staff_routes=(*customers.routes(context.settings), *RequestRoutes(context).routes()),
        waiting=(WAITING,),
    )
