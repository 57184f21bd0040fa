"""Measures with Elasticsearch: in an index of the measurement's own, which goes with it."""

import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from elasticsearch import AsyncElasticsearch

from hub.clock import SystemClock
from hub.errors import SetupError
from hub.ports import Clock
from hub.settings import Settings
from hub.store.database import Database
from kb.answer import Answerer
from kb.measuring.evaluate import Progress, measure
from kb.measuring.queries import Query
from kb.measuring.scratch import Searching
from kb.search.counted import CountedStatistics
from kb.search.elasticsearch.backend import ElasticsearchSearch
from kb.search.elasticsearch.connection import answering, open_client
from kb.search.elasticsearch.feed import IndexFeed
from kb.search.elasticsearch.indices import Indices
from kb.search.port import Filters, SearchBackend, SearchResult, asked_tokens
from kb.search.statistics import Statistics
from kb.text import shipped_synonyms


class OpenBank(Protocol):
    """Opens a knowledge base to measure, searched by its own embedded index or by what is given."""

    def __call__(self, *, searching: Searching | None = None) -> AbstractAsyncContextManager[Answerer]: ...


FIRST = 3
"""The first articles, which both backends should agree on."""


@dataclass
class ServedSearches:
    """How many searches there were, and how many the server says that it has served."""

    searches: int = 0
    by_elasticsearch: int = 0


class Counting:
    """Implements `kb.search.port.SearchBackend`: hands on, and counts."""

    def __init__(self, search: SearchBackend, served: ServedSearches) -> None:
        self._search = search
        self._served = served

    async def candidates(
        self, query: str, limit: int, filters: Filters, *, explain: bool = False
    ) -> SearchResult:
        """As the backend finds them; a question without a word to search for is not counted."""
        found = await self._search.candidates(query, limit, filters, explain=explain)
        self._served.searches += bool(asked_tokens(query, shipped_synonyms()))
        return found

    def statistics(self) -> Statistics:
        """Those of the backend."""
        return self._search.statistics()

    async def refreshed(self) -> Statistics:
        """Those of the backend."""
        return await self._search.refreshed()

    async def close(self) -> None:
        """Closes the backend."""
        await self._search.close()


def on_elasticsearch(settings: Settings, clock: Clock, served: ServedSearches) -> Searching:
    """Searches in the Elasticsearch that the settings name, with nothing to fall back to.

    Raises `SetupError` where they name none.
    """
    if not settings.elasticsearch_url:
        raise SetupError("YUANQIAO_ELASTICSEARCH_URL is not set: `make elasticsearch` starts one for trying")

    @asynccontextmanager
    async def searching(database: Database, today: date) -> AsyncIterator[SearchBackend]:
        client = open_client(settings)
        name = f"{settings.elasticsearch_index}-scratch-{secrets.token_hex(6)}"
        feed = IndexFeed(database, Indices(client, name))
        counted = CountedStatistics(database, clock, time_zone=ZoneInfo(settings.time_zone))
        search = ElasticsearchSearch(
            client, name, database, counted, within_s=settings.elasticsearch_within_s
        )
        try:
            await feed.rebuild(today)
            before = await _searches_of(client, name)
            yield Counting(search, served)
            served.by_elasticsearch += await _searches_of(client, name) - before
        finally:
            await feed.indices.remove_all()
            await search.close()

    return searching


async def measure_both(
    open_bank: OpenBank,
    settings: Settings,
    queries: Sequence[Query],
    *,
    hidden: Sequence[Query],
    outside: Sequence[Query],
    progress: Progress,
) -> dict[str, Any]:
    """What `kb.measuring.evaluate.measure` says of Elasticsearch, and how it does beside the embedded index.

    `searches` and `served_by_elasticsearch` are counted here and by the server, and have to be equal;
    `same_first_three`: the share of `queries` for which both give the same first three, in the same order.
    """
    served = ServedSearches()
    searching = on_elasticsearch(settings, SystemClock(), served)
    async with open_bank(searching=searching) as bank, open_bank() as embedded:
        found = await measure(bank, queries, hidden=hidden, outside=outside, progress=progress)
        same = await agreement(bank, embedded, queries)
    return asdict(found) | {
        "searches": served.searches,
        "served_by_elasticsearch": served.by_elasticsearch,
        "same_first_three": same,
    }


async def agreement(one: Answerer, other: Answerer, queries: Sequence[Query]) -> float:
    """The share of questions for which both give the same first three articles, in the same order."""
    same = [await _first(one, query) == await _first(other, query) for query in queries]
    return round(sum(same) / len(same), 4) if same else 1.0


async def _first(answerer: Answerer, query: Query) -> list[str]:
    ranking = await answerer.rank(query.text)
    return [each.version.article_id for each in ranking.candidates[:FIRST]]


async def _searches_of(client: AsyncElasticsearch, name: str) -> int:
    with answering():
        told = await client.indices.stats(index=name, metric="search")
    return int(told["_all"]["total"]["search"]["query_total"])
