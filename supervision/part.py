"""Supervision as a part of the house."""

from zoneinfo import ZoneInfo

from hub.leader import LeaderLoop
from hub.parts import Part, PartContext
from supervision import store
from supervision.alarms import Alarms
from supervision.board import Board
from supervision.rights import KINDS, RIGHTS
from supervision.web import acts, duty
from supervision.web.live import Wallboards

MIGRATIONS = store.MIGRATIONS


def open_part(context: PartContext) -> Part:
    """The wallboard, what supervisors do in conversations, alarms."""
    board = Board(context.database, context.clock, ZoneInfo(context.settings.time_zone))
    alarms = Alarms(context.database, context.clock, context.staff.directory)
    leader = LeaderLoop(
        context.database,
        context.clock,
        name="supervision",
        owner=context.process,
        lead=alarms.lead,
    )
    return Part(
        name="supervision",
        background=[leader.run],
        migrations=MIGRATIONS,
        staff_rights=RIGHTS,
        staff_kinds=KINDS,
        staff_routes=(*acts.routes(context), *duty.routes(context)),
        staff_sockets=[Wallboards(context, board).socket()],
    )
