"""A search backend of each kind on a knowledge base under test, the one on a real server."""

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hub.settings import Settings
from kb.answer import Answerer
from kb.following import embedded_index
from kb.search.elasticsearch.feed import IndexFeed, open_feed
from kb.search.embedded import EmbeddedSearch
from kb.search.opening import open_search
from kb.search.port import ELASTICSEARCH, EMBEDDED, Filters, SearchBackend
from tests.support.elasticsearch import Node
from tests.unit.kb.conftest import Bank

ZONE = ZoneInfo("Asia/Shanghai")


@dataclass
class Searched:
    """A knowledge base, a backend that searches it, and what brings its index up to date."""

    name: str
    bank: Bank
    search: SearchBackend
    bring: Callable[[], Awaitable[object]]

    async def ids(self, query: str, filters: Filters | None = None, limit: int = 10) -> list[str]:
        """The ids of what is found, best first; on the clock's day, where no filters are given."""
        filters = filters or Filters(today(self.bank))
        return [hit.article_id for hit in await self.search.candidates(query, limit, filters)]

    @property
    def answerer(self) -> Answerer:
        """One that asks this backend."""
        return Answerer(self.bank.database, self.search, self.bank.clock, time_zone=ZONE)


def settings_of(node: Node, bank: Bank, **more: Any) -> Settings:
    """The settings of a house of its own on the server."""
    index = f"yuanqiao-kb-{secrets.token_hex(6)}"
    given = node.access.settings([node], var_dir=bank.folder, elasticsearch_index=index)
    return Settings(_env_file=None, **(given | more))


@dataclass
class Served:
    """A house whose searches Elasticsearch serves, with the means to look behind it."""

    settings: Settings
    bank: Bank
    feed: IndexFeed
    node: Node

    def searches(self) -> int:
        """How many searches the server says that it has served from the index."""
        told = self.node.ask(f"/{self.settings.elasticsearch_index}/_stats/search")
        return int(told["_all"]["total"]["search"]["query_total"])


@asynccontextmanager
async def house_on(node: Node, bank: Bank) -> AsyncIterator[Served]:
    """A house with an index of its own on a server."""
    settings = settings_of(node, bank, elasticsearch_fallback=False)
    feed = open_feed(settings, bank.database)
    try:
        yield Served(settings, bank, feed, node)
    finally:
        await feed.indices.remove_all()
        await feed.close()


@asynccontextmanager
async def search_of(house: Served) -> AsyncIterator[Searched]:
    """The backend on the server, with nothing to fall back to."""
    bank = house.bank
    search = open_search(house.settings, bank.database, bank.clock)
    try:
        yield Searched(ELASTICSEARCH, bank, search, lambda: house.feed.follow(today(bank)))
    finally:
        await search.close()


@pytest.fixture
async def served(bank: Bank, elasticsearch: Node) -> AsyncIterator[Served]:
    """A house on the server of the run."""
    async with house_on(elasticsearch, bank) as house:
        yield house


@pytest.fixture
async def by_elasticsearch(served: Served) -> AsyncIterator[Searched]:
    """The backend of that house."""
    async with search_of(served) as found:
        yield found


@pytest.fixture(params=[EMBEDDED, ELASTICSEARCH])
async def searched(request: pytest.FixtureRequest, bank: Bank) -> AsyncIterator[Searched]:
    """Each backend."""
    if request.param == EMBEDDED:
        once = embedded_index(bank.database, bank.index_dir)
        yield Searched(EMBEDDED, bank, EmbeddedSearch(bank.index_dir), lambda: once(today(bank)))
        return
    node: Node = request.getfixturevalue("elasticsearch")
    async with house_on(node, bank) as house, search_of(house) as found:
        yield found


def today(bank: Bank) -> date:
    """The day of the bank's clock."""
    return bank.clock.now().astimezone(ZONE).date()
