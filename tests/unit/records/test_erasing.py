"""One customer is erased: not a byte of them is left but what is told, and nobody else's is touched."""

import asyncio
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text
from sqlalchemy.engine import make_url

from hub.errors import BadInput, Conflict, NotFound
from hub.messages import Text
from hub.staff.audit import verify as verify_audit
from hub.store.database import Database
from hub.store.metadata import metadata
from records import holding
from records.erasing import erase
from records.exporting import export
from tests.support.postgres import Postgres
from tests.unit.records.conftest import FEW, Archive, contact_of, picture
from yuanqiao.cli.main import yuanqiao

GOING, STAYING = "客户庚辛壬", "客户子丑寅"
OWN, SHARED = picture(1), picture(2)

MESSAGES = 500
SQLITE = pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)

Rows = dict[str, list[str]]


async def rows_of(database: Database) -> Rows:
    """Every row of every table, as text."""
    async with database.read() as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in await connection.execute(select(table)))
            for table in metadata.sorted_tables
        }


def spellings(word: str) -> list[bytes]:
    """How a word may lie in a file."""
    return [word.encode(), word.encode("utf-16-le"), json.dumps(word).strip('"').encode()]


async def files_of_postgres(database: Database, server: Postgres) -> dict[str, bytes]:
    """The files of this database, with all that it has in memory, but for its planner's statistics."""
    async with database.engine.connect() as opened:
        await (await opened.execution_options(isolation_level="AUTOCOMMIT")).execute(text("CHECKPOINT"))
    async with database.read() as connection:
        name = make_url(str(database.url)).database
        found = text("SELECT oid FROM pg_database WHERE datname = :name")
        folder = server.data / "base" / str((await connection.execute(found, {"name": name})).scalar_one())
        statistics = Path(
            (await connection.execute(text("SELECT pg_relation_filepath('pg_statistic')"))).scalar_one()
        )
    return {
        str(each): each.read_bytes()
        for each in folder.iterdir()
        if each.is_file() and not each.name.startswith(statistics.name)
    }


async def test_nothing_is_left_and_nobody_else_is_touched(
    archive: Archive, database: Database, request: pytest.FixtureRequest
) -> None:
    going = await archive.customer(GOING, [OWN, SHARED], MESSAGES)
    staying = await archive.customer(STAYING, [SHARED], MESSAGES)
    sought = [*spellings(GOING), OWN[:64], OWN[-64:]]
    before, files_before = await rows_of(database), await files(archive, request)
    assert any(OWN in data for data in files_before.values()), "it was there"
    rows_in = [name for name in files_before if name.startswith(("yuanqiao.db", "/"))]
    assert any(GOING.encode() in files_before[name] for name in rows_in), "it was there"

    erased = await erase(database, archive.settings, archive.clock, f"{going.key}.1", rewrite=True)

    assert erased.rows["message"] == MESSAGES + 2
    assert {"kb_gap", "task", "note", "reservation", "turn", "identity", "contact"} <= set(erased.rows)
    assert erased.files == 2, "one picture and one upload; the other picture is somebody else's, too"
    assert erased.in_logs == 40
    left = await files(archive, request)
    assert [name for name, data in left.items() if any(each in data for each in sought)] == []
    # The other customer: every row that did not name the first one is as it was, and so is every file.
    after = await rows_of(database)
    for table, rows in before.items():
        if table not in ("staff_audit", "staff_audit_head"):
            gone = set(rows) - set(after[table])
            assert not [row for row in gone if staying.key in row or STAYING in row], table
            assert len(gone) == erased.rows.get(table, 0), table
            assert set(after[table]) <= set(rows), table
    assert any(data == SHARED for data in left.values())
    assert any(STAYING.encode() * 100 == data for data in left.values())
    assert left["log/hub-1.jsonl"].count(staying.key.encode()) == 20
    # Of the first one the key alone is left, where it is told.
    keeping = [table for table, rows in after.items() if any(going.key in row for row in rows)]
    assert keeping == ["staff_audit"]
    assert any(each.sentence().startswith("staff_audit: 1 rows") for each in erased.left)
    assert (await verify_audit(database)).broken_at is None
    with pytest.raises(NotFound):
        await erase(database, archive.settings, archive.clock, going.key)


async def files(archive: Archive, request: pytest.FixtureRequest) -> dict[str, bytes]:
    """Every file of the house, those of its PostgreSQL among them."""
    found = archive.files()
    if not archive.database.is_sqlite:
        found |= await files_of_postgres(archive.database, request.getfixturevalue("postgres"))
    return found


