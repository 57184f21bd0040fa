"""Each migration on a database of the release before it, with rows in every table: there, back, again."""

import re
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import Script, ScriptDirectory

from hub.store.database import Database
from hub.store.migrate import alembic_config
from yuanqiao.parts import migration_folders

ROWS = 3
VALUES: tuple[tuple[Any, Callable[[int], Any]], ...] = (
    (sa.JSON, lambda _: {}),
    (sa.Boolean, lambda _: True),
    ((sa.Integer, sa.Numeric, sa.Float), lambda number: number),
    (sa.LargeBinary, lambda number: bytes([number])),
    (sa.DateTime, lambda number: datetime(2026, 11, number, tzinfo=UTC)),
    (sa.Date, lambda number: date(2026, 11, number)),
    (sa.String, str),
)
VERSIONS = {"alembic_version"}

PLANTED = """
from alembic import op
revision, down_revision, branch_labels, depends_on = "planted", "0002", None, None
def upgrade(): pass
def downgrade(): pass
def {spoiling}(): op.execute("DELETE FROM task WHERE turn = 2")
"""

Rows = dict[str, set[tuple[Any, ...]]]
"""By table, the keys of its rows."""

Names = dict[str, list[str]]
"""By table, the columns of its key."""


def config(*more: Path) -> Config:
    """Alembic's, with the branch of each part, and more folders of revisions."""
    return alembic_config((*migration_folders(), *more))


def revisions() -> list[Script]:
    """Every revision of every branch, the oldest first."""
    return list(ScriptDirectory.from_config(config()).walk_revisions())[::-1]


def before(revision: Script) -> str:
    """What a database of the release before it is migrated to."""
    down = revision.down_revision
    assert down is None or isinstance(down, str), "two lines of releases do not join"
    return down or "base"


@pytest.fixture
async def bare(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.close()


async def run(database: Database, step: Callable[[Config, str], None], revision: str, *more: Path) -> None:
    def go(connection: sa.Connection) -> None:
        own = config(*more)
        own.attributes["connection"] = connection
        step(own, revision)

    async with database.write() as connection:
        await connection.run_sync(go)


async def test_there_is_more_than_one_and_one_begins() -> None:
    found = revisions()
    assert len(found) >= 4
    assert [revision.revision for revision in found if revision.down_revision is None] == ["0001"]


@pytest.mark.parametrize("revision", revisions(), ids=lambda revision: revision.revision)
async def test_rows_of_the_release_before_outlive_it(bare: Database, revision: Script) -> None:
    await try_out(bare, revision.revision, before(revision))


@pytest.mark.parametrize("spoiling", ["upgrade", "downgrade"])
async def test_a_migration_that_loses_rows_is_caught(bare: Database, tmp_path: Path, spoiling: str) -> None:
    (tmp_path / "planted.py").write_text(PLANTED.format(spoiling=spoiling), encoding="utf-8")
    with pytest.raises(AssertionError, match=f"lost by {spoiling}"):
        await try_out(bare, "planted", "0002", tmp_path)


async def try_out(database: Database, revision: str, release: str, *more: Path) -> None:
    """Fails where a row of the release before does not outlive the way there, back, and there again."""
    if release != "base":
        await run(database, command.upgrade, release, *more)
    named = await fill(database)
    filled = await keys(database, named)
    assert all(len(rows) == ROWS for rows in filled.values())
    assert len(filled) > 8 or release == "base"
    for step, to in ((command.upgrade, revision), (command.downgrade, release), (command.upgrade, revision)):
        await run(database, step, to, *more)
        now = await keys(database, named)
        lost = sorted(table for table, rows in filled.items() if now.get(table) != rows)
        assert not lost, f"lost by {step.__name__} to {to}"


async def fill(database: Database) -> Names:
    """Writes a few rows into every table that there is; gives the columns of the tables' keys."""

    def go(connection: sa.Connection) -> Names:
        tables = _tables(connection)
        for table in tables:
            allowed = _allowed(connection, table)
            rows = [
                {column.name: _value(column, number, allowed) for column in table.columns}
                for number in range(1, ROWS + 1)
            ]
            connection.execute(table.insert(), rows)
        return {table.name: list(table.primary_key.columns.keys()) for table in tables}

    async with database.write() as connection:
        return await connection.run_sync(go)


async def keys(database: Database, named: Names) -> Rows:
    """What every table's rows have in these columns: a key may gain others, its rows are the same."""

    def go(connection: sa.Connection) -> Rows:
        there = set(sa.inspect(connection).get_table_names())
        return {
            table: {
                tuple(row)
                for row in connection.execute(
                    sa.select(*map(sa.column, columns)).select_from(sa.table(table))
                )
            }
            for table, columns in named.items()
            if table in there
        }

    async with database.read() as connection:
        return await connection.run_sync(go)


def _tables(connection: sa.Connection) -> list[sa.Table]:
    found = sa.MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name not in VERSIONS]


def _allowed(connection: sa.Connection, table: sa.Table) -> dict[str, str]:
    """For each column that a check limits to some words, one of them."""
    checks = sa.inspect(connection).get_check_constraints(table.name)
    return {
        column.name: words[0]
        for check in checks
        for column in table.columns
        if re.match(rf"\W*{column.name}\b", check["sqltext"])
        and (words := re.findall(r"'(\w+)'", check["sqltext"]))
    }


def _value(column: "sa.Column[Any]", number: int, allowed: dict[str, str]) -> Any:
    """A value that is the same in every table for a row of this number: so references hold."""
    if column.name in allowed:
        return allowed[column.name]
    for kind, made in VALUES:
        if isinstance(column.type, kind):
            return made(number)
    raise AssertionError(f"no value for {column.table.name}.{column.name}: {column.type!r}")
