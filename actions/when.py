"""Reads the dates that the bot found in words (`bot/components/entities/dates.py`)."""

import re
from datetime import date, timedelta

_DAYS = re.compile(r"day([+-]\d{1,3})")
_WEEK = re.compile(r"week([+-]\d)\.([1-7])")
_MONTH_DAY = re.compile(r"--(\d{2})-(\d{2})")
_DAY = re.compile(r"---(\d{2})")
MONTHS = 12


def date_of(said: str, today: date) -> date | None:
    """The day that is meant, None where there is none; without year or month, the next that comes."""
    if found := _DAYS.fullmatch(said):
        return today + timedelta(days=int(found[1]))
    if found := _WEEK.fullmatch(said):
        return _weekday(int(found[1]), int(found[2]), today)
    if found := _MONTH_DAY.fullmatch(said):
        months = [(today.year + years, int(found[1])) for years in (0, 1)]
        return _first_from(today, [_day(year, month, int(found[2])) for year, month in months])
    if found := _DAY.fullmatch(said):
        following = [divmod(today.month - 1 + step, MONTHS) for step in range(MONTHS)]
        days = [_day(today.year + year, month + 1, int(found[1])) for year, month in following]
        return _first_from(today, days)
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _weekday(weeks: int, weekday: int, today: date) -> date:
    """周三 without a week is the next one that comes; 下周三 is in the next week."""
    day = today + timedelta(days=weekday - today.isoweekday(), weeks=weeks)
    return day + timedelta(weeks=1) if weeks == 0 and day < today else day


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _first_from(today: date, days: list[date | None]) -> date | None:
    return next((day for day in days if day and day >= today), None)
