"""Migrated databases: the migrations run once in a test run, and every test gets a copy."""

import asyncio
import shutil
from pathlib import Path

from hub.store.database import Database
from hub.store.migrate import migrate
from tests.support import run
from yuanqiao.parts import migration_folders

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
            migrate_at(f"sqlite:///{fresh}")
            fresh.rename(template)
    shutil.copyfile(template, path)
    url = f"sqlite:///{path}"
    COPIES.add(url)
    return url