async def test_a_hold_and_an_open_conversation_keep_everything(archive: Archive, database: Database) -> None:
    going = await archive.customer(GOING, [])
    await holding.place(database, archive.clock, going.key, "(2026) 沪 01 民初 12 号")
    with pytest.raises(Conflict, match="hold"):
        await holding.place(database, archive.clock, going.key, "(2026) 沪 01 民初 12 号")
    await going.begin(2)
    before = await rows_of(database)
    with pytest.raises(Conflict, match="12 号"):
        await erase(database, archive.settings, archive.clock, going.key)
    assert await rows_of(database) == before
    await holding.lift(database, archive.clock, going.key, "(2026) 沪 01 民初 12 号")
    assert await holding.standing(database, going.key) == []
    with pytest.raises(Conflict, match="open"):
        await erase(database, archive.settings, archive.clock, going.key)
    await going.close(2)
    await erase(database, archive.settings, archive.clock, going.key)
    with pytest.raises(BadInput):
        await erase(database, archive.settings, archive.clock, "95588")


async def test_all_identities_of_a_merged_person_go(archive: Archive, database: Database) -> None:
    one = await archive.customer(GOING, [])
    other = await archive.customer(STAYING, [])
    contacts = metadata.tables["contact"]
    async with database.write() as connection:
        mine, theirs = await contact_of(connection, one.key), await contact_of(connection, other.key)
        merged = contacts.update().where(contacts.c.contact_id == mine).values(merged_into=theirs)
        await connection.execute(merged)
    await erase(database, archive.settings, archive.clock, one.key)
    left = await rows_of(database)
    assert (left["identity"], left["contact"], left["message"]) == ([], [], [])


@SQLITE
async def test_what_a_crash_left_in_files_goes_the_next_time(
    archive: Archive, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    going, staying = await archive.customer(GOING, [OWN]), await archive.customer(STAYING, [])

    async def killed(*_: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("records.erasing.remove_waiting", killed)
        with pytest.raises(RuntimeError):
            await erase(database, archive.settings, archive.clock, going.key)
    assert any(data == OWN for data in archive.files().values())
    await erase(database, archive.settings, archive.clock, staying.key)
    assert not any(data == OWN for data in archive.files().values())
    assert not any(GOING.encode() in data for name, data in archive.files().items() if name.startswith("log"))


async def test_the_customer_is_given_all_that_is_kept(archive: Archive, database: Database) -> None:
    one = await archive.customer(GOING, [OWN])
    await archive.customer(STAYING, [])
    written = io.BytesIO()
    rows = await export(database, archive.settings, archive.clock, one.key, written)
    with zipfile.ZipFile(written) as opened:
        assert opened.testzip() is None
        everything = b"".join(opened.read(name) for name in opened.namelist())
        said = [json.loads(line) for line in opened.read("message.jsonl").splitlines()]
        pictures = [opened.read(name) for name in opened.namelist() if name.startswith("media/")]
    assert len(said) == FEW + 1
    assert sum(GOING in each["segments"][0].get("text", "") for each in said) == FEW - 1
    assert pictures == [OWN]
    assert rows > FEW
    assert STAYING.encode() not in everything


@SQLITE
async def test_the_commands(
    archive: Archive, database: Database, migrated_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = await archive.customer(GOING, [])
    await one.begin(2)
    await one.keep(one.message(1, Text(text="再问"), number=2))
    await one.close(2)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YUANQIAO_DATABASE_URL", migrated_url)
    monkeypatch.setenv("YUANQIAO_VAR_DIR", str(tmp_path))

    async def asked(*words: str, text: str = "") -> Any:
        run = CliRunner().invoke
        return await asyncio.to_thread(run, yuanqiao, ["customer", *words], input=text)

    out = tmp_path / "out.zip"
    assert (await asked("export", f"{one.key}.2", "--out", str(out))).exit_code == 0
    assert out.stat().st_mode & 0o077 == 0
    assert (await asked("export", one.key, "--out", str(out))).exit_code == 2
    assert (await asked("hold", one.key, "--case", "A-1")).output == "held\n"
    assert "A-1" in (await asked("holds", one.key)).output
    assert isinstance((await asked("erase", one.key, "--yes")).exception, Conflict)
    assert (await asked("release", one.key, "--case", "A-1")).output == "released\n"
    assert (await asked("erase", one.key, text="n\n")).exit_code == 1, "asked first"
    done = await asked("erase", one.key, "--yes")
    assert done.exit_code == 0, done.output
    assert "kept: backups, until they expire" in done.output
    assert GOING not in done.output
