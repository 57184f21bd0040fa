"""`/staff/calendars`: when queues are open."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from handoff import setups
from handoff.setup import CalendarSetup
from handoff.setups import Setups
from handoff.web.staff_setup import CHANGE, READ, Version
from hub.errors import NotFound
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
    """The routes of one hub process."""
    changes = Setups(clock)

    async def add(call: StaffCall[NewCalendar]) -> CalendarShown:
        """Makes a calendar; raises `Conflict` where there is one of this id."""
        return await _put(changes, call, call.body.setup, version=0)

    async def change(call: StaffCall[CalendarBody]) -> CalendarShown:
        """Changes a calendar; which one, the path says. Its queues open and close by it at once."""
        setup = call.body.setup.model_copy(update={"calendar_id": call.args["calendar_id"]})
        return await _put(changes, call, setup, version=call.body.version)

    return (
        StaffRoute("GET", "/staff/calendars", right=READ, answer=CalendarsShown, handle=list_calendars),
        StaffRoute(
            "POST",
            "/staff/calendars",
            right=CHANGE,
            body=NewCalendar,
            answer=CalendarShown,
            handle=add,
            audit="calendar.added",
        ),
        StaffRoute(
            "PUT",
            "/staff/calendars/<calendar_id>",
            right=CHANGE,
            about={"calendar_id": "calendar"},
            body=CalendarBody,
            answer=CalendarShown,
            handle=change,
            audit="calendar.changed",
        ),
    )


async def _put(changes: Setups, call: StaffCall[Any], setup: CalendarSetup, *, version: int) -> CalendarShown:
    await changes.do_put_calendar(call.connection, setup, version=version, actor=call.staff.account_id)
    for each in await setups.calendars(call.connection):
        if each.setup.calendar_id == setup.calendar_id:
            return CalendarShown(version=each.version, setup=each.setup)
    raise NotFound("there is no such calendar")
