"""Suggests questions that go on from what a customer begins to write.

What is shown is a title or a similar question exactly as an editor wrote it, so asking it is answered
directly. Words that were only begun are stored nowhere and logged nowhere.
"""

import asyncio
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from hub.errors import Unavailable
from hub.ports import Clock
from kb.phrases import Phrase, Phrases, ShownPhrases, key_of
from kb.search.port import Filters, SearchBackend
from kb.text import tokens

SEARCH_S = 0.3
"""Longest wait for the search backend: later than that the customer has typed on."""

CANDIDATES = 10
ENOUGH_SHARED = 0.6
"""A searched question is shown where it has at least this share of the tokens that were begun."""


class Suggestions:
    """Finds questions in the list in memory, and through the search backend where that gives too few."""

    def __init__(self, phrases: Phrases, search: SearchBackend, clock: Clock, *, time_zone: ZoneInfo) -> None:
        self._phrases = phrases
        self._search = search
        self._clock = clock
        self._zone = time_zone

    async def suggest(self, begun: str, channel: str, limit: int) -> Sequence[str]:
        """At most `limit` questions, one of each article: what begins so, what contains it, what is alike.

        Raises `StoreUnavailable`; a search backend that is away only makes them fewer.
        """
        key = key_of(begun)
        if not key:
            return []
        day = self._clock.now().astimezone(self._zone).date()
        shown = await self._phrases.shown(day, channel)
        found = _containing(shown.of, key)
        if len(found) < limit:
            more = await self._alike(begun, Filters(day, channel), shown)
            found |= {article_id: more[article_id] for article_id in more if article_id not in found}
        distinct: dict[str, str] = {}
        for phrase in found.values():
            distinct.setdefault(phrase.key, phrase.shown)
        return list(distinct.values())[:limit]

    async def _alike(self, begun: str, filters: Filters, shown: ShownPhrases) -> dict[str, Phrase]:
        """Of each article that the search backend proposes the phrase most alike, if it is alike enough."""
        try:
            async with asyncio.timeout(SEARCH_S):
                hits = await self._search.candidates(begun, CANDIDATES, filters)
        except (Unavailable, TimeoutError):
            return {}
        wanted = set(tokens(begun, shown.synonyms))
        found = {}
        for hit in hits:
            phrase = _likest(shown.of.get(hit.article_id, ()), wanted)
            if phrase is not None:
                found[hit.article_id] = phrase
        return found


def _containing(shown: Mapping[str, tuple[Phrase, ...]], key: str) -> dict[str, Phrase]:
    """Of each article the best phrase that holds the key: first those that begin with it, then short ones.

    Of an article's phrases that do alike, its title stands for it.
    """
    found = []
    for article_id, phrases in shown.items():
        begins = next((phrase for phrase in phrases if phrase.key.startswith(key)), None)
        holds = begins or next((phrase for phrase in phrases if key in phrase.key), None)
        if holds is not None:
            found.append((begins is None, len(holds.key), article_id, holds))
    found.sort(key=lambda each: each[:3])
    return {article_id: phrase for _, _, article_id, phrase in found}


def _likest(phrases: Sequence[Phrase], wanted: set[str]) -> Phrase | None:
    """The phrase with most of the wanted tokens, the shortest of these; None where it has too few of them."""
    best = max(phrases, key=lambda each: (len(wanted & each.tokens), -len(each.key)), default=None)
    enough = best is not None and len(wanted & best.tokens) >= max(1.0, ENOUGH_SHARED * len(wanted))
    return best if enough else None
