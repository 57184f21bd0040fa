"""Reads a time as customers write it: 明天上午十点半, 周五下午3点, 半小时后, tomorrow at 10:30 am."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

_FEW = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_WEEKDAYS = {**{name: at for at, name in enumerate("一二三四五六日")}, "天": 6}
_DAYS = {"今": 0, "明": 1, "后": 2, "today": 0, "tomorrow": 1}
_PARTS = {"早": 9, "早上": 9, "上午": 10, "中午": 12, "下午": 15, "傍晚": 18, "晚": 19, "晚上": 19}
"""The hour that a part of a day means where no other is said."""

_WORKING_FROM = 8
"""An hour before this one that no part of the day stands with is of the afternoon: 三点 is 15:00."""

_BEFORE = {"": _WORKING_FROM, "中午": 10, "下午": 12, "傍晚": 12, "晚": 12, "晚上": 12}
"""Before which hour a part of the day means the second half of it."""

_N = r"(?:[0-9]{1,2}|[一二两三四五六七八九十]{1,3})"
_LATER = re.compile(rf"(?P<count>半|{_N})个?(?P<unit>小时|钟头|分钟)(?:以|之)?后")
_WHEN = re.compile(
    r"(?:(?P<day>今|明|后(?=天))(?:天|日|(?=[早晚]))"
    r"|(?P<month>[0-9]{1,2})月(?P<date>[0-9]{1,2})[日号]"
    r"|(?P<next>下)?(?:这|本)?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天]))?"
    r"(?P<part>早上|上午|中午|下午|傍晚|晚上|早|晚)?"
    rf"(?:(?P<hour>{_N})(?:[点时](?P<half>半)?(?:(?P<minute>{_N})分?)?|:(?P<minutes>[0-9]{{2}})))?"
    r"(?:左右|前后)?"
)
_ENGLISH = re.compile(
    r"(?:in (?P<count>[0-9]{1,2}|half an|an|one|two) (?P<unit>hours?|minutes?))"
    r"|(?P<day>today|tomorrow)?(?: ?at)? ?(?P<hour>[0-9]{1,2})(?::(?P<minutes>[0-9]{2}))? ?(?P<half>am|pm)?"
    r"|(?P<only>today|tomorrow)"
)


@dataclass(frozen=True, slots=True)
class FoundTime:
    """A time in a text: where it stands, and what it means; None for what is no time to come."""

    start: int
    end: int
    at: datetime | None


def find_time(text: str, now: datetime) -> FoundTime | None:
    """The first time in a Chinese text without spaces; `now` is on the bank's clocks."""
    later = _LATER.search(text)
    if later is not None:
        return FoundTime(*later.span(), now + _span(later["count"], later["unit"] == "分钟"))
    for found in _WHEN.finditer(text):
        if found["hour"] or found["weekday"] or found["date"] or found["day"]:
            return FoundTime(*found.span(), _chinese(found, now))
    return None


def find_english_time(text: str, now: datetime) -> FoundTime | None:
    """The first time in an English text of small letters."""
    found = _ENGLISH.search(text)
    if found is None:
        return None
    if found["count"]:
        count = {"half an": "半", "an": "1", "one": "1", "two": "2"}.get(found["count"], found["count"])
        return FoundTime(*found.span(), now + _span(count, found["unit"].startswith("minute")))
    named = found["day"] or found["only"]
    day = now.date() + timedelta(days=_DAYS[named]) if named else now.date()
    hour = int(found["hour"] or 10)
    pm = found["half"] == "pm" and hour < 12
    if pm or (not found["half"] and hour < _WORKING_FROM):
        hour += 12
    return FoundTime(*found.span(), _to_come(day, hour, int(found["minutes"] or 0), now, moves=not named))


def _span(count: str, minutes: bool) -> timedelta:
    number = 0.5 if count == "半" else float(_number(count))
    return timedelta(minutes=number) if minutes else timedelta(hours=number)


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.partition("十")
    if ten:
        return _FEW.get(tens, 1) * 10 + _FEW.get(ones, 0)
    return _FEW.get(text, 0)


def _chinese(found: re.Match[str], now: datetime) -> datetime | None:
    part, named = found["part"] or "", bool(found["day"] or found["date"] or found["weekday"])
    day = _day(found, now)
    if day is None:
        return None
    if not found["hour"]:
        return _to_come(day, _PARTS.get(part, 10), 0, now, moves=False)
    hour = _number(found["hour"])
    if hour < _BEFORE.get(part, 0):
        hour += 12
    minute = 30 if found["half"] else _number(found["minute"] or found["minutes"] or "0")
    return _to_come(day, hour, minute, now, moves=not named)


def _day(found: re.Match[str], now: datetime) -> date | None:
    today = now.date()
    if found["day"]:
        return today + timedelta(days=_DAYS[found["day"]])
    if found["weekday"]:
        ahead = _WEEKDAYS[found["weekday"]] - today.weekday()
        if found["next"]:
            return today + timedelta(days=ahead + 7)
        return today + timedelta(days=ahead % 7)
    return _named(today, int(found["month"]), int(found["date"])) if found["date"] else today


def _named(today: date, month: int, day: int) -> date | None:
    """The next day of this name; None where there is none, as on the 31st of April."""
    try:
        named = date(today.year, month, day)
        return named if named >= today else date(today.year + 1, month, day)
    except ValueError:
        return None


def _to_come(day: date, hour: int, minute: int, now: datetime, *, moves: bool) -> datetime | None:
    """A time after now; `moves`: a day that nobody named may be the next one."""
    if hour > 23 or minute > 59:
        return None
    at = datetime.combine(day, time(hour, minute), now.tzinfo)
    if at <= now and moves:
        at += timedelta(days=1)
    return at if at > now else None
