"""Whether an outlet is open at a moment, until when, and when it opens next; times are the outlet's own."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from outlets.content import OpeningSpan, OutletContent

LOOKED_AHEAD = 14
"""Days in which the next opening is looked for."""

_NEAR = {0: "今天", 1: "明天", 2: "后天"}
_NEAR_EN = {0: "today", 1: "tomorrow"}
_DAYS = "一二三四五六日"
_DAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class OutletStatus:
    """`closes`: until when it is open today, empty where it is closed; `opens`: the next opening then."""

    closes: str = ""
    opens: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody can go in now."""
        return bool(self.closes)


def spans_on(outlet: OutletContent, day: date) -> tuple[OpeningSpan, ...]:
    """The hours of a day: those of a holiday, or of its weekday."""
    holiday = next((each for each in outlet.holidays if each.first <= day <= each.last), None)
    return outlet.weekly[day.weekday()] if holiday is None else holiday.spans


def status_at(outlet: OutletContent, now: datetime) -> OutletStatus:
    """What the outlet is at a moment, which has the outlet's zone."""
    minute = now.strftime("%H:%M")
    for span in spans_on(outlet, now.date()):
        if span.opens <= minute < span.closes:
            return OutletStatus(span.closes)
    for ahead in range(LOOKED_AHEAD):
        day = now.date() + timedelta(days=ahead)
        for span in spans_on(outlet, day):
            if ahead or span.opens > minute:
                hour, _, rest = span.opens.partition(":")
                opens = datetime(day.year, day.month, day.day, int(hour), int(rest), tzinfo=now.tzinfo)
                return OutletStatus(opens=opens)
    return OutletStatus()


def hours_in_words(outlet: OutletContent, *, english: bool = False) -> str:
    """The hours of a week, days that are alike together."""
    names = _DAYS_EN if english else tuple(f"周{each}" for each in _DAYS)
    groups: list[tuple[int, int, tuple[OpeningSpan, ...]]] = []
    for day, spans in enumerate(outlet.weekly):
        if groups and groups[-1][2] == spans:
            groups[-1] = (groups[-1][0], day, spans)
        else:
            groups.append((day, day, spans))
    between, apart, closed = ("–", "; ", "closed") if english else ("至", "；", "休息")
    told = []
    for first, last, spans in groups:
        days = names[first] if first == last else f"{names[first]}{between}{names[last]}"
        times = "、".join(f"{span.opens}–{span.closes}" for span in spans) or closed
        told.append(f"{days} {times}")
    return apart.join(told)


def opening_in_words(opens: datetime, now: datetime, *, english: bool = False) -> str:
    """When it opens next, as people say it."""
    days = (opens.date() - now.date()).days
    time = opens.strftime("%H:%M")
    if english:
        return f"{_NEAR_EN.get(days) or f'on {opens:%d %B}'} at {time}"
    return f"{_NEAR.get(days) or f'{opens.month} 月 {opens.day} 日'} {time}"
