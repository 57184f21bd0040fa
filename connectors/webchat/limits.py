"""Rate limits: token buckets by visitor and by network address, in memory and bounded."""

from collections import OrderedDict

from hub.errors import TooMany
from hub.ports import Clock

BUCKETS_LIMIT = 50_000


class RateLimit:
    """So many in a span for each key, with as many at once; the least used keys are forgotten first."""

    def __init__(self, clock: Clock, *, most: int, in_s: float = 60.0, what: str) -> None:
        self._clock = clock
        self._per_second = most / in_s
        self._most = float(most)
        self._what = what
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> None:
        """Counts one; raises `TooMany` with the seconds until the next is allowed."""
        now = self._clock.monotonic()
        tokens, at = self._buckets.pop(key, (self._most, now))
        tokens = min(self._most, tokens + (now - at) * self._per_second)
        allowed = tokens >= 1
        self._buckets[key] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > BUCKETS_LIMIT:
            self._buckets.popitem(last=False)
        if not allowed:
            wait = (1 - tokens) / self._per_second
            raise TooMany(f"too many {self._what}", retry_after_s=round(max(wait, 0.5), 1))
