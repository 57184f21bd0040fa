"""Migrated databases: the migrations run once in a test run, and every test gets a copy."""

import asyncio
import os
import shutil
from pathlib import Path

from hub.store.database import Database
from hub.store.migrate import migrate
from ingress.files import sync_folder
from tests.support import run
from yuanqiao.parts import migration_folders

SQLITE = "sqlite:///"

COPIES: set[str] = set()
"""The databases of this process that were made from a migrated one: nothing has to be migrated there."""


def migrate_at(url: str) -> None:
    """Brings a database to this code's schema, with the tables of every part."""

    async def go() -> None:
        database = Database(url)
        await migrate(database, migration_folders())
        await database.close()

    asyncio.run(go())


def migrated_file(path: Path) -> str:
    """The URL of a migrated SQLite database, made at this path."""
    with run.one_at_a_time("migrated.db") as template:
        if not template.exists():
            fresh = template.with_suffix(".new")
            migrate_at(f"{SQLITE}{fresh}")
            fresh.rename(template)
    shutil.copyfile(template, path)
    url = f"{SQLITE}{path}"
    COPIES.add(url)
    return url


def put_copy(url: str) -> bool:
    """Whether the tables stand there now: as a copy made before, or put there where no file is yet."""
    if url in COPIES:
        return True
    path = Path(url.removeprefix(SQLITE))
    if not url.startswith(SQLITE) or not run.has_begun() or path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    migrated_file(path)
    with path.open("rb") as file:
        os.fsync(file.fileno())  # as the migrations would have: rows that cut the power forget what was not
    sync_folder(path.parent)
    return True


async def make_tables(url: str) -> None:
    """Brings an empty database to this code's schema: by a copy, or where there is none by the migrations."""
    if not await asyncio.to_thread(put_copy, url):
        await asyncio.to_thread(migrate_at, url)
