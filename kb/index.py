"""Builds the embedded index from the database, brings changes into it, and tells whether that is due."""

import asyncio
from collections.abc import Set
from datetime import date
from pathlib import Path

import structlog

from hub.errors import Unavailable
from hub.store.database import Database
from kb import text
from kb.articles import Window, by_article, windows
from kb.search import pointer as pointers
from kb.search.embedded_builder import Progress, build
from kb.search.embedded_growing import ChangedArticle, grow
from kb.search.pointer import Pointer
from kb.store import articles as store
from kb.store.changes import changed_since
from kb.store.synonyms import in_force
from kb.synonyms import Synonyms

GROWS_FROM = 2_000
"""Documents: fewer are indexed anew in two seconds."""

MOST_GROWN = 0.1
"""After so large a share was brought in, all are indexed anew: what was taken out weighs until then."""

MOST_AT_ONCE = 500

log = structlog.get_logger(__name__)


async def rebuild(
    database: Database,
    index_dir: Path,
    *,
    today: date,
    without: Set[str] = frozenset(),
    progress: Progress = lambda done, of: None,
) -> Pointer:
    """Builds a new version of the index from what is in effect on `today` or later, and switches to it.

    `without`: ids of articles that are left out, for measuring. `progress` is called from another thread.
    Raises `Conflict` while another process builds.
    """
    async with database.read() as connection:
        change = await store.change_number(connection)
        synonyms = await in_force(connection)
        versions = await store.all_published_versions(connection)
    articles = [group for article_id, group in by_article(versions).items() if article_id not in without]
    chosen = [window for group in articles for window in _from(today, windows(group))]
    return await asyncio.to_thread(build, index_dir, chosen, synonyms, change=change, progress=progress)


async def bring_up_to_date(database: Database, index_dir: Path, *, today: date) -> Pointer:
    """Brings what was published since into the index in use, or builds a new one where that is quick or due.

    One that is damaged, or was built by other synonyms than those in force, is built anew. Raises `Conflict`
    while another process builds, `SetupError` where the folder cannot be written.
    """
    async with database.read() as connection:
        synonyms = await in_force(connection)
    before = await asyncio.to_thread(_readable, index_dir, synonyms)
    if before is None or before.documents < GROWS_FROM:
        return await rebuild(database, index_dir, today=today)
    async with database.read() as connection:
        change = await store.change_number(connection)
        ids = list(await changed_since(connection, before.change))
        many = len(ids) > MOST_AT_ONCE or before.grown + len(ids) > MOST_GROWN * before.documents
        published = {} if many else by_article(await store.published_versions(connection, ids))
    if many or before.change > change:  # another database was put in place
        return await rebuild(database, index_dir, today=today)
    changed = [
        ChangedArticle(each, published.get(each, []), _from(today, windows(published.get(each, []))))
        for each in ids
    ]
    try:
        return await asyncio.to_thread(grow, index_dir, before, changed, change=change)
    except Unavailable as error:
        log.warning("kb.index_built_anew", cause=error.detail)
        return await rebuild(database, index_dir, today=today)


async def is_stale(database: Database, index_dir: Path) -> bool:
    """Whether the index misses a change, was built by other rules or synonyms, or cannot be read."""
    try:
        pointer = await asyncio.to_thread(pointers.read, index_dir)
    except Unavailable:
        return True
    async with database.read() as connection:
        change = await store.change_number(connection)
        synonyms = await in_force(connection)
    return pointer is None or (pointer.change, pointer.analysis) != (change, text.fingerprint(synonyms))


def _readable(index_dir: Path, synonyms: Synonyms) -> Pointer | None:
    """The version in use, where this release can read it, and it was built by these synonyms."""
    try:
        found = pointers.read(index_dir)
    except Unavailable:
        return None
    return found if found is not None and found.analysis == text.fingerprint(synonyms) else None


def _from(today: date, found: list[Window]) -> list[Window]:
    return [window for window in found if window.last >= today]
