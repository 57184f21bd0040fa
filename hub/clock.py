"""The machine's own clock; tests inject another one."""

import time
from datetime import UTC, datetime


class SystemClock:
    """Implements `hub.ports.Clock` with the clocks of this machine."""

    def now(self) -> datetime:
        """The time of day, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds on a clock that never jumps."""
        return time.monotonic()
