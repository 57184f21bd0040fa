"""A knowledge base for the length of a measurement: its own database and index in a temporary folder."""

from collections.abc import AsyncIterator, Callable, Iterable, Set
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from hub.ports import Clock
from hub.store.database import Database
from hub.store.metadata import metadata
from kb.answer import Answerer
from kb.decide import Judge
from kb.formats import Batch
from kb.index import rebuild
from kb.load import load_batch
from kb.search.embedded import EmbeddedSearch
from kb.search.port import SearchBackend
from kb.store import schema, schema_studio, schema_synonyms

TABLES = [
    schema.article,
    schema.article_version,
    schema.value,
    schema.gap,
    schema.media,
    schema.index_change,
    schema_studio.category_name,
    schema_studio.category,
    schema_studio.strict_category,
    schema_synonyms.synonyms_version,
]

Searching = Callable[[Database, date], AbstractAsyncContextManager[SearchBackend]]
"""Indexes a knowledge base as of a day, in a backend that is there as long as the measurement."""


@asynccontextmanager
async def scratch(
    batch: Batch,
    *,
    without: Iterable[str] = (),
    judge: Judge,
    clock: Clock,
    time_zone: ZoneInfo,
    searching: Searching | None = None,
) -> AsyncIterator[Answerer]:
    """An answerer on these articles, except those whose ids are in `without`; literal figures may stand.

    It searches an embedded index of its own, or what `searching` opens.
    """
    hidden = set(without)
    kept = replace(batch, articles=[each for each in batch.articles if each[1].article_id not in hidden])
    async with loaded(kept, clock=clock) as database:
        today = clock.now().astimezone(time_zone).date()
        async with (searching or indexed())(database, today) as search:
            yield Answerer(database, search, clock, time_zone=time_zone, judge=judge)


@asynccontextmanager
async def loaded(batch: Batch, *, clock: Clock) -> AsyncIterator[Database]:
    """A database with these articles; literal figures may stand."""
    with TemporaryDirectory(prefix="yuanqiao-kb-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'kb.db'}")
        try:
            async with database.write() as connection:
                await connection.run_sync(metadata.create_all, tables=TABLES)
                now = clock.now()
                await load_batch(connection, batch, now=now, approved_by="measuring", check_numbers=False)
            yield database
        finally:
            await database.close()


def indexed(without: Set[str] = frozenset()) -> Searching:
    """Searches an embedded index of its own, in which the articles with these ids are not."""

    @asynccontextmanager
    async def searching(database: Database, today: date) -> AsyncIterator[SearchBackend]:
        with TemporaryDirectory(prefix="yuanqiao-kb-") as folder:
            await rebuild(database, Path(folder), today=today, without=without)
            yield EmbeddedSearch(Path(folder))

    return searching
