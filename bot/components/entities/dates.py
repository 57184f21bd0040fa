"""Finds dates and times of day: 明天 · 下周三 · 12月1号 · 2026-12-01 · 后天上午十点 · next monday.

What today is, only the turn knows; a value keeps what was said: an ISO date, `--12-01` without a year,
`---15` without a month, `day+1` from today, `week+1.3` the third day of the next week (`actions/when.py`).
"""

import re

from bot.components.entities.found import FoundEntity
from bot.components.entities.numerals import number_of

DATE = "date"
TIME = "time"

_NUMERAL = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3}|廿[一二三四五六七八九]?)"
_FULL = re.compile(r"(?<!\d)(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})(?!\d)\s*[日号]?")
_MONTH_DAY = re.compile(rf"(?<!\d)({_NUMERAL})\s*月\s*({_NUMERAL})\s*[日号]?")
_DAY = re.compile(rf"(?<![\d月])({_NUMERAL})\s*[号日](?![线楼店文])")
_RELATIVE = {
    "大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "今天": 0, "今日": 0, "今晚": 0, "今早": 0,
    "明天": 1, "明日": 1, "明早": 1, "明晚": 1, "听日": 1, "聽日": 1, "后天": 2, "后日": 2, "大后天": 3,
    "today": 0, "tomorrow": 1, "yesterday": -1, "the day after tomorrow": 2,
}  # fmt: skip
_NAMED = re.compile("|".join(sorted(map(re.escape, _RELATIVE), key=len, reverse=True)), re.I)
_IN_DAYS = re.compile(rf"({_NUMERAL}|两)\s*天(?:之?后|以后)|in (\d{{1,2}}) days?", re.I)
_WEEKDAYS = {name: at for at, name in enumerate("一二三四五六", start=1)} | {"日": 7, "天": 7, "末": 6}
_WEEKDAYS |= {str(at): at for at in range(1, 8)}
_WEEK = re.compile(r"(上上|上|这|本|下下|下)?个?(?:周|星期|礼拜)([一二三四五六日天末1-7])(?![天个])")
_WEEKS = {"上上": -2, "上": -1, "这": 0, "本": 0, "": 0, "下": 1, "下下": 2}
_ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ENGLISH_WEEK = re.compile(rf"\b(next|this|last)?\s*({'|'.join(_ENGLISH)})\b", re.I)
_ENGLISH_WEEKS = {"next": 1, "last": -1}

_PART = "凌晨|清早|早上|上午|中午|下午|傍晚|晚上|早|晚"
_CLOCK = re.compile(
    rf"(?:({_PART})\s*)?({_NUMERAL})\s*(?:点钟?|时|點)(?:\s*(半|一刻|三刻|\d{{1,2}}|[一二三四五]?十[一二三四五六七八九]?)(?:分)?)?"
)
_DIGITAL = re.compile(rf"(?:({_PART})\s*)?(?<![\d.:])(\d{{1,2}}):(\d{{2}})(?![\d:])")
_AM_PM = re.compile(r"\b(\d{1,2})(?::(\d{2}))?\s*(am|pm)\b", re.I)
_ONLY_PART = re.compile(r"(上午|中午|下午|傍晚|晚上|morning|noon|afternoon|evening)", re.I)
_PARTS = {"上午": "morning", "中午": "noon", "下午": "afternoon", "傍晚": "evening", "晚上": "evening"}
_QUARTERS = {"半": 30, "一刻": 15, "三刻": 45}
_AFTER_NOON = {"下午", "傍晚", "晚上", "晚", "pm"}


def find_dates(text: str) -> list[FoundEntity]:
    """Dates; of a span that reads as several the longest is kept later (`without_overlaps`)."""
    found = [
        FoundEntity(DATE, _day(int(m[1]), int(m[2]), int(m[3])), *m.span()) for m in _FULL.finditer(text)
    ]
    found += [_month_day(match) for match in _MONTH_DAY.finditer(text)]
    found += [
        FoundEntity(DATE, f"---{_int(match[1]):02d}", *match.span())
        for match in _DAY.finditer(text)
        if 1 <= _int(match[1]) <= 31
    ]
    found += [FoundEntity(DATE, f"day{_RELATIVE[m[0].lower()]:+d}", *m.span()) for m in _NAMED.finditer(text)]
    found += [FoundEntity(DATE, f"day{_int(m[1] or m[2]):+d}", *m.span()) for m in _IN_DAYS.finditer(text)]
    found += [
        FoundEntity(DATE, f"week{_WEEKS[match[1] or '']:+d}.{_WEEKDAYS[match[2]]}", *match.span())
        for match in _WEEK.finditer(text)
    ]
    for match in _ENGLISH_WEEK.finditer(text):
        week = _ENGLISH_WEEKS.get((match[1] or "").lower(), 0)
        found.append(
            FoundEntity(DATE, f"week{week:+d}.{_ENGLISH.index(match[2].lower()) + 1}", *match.span())
        )
    return [each for each in found if each.value]


def find_times(text: str) -> list[FoundEntity]:
    """Times of day as HH:MM, or `morning`, `noon`, `afternoon`, `evening` where no hour is told."""
    found = [_clock(m, m[1], _int(m[2]), _minutes(m[3])) for m in _CLOCK.finditer(text)]
    found += [_clock(m, m[1], int(m[2]), int(m[3])) for m in _DIGITAL.finditer(text)]
    found += [_clock(m, m[3].lower(), int(m[1]), int(m[2] or 0)) for m in _AM_PM.finditer(text)]
    parts = [FoundEntity(TIME, _PARTS.get(m[0], m[0].lower()), *m.span()) for m in _ONLY_PART.finditer(text)]
    return [*(each for each in found if each), *parts]


def _clock(match: re.Match[str], part: str | None, hour: int, minute: int) -> FoundEntity | None:
    if part in _AFTER_NOON and hour < 12:
        hour += 12
    if not (0 <= hour <= 24 and 0 <= minute < 60):
        return None
    return FoundEntity(TIME, f"{hour % 24:02d}:{minute:02d}", *match.span())


def _minutes(told: str | None) -> int:
    return _QUARTERS.get(told, 0) or _int(told) if told else 0


def _month_day(match: re.Match[str]) -> FoundEntity:
    month, day = _int(match[1]), _int(match[2])
    value = f"--{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else ""
    return FoundEntity(DATE, value, *match.span())


def _day(year: int, month: int, day: int) -> str:
    return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else ""


def _int(told: str) -> int:
    number = number_of(told.replace("廿", "二十"))
    return int(number) if number is not None else -1
