"""Supervision as a part of the house."""

from zoneinfo import ZoneInfo

from hub.leader import LeaderLoop
from hub.parts import Part, PartContext
from hub.reactions import Closed
from supervision.alarms import Alarms
from supervision.board import BoardReader
from supervision.conference import Conference
from supervision.reports.reading import Reports
from supervision.reports.sending import ReportSending
from supervision.rights import KINDS, RIGHTS
from supervision.web import acts, duty, hand, reports
from supervision.web.live import Wallboards
from supervision.web.plans import PlanRoutes


def open_part(context: PartContext) -> Part:
    """The wallboard, what supervisors do in conversations, alarms, reports."""
    zone = ZoneInfo(context.settings.time_zone)
    board = BoardReader(context.database, context.clock, zone)
    alarms = Alarms(context.database, context.clock, context.staff.directory)
    figures = Reports(context.database, context.clock, zone)
    bank = context.settings.bank_name
    sending = ReportSending(context.database, context.clock, context.staff.notices, figures, zone, bank)
    leader = LeaderLoop(
        context.database,
        context.clock,
        name="supervision",
        owner=context.process,
        lead=alarms.lead,
    )
    return Part(
        name="supervision",
        background=[leader.run, sending.run],
        reactions={Closed: Conference(context.conversations, context.clock).do_closed},
        staff_rights=RIGHTS,
        staff_kinds=KINDS,
        staff_routes=(
            *hand.routes(context.clock),
            *acts.routes(context),
            *duty.routes(context),
            *reports.routes(context, figures),
            *PlanRoutes(context, zone).routes(),
        ),
        staff_sockets=[Wallboards(context, board).socket()],
    )
