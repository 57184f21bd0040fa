"""A large house: its articles loaded, indexed, searched and edited, in minutes, memory and spans."""

import itertools
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from hub.clock import SystemClock
from hub.settings import Settings
from hub.store.database import Database
from hub.store.metadata import metadata
from kb import articles
from kb.answer import Answerer, open_judge
from kb.following import embedded_index
from kb.formats import Batch
from kb.load import load_batch
from kb.measuring.scratch import TABLES
from kb.model import ArticleDraft
from kb.ranking import CANDIDATES
from kb.search.embedded import EmbeddedSearch
from kb.search.port import Filters
from kb.store import articles as store
from tests.bench.figures import spread_ms
from tests.bench.house import questions
from tests.bench.parts.search import made, spans_of
from tests.bench.result import Figures
from tests.bench.sizes import Sizes
from tests.bench.steps import Steps

QUESTIONS_OF_AN_ARTICLE = 10
EDITS = 3
PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 2**20
CLOCK = SystemClock()
SETTINGS = (
    f"embedded index and SQLite; made articles as those of `search`, {QUESTIONS_OF_AN_ARTICLE} questions "
    "each, loaded in one transaction, searched and decided in this process one after another; an edit is one "
    "article published anew, found once the index has followed"
)


async def measure(sizes: Sizes, steps: Steps) -> Figures:
    """What loading, indexing, asking and editing take, and what the process holds after each."""
    count = sizes.house_questions
    with steps.timed(f"making {count} questions", count / 100_000):
        batch = made(count, QUESTIONS_OF_AN_ARTICLE)
    figures: Figures = {"articles_count": len(batch.articles), "questions_count": count}
    figures["made_memory_mb"] = _memory_mb()
    async with _house() as (database, folder):
        today = _today()
        index = embedded_index(database, folder)
        with steps.timed(f"loading {count} questions", count / 10_000):
            figures["load_s"] = await _seconds(_load(database, batch))
        figures["loaded_memory_mb"] = _memory_mb()
        with steps.timed(f"indexing {count} questions", count / 2_000):
            figures["index_s"] = await _seconds(index(today))
        figures["indexed_memory_mb"] = _memory_mb()
        figures |= await _asked(database, folder, today, sizes, steps)
        with steps.timed("editing", EDITS * figures["index_s"]):
            figures |= await _edited(
                database, [draft for _, draft in batch.articles[:EDITS]], lambda: index(today)
            )
    return figures | {"edited_memory_mb": _memory_mb()}


async def _asked(database: Database, folder: Path, today: date, sizes: Sizes, steps: Steps) -> Figures:
    search = EmbeddedSearch(folder)
    opened = await _seconds(search.refreshed())
    settings = Settings()
    answerer = Answerer(
        database, search, CLOCK, time_zone=ZoneInfo(settings.time_zone), judge=open_judge(settings)
    )
    filters = Filters(today, "webchat")
    wanted = list(itertools.islice(itertools.cycle(questions()), sizes.searches))
    with steps.counted("asking", 2 * len(wanted)) as step:
        searched = await spans_of(wanted, lambda q: search.candidates(q, CANDIDATES, filters), step)
        decided = await spans_of(wanted, lambda q: answerer.answer(q, channel="webchat"), step)
    spans = spread_ms(searched) | spread_ms(decided, "decision")
    return {"open_s": opened} | spans | {"asked_memory_mb": _memory_mb()}


async def _edited(
    database: Database, drafts: list[ArticleDraft], index: Callable[[], Awaitable[object]]
) -> Figures:
    """Seconds to publish one article anew, and until the index has followed: the mean of some."""
    written = found = 0.0
    for draft in drafts:
        begun = time.perf_counter()
        async with database.write() as connection:
            now = CLOCK.now()
            (latest,) = await store.versions_of(connection, draft.article_id)
            change = await store.next_change(connection, now)
            edited = replace(draft, answer=f"{draft.answer}请以网点说明为准。")
            await articles.publish(
                connection, edited, latest=latest, approved_by="bench", now=now, change=change
            )
        written += time.perf_counter() - begun
        await index()
        found += time.perf_counter() - begun
    return {"edit_s": round(written / len(drafts), 4), "edit_found_s": round(found / len(drafts), 2)}


@asynccontextmanager
async def _house() -> AsyncIterator[tuple[Database, Path]]:
    """An empty database, and the folder for its index."""
    with TemporaryDirectory(prefix="yuanqiao-articles-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'kb.db'}")
        try:
            async with database.write() as connection:
                await connection.run_sync(metadata.create_all, tables=TABLES)
            yield database, Path(folder) / "index"
        finally:
            await database.close()


async def _load(database: Database, batch: Batch) -> None:
    async with database.write() as connection:
        await load_batch(connection, batch, now=CLOCK.now(), approved_by="bench", check_numbers=False)


async def _seconds(work: Awaitable[object]) -> float:
    begun = time.perf_counter()
    await work
    return round(time.perf_counter() - begun, 2)


def _today() -> date:
    return CLOCK.now().astimezone(ZoneInfo(Settings().time_zone)).date()


def _memory_mb() -> float:
    """What is resident now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return round(pages * PAGE_MB, 1)
