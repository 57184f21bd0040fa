"""What an application may send to one member: the rest is dropped, and nobody is told.

(developer.work.weixin.qq.com/document/path/90312: 30 in a minute and 1,000 in an hour to each member.)
"""

from collections import defaultdict, deque
from dataclasses import dataclass, field

LIMITS = {"minute": (30, 60.0), "hour": (1000, 3600.0)}
"""By span: how many sends, in how many seconds."""


@dataclass
class Rations:
    """When each member was sent something, and how much was dropped."""

    sends: defaultdict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    dropped: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def take(self, member: str, now: float) -> bool:
        """Counts one send; False where it is dropped."""
        times = self.sends[member]
        while times and now - times[0] >= LIMITS["hour"][1]:
            times.popleft()
        if any(self._used(member, seconds, now) >= limit for limit, seconds in LIMITS.values()):
            self.dropped[member] += 1
            return False
        times.append(now)
        return True

    def told(self, member: str, now: float) -> list[dict[str, object]]:
        """What is left, for the page."""
        return [
            {"kind": kind, "left": limit - self._used(member, seconds, now), "of": limit}
            for kind, (limit, seconds) in LIMITS.items()
        ]

    def _used(self, member: str, seconds: float, now: float) -> int:
        return sum(now - each < seconds for each in self.sends[member])
