"""`/staff/calendars`: when queues are open."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from handoff import setups
from handoff.setup import CalendarSetup
from handoff.setups import Setups
from handoff.web.staff_setup import READ, Version, add_and_change
from hub.ports import Clock
from hub.staff import StaffCall, StaffModel, StaffRoute

EXAMPLE = {
    "calendar_id": "weekdays",
    "name": "工作日",
    "weekly": [["08:30-17:30"]] * 5 + [[], []],
    "holidays": ["2026-10-01"],
}


class CalendarBody(StaffModel):
    """A calendar as it is to be, and the version that was seen of it."""

    version: Version
    setup: Annotated[CalendarSetup, Field(examples=[EXAMPLE])]


class NewCalendar(StaffModel):
    """A calendar to be made."""

    setup: Annotated[CalendarSetup, Field(examples=[EXAMPLE])]


class CalendarShown(StaffModel):
    """One calendar; `version` is named by who changes it."""

    version: int
    setup: CalendarSetup


class CalendarsShown(StaffModel):
    """Calendars by id."""

    calendars: list[CalendarShown]


async def list_calendars(call: StaffCall[Any]) -> CalendarsShown:
    """Every calendar: they are the house's, and no branch's."""
    found = await setups.calendars(call.connection)
    return CalendarsShown(calendars=[CalendarShown(version=each.version, setup=each.setup) for each in found])


def routes(clock: Clock) -> Sequence[StaffRoute]:
    """The routes of one hub process; the queues of a calendar open and close by it at once."""
    changes = Setups(clock)

    async def put(call: StaffCall[Any], setup: CalendarSetup, version: int) -> CalendarShown:
        written = await changes.do_put_calendar(call.connection, setup, version=version)
        call.note(calendar=setup.calendar_id, version=written.version)
        return CalendarShown(version=written.version, setup=written.setup)

    return (
        StaffRoute("GET", "/staff/calendars", right=READ, answer=CalendarsShown, handle=list_calendars),
        *add_and_change("calendar", new=NewCalendar, changed=CalendarBody, shown=CalendarShown, put=put),
    )
