"""A clock that tests turn by hand."""

from datetime import UTC, datetime, timedelta


class HandClock:
    """Implements `hub.ports.Clock`; stands still until it is turned."""

    def __init__(self, start: datetime = datetime(2026, 11, 1, 8, tzinfo=UTC)) -> None:
        self._now = start
        self._monotonic = 1000.0

    def now(self) -> datetime:
        """The time of day that was set."""
        return self._now

    def monotonic(self) -> float:
        """The seconds that were turned."""
        return self._monotonic

    def turn(self, seconds: float) -> None:
        """Lets time pass."""
        self._now += timedelta(seconds=seconds)
        self._monotonic += seconds
