"""Checks what a customer told: amounts, months, telephone numbers, days and times of a visit."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from actions.when import date_of
from hub.messages.bank import PositiveMoney

MOST = Decimal(10_000_000)
"""Yuan: what is more is a slip, or nothing for a chat."""

FARTHEST = timedelta(days=30)
OPEN_FROM, OPEN_UNTIL = "09:00", "17:00"
PARTS_OF_DAY = {"morning": "10:00", "noon": "12:00", "afternoon": "14:00"}
_TELEPHONE = re.compile(r"\+?[0-9]{6,15}")


def amount(said: str, _today: date) -> str | None:
    """A sum of yuan with no fraction of a fen, plain ("500", "0.01"); None where it is none."""
    try:
        value = Decimal(said)
    except InvalidOperation:
        return None
    fits = value.is_finite() and 0 < value <= MOST and value == value.quantize(Decimal("0.01"))
    return said if fits else None


def telephone(said: str, _today: date) -> str | None:
    """A whole number, without what people write between its digits."""
    plain = re.sub(r"[ -]", "", said)
    return plain if _TELEPHONE.fullmatch(plain) else None


def month(said: str, today: date) -> str | None:
    """The month of a day that was told, `2026-10`; one that has not ended has no statement."""
    day = date_of(said, today)
    if day is None or day > today:
        return None
    return f"{day:%Y-%m}" if (day.year, day.month) != (today.year, today.month) else None


def visiting_day(said: str, today: date) -> str | None:
    """A day within the next thirty."""
    day = date_of(said, today)
    return day.isoformat() if day is not None and today <= day <= today + FARTHEST else None


def visiting_time(said: str, _today: date) -> str | None:
    """A time at which branches are open; of a part of the day its middle."""
    at = PARTS_OF_DAY.get(said, said)
    return at if re.fullmatch(r"[0-9]{2}:[0-9]{2}", at) and OPEN_FROM <= at < OPEN_UNTIL else None


def branch(said: str, _today: date) -> str | None:
    """A branch by its name."""
    return said[:60] or None


def money(value: str) -> PositiveMoney:
    """A checked amount as the bank takes it."""
    return PositiveMoney.of(Decimal(value))


def moment(day: str, at: str, zone: ZoneInfo) -> datetime:
    """A checked day and time of a visit."""
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(at), zone)
