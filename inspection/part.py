"""Inspection by rules as a part of the house."""

from hub.parts import Part, PartContext
from hub.reactions import Closed
from inspection.inspecting import Inspecting
from inspection.rights import KINDS, RIGHTS
from inspection.web import hits
from inspection.web.sheets import WAITING, SheetRoutes

TERMINAL = {"inspection": "inspection.cli.hits:inspection"}


def open_part(context: PartContext) -> Part:
    """Looks at each conversation that has ended, by the rules about words and by itself."""
    inspecting = Inspecting(context.database, context.clock, context.wording)
    return Part(
        name="inspection",
        background=[inspecting.run],
        reactions={Closed: inspecting.do_closed},
        staff_rights=RIGHTS,
        staff_kinds=KINDS,
        staff_routes=(*hits.ROUTES, *SheetRoutes(context.clock).routes()),
        waiting=(WAITING,),
    )
