"""The databases of tests: one cluster for all workers, and copies that know nothing of each other."""

from pathlib import Path

import pytest
from sqlalchemy import text

from hub.store.database import Database
from hub.store.migrate import check_schema
from tests.support.migrated import migrated_file
from tests.support.postgres import Postgres, find_binaries
from tests.support.shared_postgres import migrated_copy, shared_postgres
from yuanqiao.parts import migration_folders


@pytest.fixture
def migrated_files(tmp_path: Path) -> tuple[str, str]:
    return migrated_file(tmp_path / "one.db"), migrated_file(tmp_path / "other.db")


@pytest.fixture
def migrated_databases(postgres: Postgres) -> tuple[str, str]:
    return migrated_copy(postgres), migrated_copy(postgres)


async def _tell_apart(first: str, second: str) -> None:
    one, other = Database(first), Database(second)
    for database in (one, other):
        await check_schema(database, migration_folders())
    async with one.write() as connection:
        await connection.execute(text("CREATE TABLE planted (number INTEGER)"))
    async with other.write() as connection:
        await connection.execute(text("CREATE TABLE planted (number INTEGER)"))  # is not there yet
    await one.close()
    await other.close()


def test_whoever_comes_later_is_given_the_same_cluster(postgres: Postgres) -> None:
    binaries = find_binaries()
    assert binaries is not None
    again = shared_postgres(binaries)
    assert (again.port, again.data) == (postgres.port, postgres.data)


async def test_copies_of_the_migrated_file_are_apart(migrated_files: tuple[str, str]) -> None:
    await _tell_apart(*migrated_files)


async def test_copies_of_the_migrated_database_are_apart(migrated_databases: tuple[str, str]) -> None:
    await _tell_apart(*migrated_databases)
