"""Outlets as a part of the house."""

from zoneinfo import ZoneInfo

from hub.parts import Part, PartContext
from outlets.directory import OutletDirectory
from outlets.triage import OutletTriage
from outlets.web.outlets import KIND, RIGHTS, WAITING, OutletRoutes

TERMINAL = {"outlets": "outlets.cli.outlets:outlets"}


def open_part(context: PartContext) -> Part:
    """Tells customers where the bank is, and which outlet is open now."""
    settings, clock = context.settings, context.clock
    zone = ZoneInfo(settings.time_zone)
    directory = OutletDirectory(context.database)
    return Part(
        name="outlets",
        background=[directory.run],
        triage=OutletTriage(directory, clock, zone, settings.map_address),
        staff_rights=RIGHTS,
        staff_kinds=(KIND,),
        staff_routes=OutletRoutes(clock, zone).routes(),
        waiting=(WAITING,),
    )
