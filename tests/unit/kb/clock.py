"""A clock that stands still until it is set."""

from dataclasses import dataclass
from datetime import datetime


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
