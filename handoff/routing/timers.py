"""What is to happen later: one heap, in order of time and, at one moment, of setting."""

import heapq
from collections.abc import Callable
from typing import Any

Fire = Callable[..., None]


class Timers:
    """Timers are never taken back: whoever is called checks whether it still matters."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Fire, tuple[Any, ...]]] = []
        self._count = 0

    def set(self, at: float, fire: Fire, *arguments: Any) -> None:
        """Has `fire(*arguments)` called at the given time."""
        self._count += 1
        heapq.heappush(self._heap, (at, self._count, fire, arguments))

    def next_at(self) -> float | None:
        """When the next one is due."""
        return self._heap[0][0] if self._heap else None

    def due(self, now: float) -> tuple[Fire, tuple[Any, ...]] | None:
        """Takes the first that is due."""
        if self._heap and self._heap[0][0] <= now:
            _, _, fire, arguments = heapq.heappop(self._heap)
            return fire, arguments
        return None
