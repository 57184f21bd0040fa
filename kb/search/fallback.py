"""Searches in one backend, and in another while that one does not answer."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import structlog

from hub.errors import Unavailable
from hub.ports import Clock
from kb.search.breaker import SearchBreaker
from kb.search.port import Filters, SearchBackend, SearchResult
from kb.search.statistics import Statistics

log = structlog.get_logger(__name__)

Told = Callable[[bool], None]
"""Is told whether the backend that is wanted answers."""


class FallbackSearch:
    """Implements `kb.search.port.SearchBackend`: every search is answered while one of the two can."""

    def __init__(
        self,
        wanted: SearchBackend,
        other: SearchBackend,
        clock: Clock,
        *,
        name: str,
        within_s: float,
        told: Told = lambda answers: None,
    ) -> None:
        """`name`: of the backend that is wanted; `within_s`: the longest that a question waits for it."""
        self._wanted = wanted
        self._other = other
        self._breaker = SearchBreaker(clock)
        self._name = name
        self._within_s = within_s
        self._told = told

    @property
    def answers(self) -> bool:
        """Whether the backend that is wanted is the one that is asked."""
        return self._breaker.is_closed

    async def candidates(
        self, query: str, limit: int, filters: Filters, *, explain: bool = False
    ) -> SearchResult:
        """The best articles; `SearchResult.instead_of` says where they come from the other backend."""
        if self._breaker.lets_through():
            try:
                async with asyncio.timeout(self._within_s):
                    found = await self._wanted.candidates(query, limit, filters, explain=explain)
            except (Unavailable, TimeoutError) as error:
                self._failed(error)
            except BaseException:
                self._breaker.left()
                raise
            else:
                self._succeeded()
                return found
        found = await self._other.candidates(query, limit, filters, explain=explain)
        return replace(found, instead_of=self._name)

    def statistics(self) -> Statistics:
        """Those of the backend that is wanted; they do not depend on whether it answers.

        The other's serve until they are known.
        """
        try:
            return self._wanted.statistics()
        except Unavailable:
            return self._other.statistics()

    async def refreshed(self) -> Statistics:
        """As `statistics`, brought up to date."""
        try:
            return await self._wanted.refreshed()
        except Unavailable:
            return await self._other.refreshed()

    async def close(self) -> None:
        """Closes both."""
        await self._wanted.close()
        await self._other.close()

    def _succeeded(self) -> None:
        if self._breaker.succeeded():
            log.info("kb.search_is_back", backend=self._name)
            self._told(True)

    def _failed(self, error: Exception) -> None:
        if self._breaker.failed():
            cause = error.detail if isinstance(error, Unavailable) else "it took too long"
            log.warning("kb.search_fell_back", backend=self._name, cause=cause)
            self._told(False)
