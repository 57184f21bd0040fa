"""Brings the database to this code's schema; refuses a newer one."""

import asyncio
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from hub.errors import SetupError
from hub.store.database import Database

MIGRATIONS = Path(__file__).with_name("migrations")


def alembic_config() -> Config:
    """Alembic's settings, without a file of its own."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def known_revisions() -> set[str]:
    """Every revision that this code knows."""
    return {revision.revision for revision in ScriptDirectory.from_config(alembic_config()).walk_revisions()}


def head_revision() -> str:
    """The revision of this code's schema."""
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    if head is None:
        raise SetupError("there are no migrations")
    return head


async def migrate(database: Database) -> str:
    """Upgrades to this code's schema and tells the revision; raises `SetupError` for a newer database."""
    config = alembic_config()
    if database.is_sqlite and database.url.database:
        await asyncio.to_thread(Path(database.url.database).parent.mkdir, parents=True, exist_ok=True)

    def upgrade(connection: Connection) -> None:
        _refuse_newer(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")

    async with database.write() as connection:
        await connection.run_sync(upgrade)
    return head_revision()


async def check_schema(database: Database) -> None:
    """Raises `SetupError` unless the database has exactly this code's schema."""
    async with database.read() as connection:
        current = await connection.run_sync(_current)
    if current == head_revision():
        return
    if current is not None and current not in known_revisions():
        raise SetupError(NEWER)
    raise SetupError("the database is not migrated to this version: run `yuanqiao migrate`")


NEWER = "the database was written by a newer version of Yuanqiao: start that version, or restore a backup"


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_newer(connection: Connection) -> None:
    current = _current(connection)
    if current is not None and current not in known_revisions():
        raise SetupError(NEWER)
