"""Open or closed at a minute: weekdays, breaks, holidays, midnight, and when it opens next."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from outlets.content import Holiday, OpeningSpan, OutletContent
from outlets.hours import hours_in_words, opening_in_words, status_at
from outlets.web.outlets import EXAMPLE

ZONE = ZoneInfo("Asia/Shanghai")
MORNING, AFTERNOON = OpeningSpan(opens="09:00", closes="11:30"), OpeningSpan(opens="13:00", closes="17:00")


def outlet(**fields: Any) -> OutletContent:
    weekly = (*[(MORNING, AFTERNOON)] * 5, (MORNING,), ())
    return OutletContent.model_validate(EXAMPLE | {"weekly": weekly} | fields)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("moment", "closes", "opens"),
    [
        ("2026-11-30T08:59", "", "2026-11-30T09:00"),  # a Monday
        ("2026-11-30T09:00", "11:30", ""),
        ("2026-11-30T11:29", "11:30", ""),
        ("2026-11-30T11:30", "", "2026-11-30T13:00"),
        ("2026-11-30T17:00", "", "2026-12-01T09:00"),
        ("2026-12-05T12:00", "", "2026-12-07T09:00"),  # Saturday noon: Monday
        ("2026-12-06T00:00", "", "2026-12-07T09:00"),
    ],
)
def test_by_the_minute(moment: str, closes: str, opens: str) -> None:
    status = status_at(outlet(), at(moment))
    assert (status.closes, status.opens) == (closes, at(opens) if opens else None)


def test_holidays_go_before_weekdays() -> None:
    feast = (
        Holiday(name="元旦", first=date(2027, 1, 1), last=date(2027, 1, 3)),
        Holiday(
            first=date(2027, 1, 4), last=date(2027, 1, 4), spans=(OpeningSpan(opens="10:00", closes="24:00"),)
        ),
    )
    open_late = outlet(holidays=feast)
    assert status_at(open_late, at("2027-01-01T10:00")).opens == at("2027-01-04T10:00")
    assert status_at(open_late, at("2027-01-04T23:59")).closes == "24:00"
    assert status_at(open_late, at("2027-01-05T00:00")).opens == at("2027-01-05T09:00")


def test_one_that_does_not_open_again_says_so() -> None:
    never = status_at(outlet(weekly=[[]] * 7), at("2026-11-30T10:00"))
    assert (never.is_open, never.opens) == (False, None)


def test_hours_and_openings_in_words() -> None:
    told = hours_in_words(outlet())
    assert told == "周一至周五 09:00–11:30、13:00–17:00；周六 09:00–11:30；周日 休息"
    assert hours_in_words(outlet(), english=True).endswith("Sun closed")
    now = at("2026-11-30T20:00")
    assert opening_in_words(at("2026-12-01T09:00"), now) == "明天 09:00"
    assert opening_in_words(at("2026-12-05T09:00"), now) == "12 月 5 日 09:00"
    assert opening_in_words(at("2026-12-05T09:00"), now, english=True) == "on 05 December at 09:00"


@pytest.mark.parametrize(
    "fields",
    [
        {"weekly": [[]] * 6},
        {"weekly": [[{"opens": "17:00", "closes": "09:00"}], *[[]] * 6]},
        {
            "weekly": [
                [{"opens": "09:00", "closes": "12:00"}, {"opens": "11:00", "closes": "17:00"}],
                *[[]] * 6,
            ]
        },
        {"holidays": [{"first": "2027-01-02", "last": "2027-01-01"}]},
        {
            "holidays": [
                {"first": "2027-01-01", "last": "2027-01-03"},
                {"first": "2027-01-03", "last": "2027-01-03"},
            ]
        },
        {"latitude": 91},
        {"latitude": float("nan")},
        {"telephone": "javascript:1"},
        {"unknown": "1"},
    ],
)
def test_what_is_no_outlet_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        outlet(**fields)
