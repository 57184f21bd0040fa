"""What customers may ask, for channels that suggest: begun questions, and the ones that are asked most."""

from collections.abc import Sequence
from typing import Protocol

from hub.ports import Asker, Clock
from kb.suggest import Suggestions

HOT_KEPT_S = 300.0
"""Seconds for which the hot questions of a channel are kept."""


class HotQuestions(Protocol):
    """Knows what is asked most."""

    async def hot(self, channel: str, limit: int) -> list[str]:
        """The questions, best first; raises `StoreUnavailable`."""
        ...


class KnownQuestions:
    """Implements `hub.ports.Questions` on the knowledge base."""

    def __init__(self, suggestions: Suggestions, hot: HotQuestions, clock: Clock) -> None:
        self._suggestions = suggestions
        self._hot = hot
        self._clock = clock
        self._kept: dict[tuple[str, int], tuple[float, list[str]]] = {}

    async def suggest(self, begun: str, channel: str, limit: int) -> Sequence[str]:
        """Questions that go on from what was begun, the likeliest first; raises `Unavailable`."""
        return await self._suggestions.suggest(begun, channel, limit)

    async def hot(self, channel: str, limit: int, asker: Asker | None = None) -> Sequence[str]:
        """What is asked most by everybody these days, at most 5 minutes old; raises `StoreUnavailable`."""
        now = self._clock.monotonic()
        kept = self._kept.get((channel, limit))
        if kept is not None and now - kept[0] < HOT_KEPT_S:
            return kept[1]
        found = await self._hot.hot(channel, limit)
        self._kept[channel, limit] = now, found
        return found
