"""A knowledge base for the length of a measurement: its own database and index in a temporary folder."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
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
from kb.store import schema

TABLES = [schema.article, schema.article_version, schema.value, schema.gap, schema.media, schema.index_change]


@asynccontextmanager
async def scratch(
    batch: Batch, *, without: Iterable[str] = (), judge: Judge, clock: Clock, time_zone: ZoneInfo
) -> AsyncIterator[Answerer]:
    """An answerer on these articles, except those whose ids are in `without`; literal figures may stand."""
    hidden = set(without)
    kept = replace(batch, articles=[each for each in batch.articles if each[1].article_id not in hidden])
    with TemporaryDirectory(prefix="yuanqiao-kb-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'kb.db'}")
        try:
            async with database.write() as connection:
                await connection.run_sync(metadata.create_all, tables=TABLES)
                now = clock.now()
                await load_batch(connection, kept, now=now, approved_by="measuring", check_numbers=False)
            index = Path(folder) / "index"
            await rebuild(database, index, today=now.astimezone(time_zone).date())
            yield Answerer(database, EmbeddedSearch(index), clock, time_zone=time_zone, judge=judge)
        finally:
            await database.close()
