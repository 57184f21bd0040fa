"""The hours in which customers are left in peace."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from hub.errors import SetupError
from outreach.hours import QuietHours

ZONE = ZoneInfo("Asia/Shanghai")


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("setting", "now", "ends"),
    [
        ("22:00-08:00", local(28, 23), local(29, 8)),
        ("22:00-08:00", local(29, 0, 30), local(29, 8)),
        ("22:00-08:00", local(29, 8), None),
        ("22:00-08:00", local(29, 21, 59), None),
        ("22:00-08:00", local(29, 22), local(30, 8)),
        ("12:00-14:00", local(29, 13), local(29, 14)),
        ("12:00-14:00", local(29, 14), None),
        ("00:00-00:00", local(29, 3), None),
    ],
)
def test_when_the_quiet_ends(setting: str, now: datetime, ends: datetime | None) -> None:
    assert QuietHours.read(setting, ZONE).ends(now) == ends


@pytest.mark.parametrize("setting", ["", "22-8", "24:00-08:00", "22:00-08:60", "22:00–08:00"])
def test_what_is_no_pair_of_times_is_refused(setting: str) -> None:
    with pytest.raises(SetupError):
        QuietHours.read(setting, ZONE)
