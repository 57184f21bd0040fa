"""The words by which articles are called: titles and similar questions, in memory, as editors wrote them."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from hub.errors import StoreUnavailable
from hub.ports import Clock
from hub.store.database import Database
from kb.articles import Window, by_article, windows
from kb.model import Version
from kb.store import articles as store
from kb.text import normalise, tokens

CHECK_S = 3.0
"""Seconds between two looks at the knowledge base's change number."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A title or similar question as it is shown, and the key and tokens by which it is compared."""

    shown: str
    key: str
    tokens: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A version with the days on which it is in effect, and what it is called."""

    window: Window
    phrases: tuple[Phrase, ...]

    def is_shown(self, day: date, channel: str) -> bool:
        return self.window.first <= day <= self.window.last and self.window.version.is_for(channel)


class Phrases:
    """Follows the knowledge base: the list is made anew when the change number has moved."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._entries: tuple[_Entry, ...] | None = None
        self._change = 0
        self._checked_at = 0.0
        self._checking = asyncio.Lock()

    async def shown(self, day: date, channel: str) -> Mapping[str, tuple[Phrase, ...]]:
        """The phrases of every article in effect on the day for the channel, by article id, the title first.

        Raises `StoreUnavailable` where the list was never read.
        """
        entries = await self._current()
        return {
            entry.window.version.article_id: entry.phrases
            for entry in entries
            if entry.is_shown(day, channel)
        }

    async def versions(self, day: date, channel: str) -> Mapping[str, Version]:
        """Every version in effect on the day for anybody on the channel, by article id.

        Raises `StoreUnavailable` where the list was never read.
        """
        entries = await self._current()
        found = (entry.window.version for entry in entries if entry.is_shown(day, channel))
        return {version.article_id: version for version in found}

    async def _current(self) -> tuple[_Entry, ...]:
        async with self._checking:
            now = self._clock.monotonic()
            if self._entries is None or now - self._checked_at >= CHECK_S:
                self._checked_at = now
                self._entries = await self._followed(self._entries)
            return self._entries

    async def _followed(self, known: tuple[_Entry, ...] | None) -> tuple[_Entry, ...]:
        """The entries of the newest change; those at hand while the store is away."""
        try:
            async with self._database.read() as connection:
                change = await store.change_number(connection)
                if known is not None and change == self._change:
                    return known
                versions = await store.all_published_versions(connection)
        except StoreUnavailable:
            if known is None:
                raise
            return known
        # In a thread: thousands of phrases are normalised, and every socket would wait for it.
        entries = await asyncio.to_thread(_entries, by_article(versions).values())
        self._change = change
        return entries


def key_of(text: str) -> str:
    """What phrases are compared by: normalised, letters and digits alone."""
    return "".join(char for char in normalise(text) if char.isalnum())


def _entries(articles: Iterable[list[Version]]) -> tuple[_Entry, ...]:
    return tuple(_entry(window) for versions in articles for window in windows(versions))


def _entry(window: Window) -> _Entry:
    names = dict.fromkeys((window.version.title, *window.version.questions))
    return _Entry(window, tuple(Phrase(name, key_of(name), frozenset(tokens(name))) for name in names))
