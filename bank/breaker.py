"""Circuit breaker: a bank that does not answer is left alone for a while, then asked once."""

from hub.errors import BankUnavailable
from hub.ports import Clock

FAILURES = 5
PAUSE_S = 5.0


class BankBreaker:
    """Counts failures in a row; from the fifth on, calls are refused until one was tried after a pause."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failures = 0
        self._closed_until = 0.0

    def check(self) -> None:
        """Lets a call through; raises `BankUnavailable` while the bank is left alone."""
        if self._failures < FAILURES:
            return
        now = self._clock.monotonic()
        if now < self._closed_until:
            raise BankUnavailable("the bank did not answer, and is left alone for a while", sent=False)
        self._closed_until = now + PAUSE_S  # this one call tries, and no other beside it

    def succeeded(self) -> None:
        """The bank answered."""
        self._failures = 0

    def failed(self) -> None:
        """The bank did not answer, or said that it cannot."""
        self._failures += 1
        if self._failures >= FAILURES:
            self._closed_until = self._clock.monotonic() + PAUSE_S

    @property
    def is_open(self) -> bool:
        """Whether calls are refused."""
        return self._failures >= FAILURES
