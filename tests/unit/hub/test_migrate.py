"""Migrations: the code's tables are the migrated ones, newer databases are refused, and one can go back."""

import re
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from hub.errors import SetupError
from hub.store.database import Database
from hub.store.metadata import metadata
from hub.store.migrate import alembic_config, check_schema, head_revisions, known_revisions, migrate
from yuanqiao.parts import migration_folders, part_modules

part_modules()  # they bring the tables of every part

FOLDERS = migration_folders()
SPINE = "0003"
"""The newest revision of the release before parts had branches."""

BRANCH = '''"""A planted branch."""
import sqlalchemy as sa
from alembic import op

revision = "planted_0001"
down_revision = "0003"
branch_labels = ("planted",)


def upgrade():
    op.create_table("planted", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade():
    op.drop_table("planted")
'''

SENTENCE = re.compile(r"[a-z][^\n.]{20,160}")


@pytest.fixture
async def bare(database_url: str) -> Any:
    database = Database(database_url)
    yield database
    await database.close()


@pytest.fixture
async def own(bare: Database) -> Database:
    """A migrated database that the test may spoil."""
    await migrate(bare, FOLDERS)
    return bare


def _differences(connection: Connection) -> list[Any]:
    options = {"compare_type": True, "compare_server_default": True}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


async def _tables(database: Database) -> set[str]:
    async with database.read() as connection:
        return set(await connection.run_sync(lambda c: inspect(c).get_table_names()))


async def _set_revision(database: Database, revision: str) -> None:
    async with database.write() as connection:
        await connection.execute(text("DELETE FROM alembic_version"))
        await connection.execute(text("INSERT INTO alembic_version VALUES (:r)"), {"r": revision})


async def test_the_migrated_database_has_exactly_the_tables_of_the_code(own: Database) -> None:
    assert {"message", "turn", "work", "outbox", "task", "kb_article"} <= set(metadata.tables)
    assert await _tables(own) == {*metadata.tables, "alembic_version"}
    async with own.read() as connection:
        assert await connection.run_sync(_differences) == []


async def test_a_planted_difference_is_seen(own: Database) -> None:
    async with own.write() as connection:
        await connection.execute(text("DROP INDEX ix_work_due_at"))
        await connection.execute(text("ALTER TABLE turn ADD COLUMN surprise INTEGER"))
    async with own.read() as connection:
        found = await connection.run_sync(_differences)
    assert {difference[0] for difference in found} == {"add_index", "remove_column"}


async def test_migrating_twice_is_harmless(own: Database) -> None:
    before = await _tables(own)
    assert await migrate(own, FOLDERS) == head_revisions(FOLDERS)
    assert await _tables(own) == before
    await check_schema(own, FOLDERS)


async def test_a_newer_database_is_refused_with_one_sentence(own: Database) -> None:
    await _set_revision(own, "9999")
    for refused in (migrate, check_schema):
        with pytest.raises(SetupError) as error:
            await refused(own, FOLDERS)
        assert SENTENCE.fullmatch(error.value.detail)
        assert "newer version" in error.value.detail
    async with own.read() as connection:
        current = (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar_one()
    assert current == "9999", "what cannot be understood is not touched"


async def test_a_database_that_was_never_migrated_says_what_to_do(bare: Database) -> None:
    with pytest.raises(SetupError) as error:
        await check_schema(bare, FOLDERS)
    assert SENTENCE.fullmatch(error.value.detail)
    assert "`yuanqiao migrate`" in error.value.detail


async def test_the_way_back_leads_to_an_empty_database_and_forth_again(own: Database) -> None:
    def downgrade(connection: Connection) -> None:
        config = alembic_config(FOLDERS)
        config.attributes["connection"] = connection
        command.downgrade(config, "base")

    async with own.write() as connection:
        await connection.run_sync(downgrade)
    assert await _tables(own) == {"alembic_version"}
    await migrate(own, FOLDERS)
    assert await _tables(own) == {*metadata.tables, "alembic_version"}


def test_the_heads_are_known_revisions_one_for_the_spine_and_one_for_each_branch() -> None:
    assert FOLDERS
    assert head_revisions(FOLDERS) < known_revisions(FOLDERS)
    assert len(head_revisions()) == 1
    assert len(head_revisions(FOLDERS)) == 1 + len(FOLDERS)


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    folder = tmp_path / "branch"
    folder.mkdir()
    (folder / "planted_0001_a_branch.py").write_text(BRANCH)
    return folder


async def _upgrade_to(database: Database, revision: str) -> None:
    def upgrade(connection: Connection) -> None:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)

    async with database.write() as connection:
        await connection.run_sync(upgrade)


async def test_a_database_of_the_release_before_gets_the_branches(bare: Database, planted: Path) -> None:
    await _upgrade_to(bare, SPINE)
    assert "channel_token" not in await _tables(bare)
    folders = [*FOLDERS, planted]
    with pytest.raises(SetupError, match="not migrated"):
        await check_schema(bare, folders)
    assert await migrate(bare, folders) == head_revisions(folders)
    assert {"channel_token", "planted", *metadata.tables} <= await _tables(bare)
    await check_schema(bare, folders)


async def test_a_branch_that_comes_later_is_added_to_those_that_are_there(
    own: Database, planted: Path
) -> None:
    folders = [*FOLDERS, planted]
    with pytest.raises(SetupError, match="not migrated"):
        await check_schema(own, folders)
    await migrate(own, folders)
    await check_schema(own, folders)


async def test_a_branch_that_this_code_does_not_have_is_a_newer_database(
    own: Database, planted: Path
) -> None:
    await migrate(own, [*FOLDERS, planted])
    before = await _tables(own)
    for refused in (migrate, check_schema):
        with pytest.raises(SetupError, match="newer version"):
            await refused(own, FOLDERS)
    assert await _tables(own) == before
