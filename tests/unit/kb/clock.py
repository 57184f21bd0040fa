"""A clock that stands still until it is set."""

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass
class StillClock:
    """Implements `hub.ports.Clock`."""

    moment: datetime

    def now(self) -> datetime:
        """The moment it was set to."""
        return self.moment

    def monotonic(self) -> float:
        """The same moment in seconds."""
        return self.moment.timestamp()


DEMO_COMPLETE = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
"""Noon on the day after which no article of the demo bank was changed: every right one is in effect."""
