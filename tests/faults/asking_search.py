"""Questions to the knowledge base while its Elasticsearch is disturbed: who found, was it right."""

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from hub.clock import SystemClock
from hub.errors import Unavailable
from hub.settings import ROOT, Settings
from hub.store.database import Database
from kb.answer import Answerer, open_judge
from kb.following import Following
from kb.formats import read
from kb.index import rebuild
from kb.measuring.queries import Query, read_queries
from kb.measuring.scratch import scratch
from kb.search.elasticsearch.feed import IndexFeed, open_feed
from kb.search.opening import open_search
from kb.search.port import ELASTICSEARCH, SearchBackend

DEMO = ROOT / "kb" / "demo"
ASKERS = 4
FIRST = 3
PATIENCE_S = 120.0


@dataclass
class Tally:
    """What came of the questions up to now; `right`: one of the first three was."""

    asked: int = 0
    right: int = 0
    failed: int = 0
    by: Counter[str] = field(default_factory=Counter)

    def since(self, before: "Tally") -> "Tally":
        """What came after a moment."""
        return Tally(
            self.asked - before.asked,
            self.right - before.right,
            self.failed - before.failed,
            self.by - before.by,
        )

    def now(self) -> "Tally":
        """A copy."""
        return Tally(self.asked, self.right, self.failed, Counter(self.by))

    @property
    def recall(self) -> float:
        """The share of questions, in percent, whose right article was among the first three."""
        return 100 * self.right / self.asked if self.asked else 0.0


@dataclass
class Bank:
    """The demo bank, asked without a pause, and its index on the servers, which is followed as by a hub."""

    answerer: Answerer
    feed: IndexFeed
    today: date
    tally: Tally = field(default_factory=Tally)
    last: str = ""
    why: Counter[str] = field(default_factory=Counter)
    """Why questions failed, and how many."""

    async def ask_for_ever(self, queries: Sequence[Query]) -> None:
        """One customer after another."""
        for query in itertools.cycle(queries):
            try:
                ranking = await self.answerer.rank(query.text, channel="webchat")
            except Unavailable as error:
                self.tally.failed += 1
                self.why[error.detail] += 1
                await asyncio.sleep(0.02)
                continue
            first = {each.version.article_id for each in ranking.candidates[:FIRST]}
            self.tally.asked += 1
            self.tally.right += bool(first & query.right)
            self.tally.by[ranking.backend] += 1
            self.last = ranking.backend
            await asyncio.sleep(0)

    async def questions(self, count: int) -> None:
        """Waits until so many more were asked, whatever came of them."""
        wanted = self.tally.asked + self.tally.failed + count
        async with asyncio.timeout(PATIENCE_S):
            while self.tally.asked + self.tally.failed < wanted:  # noqa: ASYNC110  (they give no sign)
                await asyncio.sleep(0.01)

    async def is_back(self) -> bool:
        """Whether Elasticsearch serves again, of itself, and holds what the database holds."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not await self._is_whole():  # noqa: ASYNC110  (nobody tells)
                    await asyncio.sleep(0.1)
        except TimeoutError:
            return False
        return True

    async def _is_whole(self) -> bool:
        try:
            return self.last == ELASTICSEARCH and await self.feed.difference(self.today) == 0
        except Unavailable:
            return False


@asynccontextmanager
async def asked_bank(settings: Settings, folder: Path) -> AsyncIterator[Bank]:
    """The demo bank under load, on the servers and with the fall-back that the settings name."""
    clock, zone = SystemClock(), ZoneInfo(settings.time_zone)
    feeds: list[IndexFeed] = []

    @asynccontextmanager
    async def searching(database: Database, today: date) -> AsyncIterator[SearchBackend]:
        await rebuild(database, settings.index_dir, today=today)
        feed = open_feed(settings, database)
        await feed.rebuild(today)
        feeds.append(feed)
        search = open_search(settings, database, clock)
        following = Following(feed.follow, clock, time_zone=zone, backend=ELASTICSEARCH, close=feed.close)
        task = asyncio.create_task(following.run())
        try:
            yield search
        finally:
            task.cancel()
            await asyncio.wait({task})
            await search.close()

    queries = read_queries(DEMO / "questions.jsonl")
    opened = scratch(read(DEMO), judge=open_judge(settings), clock=clock, time_zone=zone, searching=searching)
    async with opened as answerer:
        bank = Bank(answerer, feeds[0], clock.now().astimezone(zone).date())
        askers = [asyncio.create_task(bank.ask_for_ever(queries[number:])) for number in range(ASKERS)]
        try:
            yield bank
        finally:
            for asker in askers:
                asker.cancel()
            await asyncio.wait(askers)
