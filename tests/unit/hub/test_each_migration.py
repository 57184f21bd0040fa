"""Each migration on a database of the release before it, with rows in every table: there, back, again."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import Script
from sqlalchemy.engine.interfaces import ReflectedCheckConstraint

from hub.store.database import Database
from tests.support.ladder import (
    Ladder,
    before,
    ladder_of_files,
    ladder_of_server,
    migrated,
    revisions,
    revisions_read_once,
)

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


@pytest.fixture(scope="module", autouse=True)
def read_once() -> Iterator[None]:
    with revisions_read_once():
        yield


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def ladder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ladder:
    """Databases of a kind."""
    if request.param == "postgres":
        return ladder_of_server(request.getfixturevalue("postgres"))
    return ladder_of_files(tmp_path_factory.mktemp("ladder"))


async def test_there_is_more_than_one_and_one_begins() -> None:
    found = revisions()
    assert len(found) >= 4
    assert [revision.revision for revision in found if revision.down_revision is None] == ["0001"]


@pytest.mark.parametrize("revision", revisions(), ids=lambda revision: revision.revision)
async def test_rows_of_the_release_before_outlive_it(ladder: Ladder, revision: Script) -> None:
    await try_out(ladder, revision.revision, before(revision))


@pytest.mark.parametrize("spoiling", ["upgrade", "downgrade"])
async def test_a_migration_that_loses_rows_is_caught(ladder: Ladder, tmp_path: Path, spoiling: str) -> None:
    (tmp_path / "planted.py").write_text(PLANTED.format(spoiling=spoiling), encoding="utf-8")
    with pytest.raises(AssertionError, match=f"lost by {spoiling}"):
        await try_out(ladder, "planted", "0002", tmp_path)


async def try_out(ladder: Ladder, revision: str, release: str, *more: Path) -> None:
    """Fails where a row of the release before does not outlive the way there, back, and there again."""
    async with ladder.at(release) as database:
        named = await fill(database)
        filled = await keys(database, named)
        assert all(len(rows) == ROWS for rows in filled.values())
        assert len(filled) > 8 or release == "base"
        for step, to in (
            (command.upgrade, revision),
            (command.downgrade, release),
            (command.upgrade, revision),
        ):
            await migrated(database, step, to, *more)
            now = await keys(database, named)
            lost = sorted(table for table, rows in filled.items() if now.get(table) != rows)
            assert not lost, f"lost by {step.__name__} to {to}"


async def fill(database: Database) -> Names:
    """Writes a few rows into every table that there is; gives the columns of the tables' keys."""

    def go(connection: sa.Connection) -> Names:
        tables, checks = _tables(connection), sa.inspect(connection).get_multi_check_constraints()
        for table in tables:
            allowed = _allowed(checks[None, table.name], table)
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
    """Every table, each behind those that it refers to."""
    look, made = sa.inspect(connection), sa.MetaData()
    columns, keys = look.get_multi_columns(), look.get_multi_pk_constraint()

    def table(name: str) -> sa.Table:
        key = keys[None, name]["constrained_columns"]
        own = [
            sa.Column(each["name"], each["type"], primary_key=each["name"] in key)
            for each in columns[None, name]
        ]
        return sa.Table(name, made, *own)

    ordered = [name for name, _ in look.get_sorted_table_and_fkc_names() if name is not None]
    return [table(name) for name in ordered if name not in VERSIONS]


def _allowed(checks: list[ReflectedCheckConstraint], table: sa.Table) -> dict[str, str]:
    """For each column that a check limits to some words, one of them."""
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
