"""`/staff/navigation/outcomes`: how often each intent led somewhere, and what came of it."""

from datetime import timedelta
from typing import Any

from pydantic import Field

from hub.ports import Clock
from hub.staff import StaffCall, StaffModel, StaffRoute
from navigation.store import guided
from navigation.web.destinations import READ


class OutcomesQuery(StaffModel):
    """Over how many days, today included."""

    days: int = Field(default=30, ge=1, le=90)


class DestinationOutcomeShown(StaffModel):
    """An intent and where it led.

    `diverted`: how often; `asked`: how often it was asked whether it helped; `came_back`: who asked the same
    again, or needed a person, within a day.
    """

    intent: str
    destination_id: str
    diverted: int
    asked: int
    solved: int
    unsolved: int
    came_back: int


class OutcomesShown(StaffModel):
    """What was led to most stands first."""

    outcomes: list[DestinationOutcomeShown]


class OutcomeRoutes:
    """The route's handler."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def routes(self) -> tuple[StaffRoute, ...]:
        """The one."""
        return (
            StaffRoute(
                "GET",
                "/staff/navigation/outcomes",
                right=READ,
                query=OutcomesQuery,
                answer=OutcomesShown,
                handle=self.list,
            ),
        )

    async def list(self, call: StaffCall[Any]) -> OutcomesShown:
        """What is counted of the last days."""
        now = self._clock.now()
        rows = await guided.counted(call.connection, now - timedelta(days=call.query.days), now)
        return OutcomesShown(outcomes=[DestinationOutcomeShown(**row._mapping) for row in rows])
