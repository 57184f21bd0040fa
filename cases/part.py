"""Cases as a part of the house."""

from zoneinfo import ZoneInfo

from cases.cases import Cases
from cases.deadlines import Deadlines
from cases.web.cases import KIND, RIGHTS, WAITING, CaseRoutes
from hub.messages import FileComplaint
from hub.parts import Part, PartContext
from hub.reactions import DeliveryEnded


def open_part(context: PartContext) -> Part:
    """A case for each complaint, opened in the transaction of the turn that files it."""
    settings = context.settings
    book = Cases(
        context.conversations, context.clock, days=settings.case_days, zone=ZoneInfo(settings.time_zone)
    )
    deadlines = Deadlines(context.database, context.clock, book, context.staff)
    return Part(
        name="cases",
        background=[deadlines.run],
        speaking_commands={FileComplaint: book.do_open},
        reactions={DeliveryEnded: book.do_undelivered},
        staff_rights=RIGHTS,
        staff_kinds=(KIND,),
        staff_routes=CaseRoutes(book, context.clock).routes(),
        waiting=(WAITING,),
    )
