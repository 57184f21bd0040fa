"""Statistics counted from the database, following its changes: no backend is asked for them."""

import asyncio
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import structlog

from hub.errors import StoreUnavailable, Unavailable
from hub.ports import Clock
from hub.store.database import Database
from kb.articles import Window, by_article, windows
from kb.search.documents import document_of
from kb.search.statistics import Statistics
from kb.store import articles as store
from kb.store.changes import changed_since
from kb.store.synonyms import in_force
from kb.synonyms import Synonyms
from kb.text import shipped_synonyms

CHECK_S = 1.0
"""Seconds between two looks at the knowledge base's change number."""

WAIT_S = 0.3
"""So long a question waits for what is new to be counted."""

AT_ONCE = 200
"""Articles that are read and counted in one go."""

log = structlog.get_logger(__name__)

Versions = Mapping[str, Sequence[Window]]
"""The windows of each of some articles; none where the article is shown no more."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """A version that was counted, its last day, and the numbers of its tokens."""

    version: int
    last: date
    tokens: "array[int]"


class _Tally:
    """In how many versions each token stands; knows what each version brought, to take it away again."""

    def __init__(self, synonyms: Synonyms) -> None:
        self.synonyms = synonyms
        self._numbers: dict[str, int] = {}
        self._counts: Counter[str] = Counter()
        self._words: list[str] = []
        self._articles: dict[str, list[_Counted]] = {}
        self._documents = 0

    def replace(self, changed: Versions, today: date) -> None:
        """Counts these articles anew; what is over is not counted."""
        for article_id, found in changed.items():
            self._keep(article_id, [])
            counted = [self._add(window) for window in found if window.last >= today]
            if counted:
                self._articles[article_id] = counted

    def forget_ended(self, today: date) -> None:
        """Takes away what is over by now."""
        for article_id, counted in list(self._articles.items()):
            going_on = [each for each in counted if each.last >= today]
            if len(going_on) < len(counted):
                self._keep(article_id, going_on)

    def statistics(self) -> Statistics:
        """What was counted up to now."""
        return Statistics(self._documents, dict(self._counts), self.synonyms)

    def _add(self, window: Window) -> _Counted:
        known = document_of(window, self.synonyms).known
        self._counts.update(known)
        self._documents += 1
        return _Counted(window.version.version, window.last, array("L", map(self._number, known)))

    def _keep(self, article_id: str, kept: list[_Counted]) -> None:
        versions = {each.version for each in kept}
        for counted in self._articles.pop(article_id, []):
            if counted.version not in versions:
                self._take_away(counted)
        if kept:
            self._articles[article_id] = kept

    def _take_away(self, counted: _Counted) -> None:
        self._documents -= 1
        for number in counted.tokens:
            word = self._words[number]
            self._counts[word] -= 1
            if not self._counts[word]:
                del self._counts[word]

    def _number(self, word: str) -> int:
        number = self._numbers.setdefault(word, len(self._words))
        if number == len(self._words):
            self._words.append(word)
        return number


class CountedStatistics:
    """Follows the knowledge base: what has changed is counted anew, in a thread."""

    def __init__(self, database: Database, clock: Clock, *, time_zone: ZoneInfo) -> None:
        self._database = database
        self._clock = clock
        self._zone = time_zone
        self._tally = _Tally(shipped_synonyms())
        self._change = -1
        self._today = date.min
        self._statistics: Statistics | None = None
        self._checked_at = 0.0
        self._counting: asyncio.Task[None] | None = None

    def latest(self) -> Statistics:
        """What was counted last; raises `Unavailable` before the first time."""
        if self._statistics is None:
            raise Unavailable("the articles were not counted yet")
        return self._statistics

    async def refreshed(self) -> Statistics:
        """What is counted now, looked at once a second at most.

        While the database is away, or has much that is new, what was counted last. Raises `Unavailable` where
        nothing was ever counted.
        """
        if self._counting is None and self._is_due():
            self._checked_at = self._clock.monotonic()
            # A task of its own: whoever asks may stop waiting, and counting goes on to its end.
            self._counting = asyncio.create_task(self._count())
            self._counting.add_done_callback(self._counted)
        if self._counting is not None:
            await asyncio.wait({self._counting}, timeout=None if self._statistics is None else WAIT_S)
        return self.latest()

    async def close(self) -> None:
        """Stops counting."""
        if self._counting is not None:
            self._counting.cancel()
            await asyncio.wait({self._counting})

    def _is_due(self) -> bool:
        return self._statistics is None or self._clock.monotonic() - self._checked_at >= CHECK_S

    def _counted(self, done: "asyncio.Task[None]") -> None:
        self._counting = None
        if not done.cancelled() and (error := done.exception()) is not None:
            if not isinstance(error, StoreUnavailable):
                raise error
            log.warning("kb.count_waits", cause=error.detail)

    async def _count(self) -> None:
        today = self._clock.now().astimezone(self._zone).date()
        async with self._database.read() as connection:
            change = await store.change_number(connection)
            if (change, today) == (self._change, self._today):
                return
            synonyms = await in_force(connection)
            # Below what was counted: another database was put in place. The last statistics serve meanwhile.
            if change < self._change or synonyms.digest != self._tally.synonyms.digest:
                self._tally, self._change = _Tally(synonyms), -1
            changed = list(await changed_since(connection, self._change))
        for begin in range(0, len(changed), AT_ONCE):
            some = changed[begin : begin + AT_ONCE]
            async with self._database.read() as connection:
                versions = by_article(await store.published_versions(connection, some))
            found = {article_id: windows(versions.get(article_id, [])) for article_id in some}
            await asyncio.to_thread(self._tally.replace, found, today)
        await asyncio.to_thread(self._tally.forget_ended, today)
        self._statistics = await asyncio.to_thread(self._tally.statistics)
        self._change, self._today = change, today
