"""Circuit breaker of a search backend: after failures in a row it is left alone for a while.

The outbox has one like it; that one counts for `/metrics`, which the action server does not have.
"""

from hub.ports import BreakerRule, Clock

RULE = BreakerRule(failures=3, pause_s=2.0)
"""Three questions in a row have waited in vain: the next ones do not, for two seconds."""


class SearchBreaker:
    """Closed, open, or letting one request through to try."""

    def __init__(self, clock: Clock, rule: BreakerRule = RULE) -> None:
        self._clock = clock
        self._rule = rule
        self._failures = 0
        self._open_until = 0.0
        self._trying = False

    @property
    def is_closed(self) -> bool:
        """Whether the backend is asked as usual."""
        return self._failures < self._rule.failures

    def lets_through(self) -> bool:
        """Whether the backend may be asked now; while it is tried, nobody else's question waits for it."""
        if self.is_closed:
            return True
        if self._trying or self._clock.monotonic() < self._open_until:
            return False
        self._trying = True
        return True

    def succeeded(self) -> bool:
        """Takes note of an answer; tells whether that closed it."""
        was_open = not self.is_closed
        self._failures, self._trying = 0, False
        return was_open

    def failed(self) -> bool:
        """Takes note of a failure; tells whether that opened it."""
        self._failures += 1
        self._trying = False
        if not self.is_closed:
            self._open_until = self._clock.monotonic() + self._rule.pause_s
        return self._failures == self._rule.failures

    def left(self) -> None:
        """Takes note of a request that nobody waited for to its end: it tells nothing."""
        self._trying = False
