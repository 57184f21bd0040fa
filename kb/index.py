"""Rebuilds the embedded index from the database, and tells whether that is due."""

import asyncio
from datetime import date
from pathlib import Path

from hub.errors import Unavailable
from hub.store.database import Database
from kb import text
from kb.articles import Window, by_article, windows
from kb.search import pointer as pointers
from kb.search.embedded_builder import Progress, build
from kb.search.pointer import Pointer
from kb.store import articles as store


async def rebuild(
    database: Database, index_dir: Path, *, today: date, progress: Progress = lambda done, of: None
) -> Pointer:
    """Builds a new version of the index from what is in effect on `today` or later, and switches to it.

    `progress` is called from another thread. Raises `Conflict` while another process builds.
    """
    async with database.read() as connection:
        change = await store.change_number(connection)
        versions = await store.all_published_versions(connection)
    chosen = [window for group in by_article(versions).values() for window in _from(today, windows(group))]
    return await asyncio.to_thread(build, index_dir, chosen, change=change, progress=progress)


async def is_stale(database: Database, index_dir: Path) -> bool:
    """Whether the index misses a published change, was built by another normalisation, or cannot be read."""
    try:
        pointer = await asyncio.to_thread(pointers.read, index_dir)
    except Unavailable:
        return True
    async with database.read() as connection:
        change = await store.change_number(connection)
    return pointer is None or (pointer.change, pointer.analysis) != (change, text.fingerprint())


def _from(today: date, found: list[Window]) -> list[Window]:
    return [window for window in found if window.last >= today]
