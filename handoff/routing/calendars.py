"""When a queue is open: weekly hours, holidays, workdays moved to a weekend (调休), emergencies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Hours = Sequence[tuple[time, time]]
"""Spans of a day, begin included, end not; an end of 00:00 is the end of the day."""

MONDAY = 0
LOOK_AHEAD_DAYS = 400


@dataclass(frozen=True, slots=True)
class Calendar:
    """`weekly`: hours by weekday (Monday is 0). A moved workday has the hours of `moved_like` (Monday's).

    A holiday beats the week, a moved workday beats both: the State Council's yearly notice names the days.
    """

    zone: ZoneInfo
    weekly: Mapping[int, Hours]
    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()
    moved_like: int = MONDAY
    emergency: bool = field(default=False)

    def hours(self, day: date) -> Hours:
        """The hours of a day."""
        if day in self.workdays:
            return self.weekly.get(self.moved_like, ())
        return () if day in self.holidays else self.weekly.get(day.weekday(), ())

    def is_open(self, now: float) -> bool:
        """Whether it is open; `now`: seconds since 1970."""
        if self.emergency:
            return False
        moment = datetime.fromtimestamp(now, self.zone)
        return any(begin <= moment < end for begin, end in self._spans(moment.date()))

    def next_change(self, now: float) -> float | None:
        """When it opens or closes next; None where it does not within 400 days."""
        if self.emergency:
            return None
        was, today = self.is_open(now), datetime.fromtimestamp(now, self.zone).date()
        for ahead in range(LOOK_AHEAD_DAYS):
            for edge in sorted(e.timestamp() for s in self._spans(today + timedelta(ahead)) for e in s):
                if edge > now and self.is_open(edge) != was:
                    return edge
        return None

    def _spans(self, day: date) -> list[tuple[datetime, datetime]]:
        return [
            (
                datetime.combine(day, begin, self.zone),
                datetime.combine(day + timedelta(days=end == time()), end, self.zone),
            )
            for begin, end in self.hours(day)
        ]
