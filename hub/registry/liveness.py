"""Who is dead: judged by what this process has seen with its own clock, never by comparing two clocks."""

from datetime import datetime
from typing import Any

from hub.ports import Clock
from hub.registry.this_process import has_ended
from hub.store.processes import Registration

DEAD_AFTER_S = 20.0
LONGEST_GAP_S = 10.0
"""Who has not looked for longer cannot tell how long others were silent: it may have slept itself."""


class Liveness:
    """Remembers since when each process has given no sign of life."""

    def __init__(self, clock: Clock, mine: Registration) -> None:
        self._clock = clock
        self._mine = mine
        self._seen: dict[str, tuple[datetime, float]] = {}
        self._looked_at = clock.monotonic()

    def start_over(self) -> None:
        """Forgets how long others were silent: while the database is away nobody can give a sign."""
        self._seen.clear()

    def dead(self, rows: list[Any]) -> list[Any]:
        """The processes that have ended, or were silent for 20 s; this one is never among them."""
        now = self._clock.monotonic()
        if now - self._looked_at > LONGEST_GAP_S:
            self.start_over()
        self._looked_at = now
        others = [row for row in rows if row.name != self._mine.name]
        self._seen = {row.name: self._since(row, now) for row in others}
        return [row for row in others if self._is_dead(row, now)]

    def _since(self, row: Any, now: float) -> tuple[datetime, float]:
        known = self._seen.get(row.name)
        return known if known is not None and known[0] == row.heartbeat_at else (row.heartbeat_at, now)

    def _is_dead(self, row: Any, now: float) -> bool:
        if has_ended(self._mine, row.machine, row.pid, row.pid_started):
            return True
        return now - self._seen[row.name][1] >= DEAD_AFTER_S
