"""The hours in which customers are left in peace."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from hub.errors import SetupError

_FORM = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])")


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one time of day to another, over midnight where the end is earlier; none where both are equal."""

    begin: time
    end: time
    zone: ZoneInfo

    @classmethod
    def read(cls, setting: str, zone: ZoneInfo) -> "QuietHours":
        """What a setting such as `22:00-08:00` says; raises `SetupError`."""
        found = _FORM.fullmatch(setting)
        if found is None:
            raise SetupError("YUANQIAO_OUTREACH_QUIET has to be two times of day, such as 22:00-08:00")
        hours = [int(part) for part in found.groups()]
        return cls(time(hours[0], hours[1]), time(hours[2], hours[3]), zone)

    def ends(self, now: datetime) -> datetime | None:
        """When the quiet that reigns now ends; None where there is none."""
        local = now.astimezone(self.zone)
        at, over_midnight = local.time(), self.begin > self.end
        quiet = at >= self.begin or at < self.end if over_midnight else self.begin <= at < self.end
        if not quiet:
            return None
        day = local.date() + timedelta(days=1 if over_midnight and at >= self.begin else 0)
        return datetime.combine(day, self.end, self.zone).astimezone(now.tzinfo)
