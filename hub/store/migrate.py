"""Brings the database to this code's schema; refuses a newer one.

The spine's revisions are one line. A part whose tables are its own has a branch of its own: a folder of
revisions, the first of which follows one of the spine's and bears the part's name as its label. So a
database has one head for the spine and one for each branch, and parts grow without waiting for each other's
numbers.
"""

import asyncio
import os
from collections.abc import Iterable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from hub.errors import SetupError
from hub.store.database import Database

MIGRATIONS = Path(__file__).with_name("migrations")

NEWER = "the database was written by a newer version of Yuanqiao: start that version, or restore a backup"


def alembic_config(folders: Iterable[Path] = ()) -> Config:
    """Alembic's settings, without a file of its own; `folders` hold the revisions of the parts' branches."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    places = (MIGRATIONS / "versions", *folders)
    config.set_main_option("version_locations", os.pathsep.join(map(str, places)))
    return config


def known_revisions(folders: Iterable[Path] = ()) -> frozenset[str]:
    """Every revision that this code knows."""
    return _known(_read(folders))


def head_revisions(folders: Iterable[Path] = ()) -> frozenset[str]:
    """The revisions of this code's schema: the spine's head, and that of each branch."""
    return _heads(_read(folders))


async def migrate(database: Database, folders: Iterable[Path] = ()) -> frozenset[str]:
    """Upgrades to this code's schema and tells its heads; raises `SetupError` for a newer database."""
    config = alembic_config(folders)
    script = ScriptDirectory.from_config(config)
    known, heads = _known(script), _heads(script)
    if database.is_sqlite and database.url.database:
        await asyncio.to_thread(Path(database.url.database).parent.mkdir, parents=True, exist_ok=True)

    def upgrade(connection: Connection) -> None:
        current = current_revisions(connection)
        _refuse_newer(current, known)
        if current != heads:
            config.attributes["connection"] = connection
            command.upgrade(config, "heads")

    async with database.write() as connection:
        await connection.run_sync(upgrade)
    return heads


async def check_schema(database: Database, folders: Iterable[Path] = ()) -> None:
    """Raises `SetupError` unless the database has exactly this code's schema."""
    async with database.read() as connection:
        current = await connection.run_sync(current_revisions)
    script = _read(folders)
    _refuse_newer(current, _known(script))
    if current != _heads(script):
        raise SetupError("the database is not migrated to this version: run `yuanqiao migrate`")


def current_revisions(connection: Connection) -> frozenset[str]:
    """The revisions that a database has; none where it has no schema."""
    return frozenset(MigrationContext.configure(connection).get_current_heads())


def _refuse_newer(current: frozenset[str], known: frozenset[str]) -> None:
    if current - known:
        raise SetupError(NEWER)


def _read(folders: Iterable[Path]) -> ScriptDirectory:
    """Every revision of every branch; each of the files is run."""
    return ScriptDirectory.from_config(alembic_config(folders))


def _known(script: ScriptDirectory) -> frozenset[str]:
    return frozenset(revision.revision for revision in script.walk_revisions())


def _heads(script: ScriptDirectory) -> frozenset[str]:
    heads = frozenset(script.get_heads())
    if not heads:
        raise SetupError("there are no migrations")
    return heads
