"""Days, weeks and months of which reports tell, in the house's time zone, and when each is told."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from supervision.store.facts import TimeSpan


class Every(StrEnum):
    """How often a report goes out; weeks begin on Monday (ISO 8601)."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class ToldPeriod(NamedTuple):
    """A period, and when it is told: at an hour of the day after its last."""

    span: TimeSpan
    due_at: datetime


def newest(every: Every, hour: int, zone: ZoneInfo, now: datetime) -> ToldPeriod:
    """The newest period that is to be told by now."""
    told = _ending(every, hour, _begin(every, now.astimezone(zone)))
    return told if told.due_at <= now else _ending(every, hour, _before(every, told.span.until))


def following(every: Every, hour: int, told: ToldPeriod) -> ToldPeriod:
    """The period after one."""
    local = told.span.until
    after = local + timedelta(days={Every.DAY: 1, Every.WEEK: 7, Every.MONTH: 32}[every])
    return _ending(every, hour, _begin(every, after))


def _begin(every: Every, local: datetime) -> datetime:
    """The midnight with which the period of a moment began."""
    day = local.replace(hour=0, minute=0, second=0, microsecond=0)
    if every is Every.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if every is Every.MONTH else day


def _before(every: Every, begin: datetime) -> datetime:
    return _begin(every, begin - timedelta(days=1))


def _ending(every: Every, hour: int, end: datetime) -> ToldPeriod:
    """The period with this end; sums of local times are by the clock on the wall, as zoneinfo has it."""
    return ToldPeriod(TimeSpan(_before(every, end), end), end.replace(hour=hour))
