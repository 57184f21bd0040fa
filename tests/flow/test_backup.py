"""Backups made while customers write: all that was acknowledged before is in them, and comes back."""

import asyncio
import os
import sqlite3
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import select

from hub.errors import BadInput
from hub.messages import Text
from hub.store.database import Database
from hub.store.messages import from_row
from hub.store.schema import message
from tests.faults.child import THE_HUB, HubProcess
from tests.faults.forked import ForkedHub
from tests.flow.test_uploads import photo
from tests.support.bot import TestBot
from tests.support.migrated import make_tables
from tests.support.uploading import Uploader
from tests.support.webchat import WebchatClient
from yuanqiao.backup.manifest import MANIFEST, checked

COMMAND = str(Path(sys.executable).with_name("yuanqiao"))
BEFORE = 20
"""So many messages are acknowledged before the backup begins; customers go on writing through it."""


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[str]:
    """The URL of another empty database of the same kind."""
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'elsewhere' / 'yuanqiao.db'}"
        return
    server = request.getfixturevalue("postgres")
    url = server.new_database()
    yield url
    server.drop(url)


@pytest.fixture
async def hub(tmp_path: Path, database_url: str, bot: TestBot) -> AsyncIterator[HubProcess]:
    (tmp_path / "here").mkdir()
    process = ForkedHub(THE_HUB, tmp_path / "here", database_url, bot.port)
    await process.migrate()
    await process.start()
    await process.serves(within_s=30)
    yield process
    await process.stop()


async def run(*words: str, var_dir: Path, url: str) -> tuple[int, str]:
    """What the command `yuanqiao` does with these words: its exit status, and all that it says."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("YUANQIAO_")}
    environment |= {"YUANQIAO_VAR_DIR": str(var_dir), "YUANQIAO_DATABASE_URL": url}
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(COMMAND, *words, env=environment, stdout=pipe, stderr=pipe)
    out, err = await process.communicate()
    return process.returncode or 0, (out + err).decode()


async def write_on(client: WebchatClient, acknowledged: list[str]) -> None:
    """Writes one message after the other; what was acknowledged is noted by its text."""
    for number in range(10_000):
        words = f"第{number}条"
        await client.acked(await client.send(words))
        acknowledged.append(words)


def names_in(folder: Path) -> list[str]:
    """The names of all files below a folder."""
    return sorted(each.name for each in folder.rglob("*") if each.is_file())


async def stored(url: str) -> set[str]:
    """The texts of all messages in a database."""
    database = Database(url)
    async with database.read() as connection:
        rows = (await connection.execute(select(message))).all()
    await database.close()
    return {segment.text for row in rows for segment in from_row(row).segments if isinstance(segment, Text)}


async def test_all_that_was_acknowledged_before_a_backup_comes_back_elsewhere(
    hub: HubProcess, tmp_path: Path, database_url: str, elsewhere: str
) -> None:
    acknowledged: list[str] = []
    var_dir = tmp_path / "here" / "var"
    async with WebchatClient(hub.port) as client, aiohttp.ClientSession() as http:
        await client.until(lambda: client.token)
        assert client.token is not None
        file = Uploader(http, hub.port, client.token, photo((300, 200)))
        await file.send()
        await client.acked(await client.send_segment(file.as_segment()))
        writing = asyncio.create_task(write_on(client, acknowledged))
        await client.until(lambda: len(acknowledged) >= BEFORE, 30)
        before = set(acknowledged)
        code, said = await run("backup", "make", str(tmp_path / "kept"), var_dir=var_dir, url=database_url)
        assert code == 0, said
        assert "secrets.json" in said, "it says what is not in it"
        assert not writing.done(), "customers wrote all the while"
        assert len(acknowledged) > len(before)
        writing.cancel()
    manifest = checked(tmp_path / "kept")
    assert {each.path.split("/")[0] for each in manifest.files} >= {"database", "media"}

    new = tmp_path / "elsewhere"
    code, said = await run("backup", "restore", str(tmp_path / "kept"), var_dir=new, url=elsewhere)
    assert code == 0, said
    assert before <= await stored(elsewhere)
    code, said = await run("migrate", var_dir=new, url=elsewhere)
    assert code == 0, said
    assert names_in(new / "media") == names_in(var_dir / "media") != []

    code, said = await run("backup", "restore", str(tmp_path / "kept"), var_dir=new, url=elsewhere)
    assert (code, "empty house" in said) == (3, True), "never over what is there"


async def test_a_backup_that_was_changed_or_cut_short_is_not_restored(tmp_path: Path) -> None:
    here, url = tmp_path / "here", f"sqlite:///{tmp_path / 'here' / 'yuanqiao.db'}"
    await make_tables(url)
    kept, new = tmp_path / "kept", tmp_path / "new"
    assert (await run("backup", "make", str(kept), var_dir=here, url=url))[0] == 0
    code, said = await run("backup", "make", str(kept), var_dir=here, url=url)
    assert (code, "not written over" in said) == (3, True)

    copy = kept / "database" / "yuanqiao.db"
    content = bytearray(copy.read_bytes())
    content[len(content) // 2] ^= 1
    copy.write_bytes(content)
    code, said = await run("backup", "verify", str(kept), var_dir=here, url=url)
    assert (code, "not what was backed up" in said) == (3, True)
    code, said = await run(
        "backup", "restore", str(kept), var_dir=new, url=f"sqlite:///{new / 'yuanqiao.db'}"
    )
    assert (code, "not what was backed up" in said) == (3, True)
    assert not (new / "yuanqiao.db").exists()

    (kept / MANIFEST).unlink()
    with pytest.raises(BadInput, match="not finished"):
        checked(kept)


async def test_a_backup_of_nothing_and_one_of_a_newer_version_are_told(tmp_path: Path) -> None:
    here, url = tmp_path / "here", f"sqlite:///{tmp_path / 'here' / 'yuanqiao.db'}"
    code, said = await run("backup", "make", str(tmp_path / "none"), var_dir=here, url=url)
    assert (code, "there is no database" in said) == (3, True)
    assert not (here / "yuanqiao.db").exists(), "looking makes none"

    await make_tables(url)
    with closing(sqlite3.connect(here / "yuanqiao.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'of_tomorrow' WHERE rowid = 1")
    assert (await run("backup", "make", str(tmp_path / "newer"), var_dir=here, url=url))[0] == 0
    new = tmp_path / "new"
    words = ("backup", "restore", str(tmp_path / "newer"))
    code, said = await run(*words, var_dir=new, url=f"sqlite:///{new / 'yuanqiao.db'}")
    assert (code, "newer version" in said) == (3, True)
