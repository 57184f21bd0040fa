"""Inspection by rules as a part of the house."""

from hub.parts import Part, PartContext
from hub.reactions import Closed
from inspection import store
from inspection.inspecting import Inspecting
from inspection.web.hits import RIGHTS, ROUTES

MIGRATIONS = store.MIGRATIONS
TERMINAL = {"inspection": "inspection.cli.hits:inspection"}


def open_part(context: PartContext) -> Part:
    """Looks at each conversation that has ended, by the rules about words and by itself."""
    inspecting = Inspecting(context.database, context.clock, context.wording)
    return Part(
        name="inspection",
        background=[inspecting.run],
        reactions={Closed: inspecting.do_closed},
        terminal=TERMINAL,
        migrations=MIGRATIONS,
        staff_rights=RIGHTS,
        staff_routes=ROUTES,
    )
