"""The words by which articles are called: titles and similar questions, in memory, as editors wrote them."""

import asyncio
import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date

from hub.errors import StoreUnavailable
from hub.ports import Clock
from hub.store.database import Database
from kb.articles import Window, by_article, windows
from kb.model import Version
from kb.store import articles as store
from kb.store.synonyms import in_force
from kb.synonyms import Synonyms
from kb.text import normalise, tokens

CHECK_S = 3.0
"""Seconds between two looks at the knowledge base's change number."""


_LATIN = re.compile("[a-z]")


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


@dataclass(frozen=True, slots=True)
class ShownPhrases:
    """By article id the phrases of each, the title first; `synonyms`: by which their tokens are cut."""

    of: Mapping[str, tuple[Phrase, ...]]
    synonyms: Synonyms


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read at one change."""

    change: int
    entries: tuple[_Entry, ...]
    synonyms: Synonyms


class Phrases:
    """Follows the knowledge base: the list is made anew when the change number has moved."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._known: _Known | None = None
        self._checked_at = 0.0
        self._checking = asyncio.Lock()

    async def shown(self, day: date, channel: str) -> ShownPhrases:
        """The phrases of every article in effect on the day for the channel.

        Raises `StoreUnavailable` where the list was never read.
        """
        known = await self._current()
        found = {
            entry.window.version.article_id: entry.phrases
            for entry in known.entries
            if entry.is_shown(day, channel)
        }
        return ShownPhrases(found, known.synonyms)

    async def versions(self, day: date, channel: str) -> Mapping[str, Version]:
        """Every version in effect on the day for anybody on the channel, by article id.

        Raises `StoreUnavailable` where the list was never read.
        """
        entries = (await self._current()).entries
        found = (entry.window.version for entry in entries if entry.is_shown(day, channel))
        return {version.article_id: version for version in found}

    async def with_any(self, day: date, words: Iterable[str]) -> list[tuple[str, ...]]:
        """The titles and similar questions of each article that may have one of these words in any of them.

        Latin ones stand for Chinese words, too (`kb.english`). Articles that end before the day are left out.
        Raises `StoreUnavailable` where no article was ever read.
        """
        entries = [each for each in (await self._current()).entries if each.window.last >= day]
        keys = {key for word in words if (key := key_of(word))}
        return await asyncio.to_thread(_with_any, entries, keys)

    async def _current(self) -> _Known:
        async with self._checking:
            now = self._clock.monotonic()
            if self._known is None or now - self._checked_at >= CHECK_S:
                self._checked_at = now
                self._known = await self._followed(self._known)
            return self._known

    async def _followed(self, known: _Known | None) -> _Known:
        """What stands at the newest change; what is at hand while the store is away."""
        try:
            async with self._database.read() as connection:
                change = await store.change_number(connection)
                if known is not None and change == known.change:
                    return known
                synonyms = await in_force(connection)
                versions = await store.all_published_versions(connection)
        except StoreUnavailable:
            if known is None:
                raise
            return known
        # In a thread: thousands of phrases are normalised, and every socket would wait for it.
        entries = await asyncio.to_thread(_entries, by_article(versions).values(), synonyms)
        return _Known(change, entries, synonyms)


def key_of(text: str) -> str:
    """What phrases are compared by: normalised, letters and digits alone."""
    return "".join(char for char in normalise(text) if char.isalnum())


def _entries(articles: Iterable[list[Version]], synonyms: Synonyms) -> tuple[_Entry, ...]:
    return tuple(_entry(window, synonyms) for versions in articles for window in windows(versions))


def _entry(window: Window, synonyms: Synonyms) -> _Entry:
    names = dict.fromkeys((window.version.title, *window.version.questions))
    return _Entry(
        window, tuple(Phrase(name, key_of(name), frozenset(tokens(name, synonyms))) for name in names)
    )


def _with_any(entries: Iterable[_Entry], keys: Set[str]) -> list[tuple[str, ...]]:
    def may_have(key: str) -> bool:
        return any(each in key for each in keys) or _LATIN.search(key) is not None

    return [
        tuple(phrase.shown for phrase in entry.phrases)
        for entry in entries
        if any(may_have(phrase.key) for phrase in entry.phrases)
    ]
