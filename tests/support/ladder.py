"""Databases of every release: one goes up release by release, and whoever wants one to spoil gets a copy."""

import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from itertools import count
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection

from hub.store.database import Database
from hub.store.migrate import alembic_config
from tests.support.migrated import SQLITE
from tests.support.postgres import Postgres
from yuanqiao.parts import migration_folders

FOLDERS = migration_folders()


def config(*more: Path) -> Config:
    """Alembic's, with the branch of each part, and more folders of revisions."""
    return alembic_config((*FOLDERS, *more))


def revisions() -> list[Script]:
    """Every revision of every branch, the oldest first."""
    return list(ScriptDirectory.from_config(config()).walk_revisions())[::-1]


def before(revision: Script) -> str:
    """What a database of the release before it is migrated to."""
    down = revision.down_revision
    assert down is None or isinstance(down, str), "two lines of releases do not join"
    return down or "base"


async def migrated(
    database: Database, step: Callable[[Config, str], None], revision: str, *more: Path
) -> None:
    """Takes one step of Alembic's, up or down to a revision."""

    def go(connection: Connection) -> None:
        own = config(*more)
        own.attributes["connection"] = connection
        step(own, revision)

    async with database.write() as connection:
        await connection.run_sync(go)


@contextmanager
def revisions_read_once() -> Iterator[None]:
    """Each step reads all revisions, which takes longer than it runs: in the block only one does."""
    read: dict[str, ScriptDirectory] = {}
    from_config = ScriptDirectory.from_config

    def found(own: Config) -> ScriptDirectory:
        folders = str(own.get_main_option("version_locations"))
        if folders not in read:
            read[folders] = from_config(own)
        return read[folders]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ScriptDirectory, "from_config", found)
        yield


class Ladder:
    """A database without rows that goes up as long as its way leads to what is wanted; then another begins.

    `new` gives the URL of a new database: a copy of the one at this URL, or an empty one.
    """

    def __init__(self, new: Callable[[str | None], str], drop: Callable[[str], None]) -> None:
        self._new, self._drop = new, drop
        self._ways = _ways()
        self._url, self._release = "", "base"

    @asynccontextmanager
    async def at(self, release: str) -> AsyncIterator[Database]:
        """A database of this release, gone when the block ends."""
        if release != "base":
            await self._climb(release)
        url = self._new(self._url if release != "base" else None)
        database = Database(url)
        try:
            yield database
        finally:
            await database.close()
            self._drop(url)

    async def _climb(self, release: str) -> None:
        if not self._url or self._release not in self._ways[release]:
            if self._url:
                self._drop(self._url)
            self._url, self._release = self._new(None), "base"
        if release != self._release:
            database = Database(self._url)
            try:
                await migrated(database, command.upgrade, release)
            finally:
                await database.close()
            self._release = release


def _ways() -> dict[str, frozenset[str]]:
    """By release, those that its database went through, with itself and the empty one."""
    ways = {"base": frozenset({"base"})}
    for revision in revisions():
        ways[revision.revision] = ways[before(revision)] | {revision.revision}
    return ways


def ladder_of_files(folder: Path) -> Ladder:
    """SQLite's, with its files in this folder."""
    number = count()

    def new(like: str | None) -> str:
        path = folder / f"{next(number)}.db"
        if like is not None:
            shutil.copyfile(like.removeprefix(SQLITE), path)
        return f"{SQLITE}{path}"

    return Ladder(new, lambda url: Path(url.removeprefix(SQLITE)).unlink())


def ladder_of_server(server: Postgres) -> Ladder:
    """PostgreSQL's, with its databases in this cluster."""

    def new(like: str | None) -> str:
        return server.new_database(template=like.rpartition("/")[2]) if like else server.new_database()

    return Ladder(new, server.drop)
