"""`yuanqiao data-keys`: from one key to the next, by the commands alone, stopped in the middle of it."""

import asyncio
import json
import signal
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import String, func, insert, select, type_coerce

from hub.clock import SystemClock
from hub.ports.ingress import Callback
from hub.registry import register_as
from hub.registry.liveness import DEAD_AFTER_S
from hub.settings import ROOT
from hub.store import processes
from hub.store.database import Database
from hub.store.encrypted import new_data_keys, read_data_keys
from hub.store.renewal import protected
from hub.store.schema_staff import audit
from ingress.records import Spooled, seal
from mail.store.schema import letter
from tests.support.migrated import migrated_file
from tests.support.sealed_rows import a_row, by_key, read_all
from yuanqiao.cli.main import yuanqiao

LETTERS = 800
OLD, NEW = new_data_keys("k1"), new_data_keys("k2", "sm4")


def use(monkeypatch: pytest.MonkeyPatch, url: str, var: Path, setting: str = "") -> None:
    """The settings that the commands find."""
    monkeypatch.setenv("YUANQIAO_DATABASE_URL", url)
    monkeypatch.setenv("YUANQIAO_VAR_DIR", str(var))
    monkeypatch.setenv("YUANQIAO_DATA_KEYS", setting)
    var.mkdir(exist_ok=True)


async def say(*arguments: str) -> Any:
    """A command, and how it ended."""
    return await asyncio.to_thread(CliRunner().invoke, yuanqiao, ["data-keys", *arguments])


async def write_letters(database: Database, first: int, count: int) -> None:
    old = read_data_keys(OLD)
    async with database.write() as connection:
        rows = [a_row(letter, number, old) for number in range(first, first + count)]
        await connection.execute(insert(letter), rows)


async def renewed_letters(database: Database) -> int:
    async with database.read() as connection:
        is_new = type_coerce(letter.c.body, String).startswith("k2:")
        return int((await connection.execute(select(func.count()).where(is_new))).scalar_one())


async def test_killed_in_the_middle_it_goes_on_and_the_key_before_is_retired(
    database: Database, migrated_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, migrated_url, tmp_path / "var", f"{NEW},{OLD}")
    both = read_data_keys(f"{NEW},{OLD}")
    await write_letters(database, 0, LETTERS)
    expected = await read_all(database, both)
    assert f"mail_letter.body {LETTERS}" in str((await say("retire", "k1")).exception)

    program = (sys.executable, "-c", "from yuanqiao.cli import main; main()", "data-keys", "renew")
    process = await asyncio.create_subprocess_exec(*program, cwd=ROOT, stderr=asyncio.subprocess.DEVNULL)
    async with asyncio.timeout(120):
        while not await renewed_letters(database):  # noqa: ASYNC110  (another process)
            await asyncio.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    assert await process.wait() == -signal.SIGKILL
    assert 0 < await renewed_letters(database) < LETTERS
    assert await read_all(database, both) == expected

    # The house writes on meanwhile, with the key that it was started with.
    going_on = asyncio.create_task(say("renew"))
    for number in range(10):
        await write_letters(database, LETTERS + number, 1)
        await asyncio.sleep(0.02)
    assert "sealed anew with k2" in (await going_on).stdout
    await say("renew")
    assert by_key(await protected(database)) == {"k2": 4 * (LETTERS + 10)}
    assert (await say("retire", "k1")).exit_code == 0
    assert await read_all(database, read_data_keys(NEW)) > expected
    async with database.read() as connection:
        actions = (await connection.execute(select(audit.c.action).order_by(audit.c.seq))).scalars().all()
    assert actions == ["data_key.renewed", "data_key.renewed", "data_key.retired"]


async def test_under_the_supervisor_the_house_keeps_its_keys_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = migrated_file(tmp_path / "yuanqiao.db")
    use(monkeypatch, url, tmp_path / "var")

    def kept() -> str:
        return str(json.loads((tmp_path / "var" / "secrets.json").read_text())["data_keys"])

    listed = await say("list")
    assert [word in listed.stdout for word in ("k1", "AES-256-GCM", "writes")] == [True] * 3
    first = kept()
    database = Database(url)
    async with database.write() as connection:
        await connection.execute(insert(letter), [a_row(letter, 1, read_data_keys(first))])
    assert (await say("add", "k1")).exception is not None
    added = await say("add", "k2", "--cipher", "sm4")
    assert (added.exit_code, kept().startswith(f"{first},k2:sm4:")) == (0, True)
    assert first.partition(":")[2] not in added.output
    assert "there is no key" in str((await say("use", "k3")).exception)
    await say("use", "k2")
    assert kept().endswith(f",{first}")
    assert (await say("renew")).stdout == "4 values are sealed anew with k2\n"
    assert "k2 writes" in str((await say("retire", "k2")).exception)
    assert (await say("retire", "k1")).exit_code == 0
    assert "k1" not in kept()
    assert sum((await read_all(database, read_data_keys(kept()))).values()) == 4
    async with database.read() as connection:
        assert (await connection.execute(select(func.count()).select_from(audit))).scalar_one() == 4
    await database.close()


async def test_a_hub_that_runs_is_asked_which_keys_it_has(
    database: Database, migrated_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, migrated_url, tmp_path / "var", f"{NEW},{OLD}")
    clock = SystemClock()

    async def start(*key_ids: str) -> str:
        one = register_as("hub", "hub-1", key_ids)
        async with database.write() as connection:
            await processes.register(connection, one, clock.now())
        return one.name

    async def end(name: str) -> None:
        async with database.write() as connection:
            await processes.remove(connection, name)

    before = await start("k1")
    assert f"k2 is not known to {before}" in str((await say("use", "k2")).exception)
    assert f"{before} has k1: it is to be started anew" in (await say("list")).stdout
    assert f"{before} still writes with k1" in str((await say("retire", "k1")).exception)
    await end(before)
    # One that does not say is of an older version, which nobody may rely on.
    silent = await start()
    assert f"k2 is not known to {silent}" in str((await say("use", "k2")).exception)
    await end(silent)
    both = await start("k1", "k2")
    assert (await say("use", "k2")).exit_code == 0
    assert f"{both} still writes with k1" in str((await say("retire", "k1")).exception)
    await end(both)
    await start("k2", "k1")
    listed = (await say("list")).stdout
    assert "anew" not in listed
    assert (await say("retire", "k1")).exit_code == 0


async def test_one_that_was_silent_for_long_or_has_ended_holds_nobody_up(
    database: Database, migrated_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, migrated_url, tmp_path / "var", f"{NEW},{OLD}")
    elsewhere = replace(register_as("hub", "hub-1", ["k1"]), machine="another")
    ended = replace(register_as("hub", "hub-2", ["k1"]), pid_started=1)
    now = SystemClock().now()
    async with database.write() as connection:
        await processes.register(connection, elsewhere, now - timedelta(seconds=DEAD_AFTER_S + 1))
        await processes.register(connection, ended, now)
    assert (await say("use", "k2")).exit_code == 0


async def test_what_an_ingress_has_on_its_disk_needs_its_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, migrated_file(tmp_path / "yuanqiao.db"), tmp_path / "var", f"{NEW},{OLD}")
    spool = tmp_path / "var" / "ingress" / "ingress-1"
    spool.mkdir(parents=True)
    taken = Spooled(Callback("POST", "/wechat", "", {}, b"<xml/>"), datetime.now(UTC), None)
    record = seal(taken, read_data_keys(OLD), "spool:refused")
    (spool / "refused").write_bytes(record + record[:-3])
    refused = await asyncio.to_thread(CliRunner().invoke, yuanqiao, ["data-keys", "retire", "k1"])
    assert "ingress 1" in str(refused.exception)
    (spool / "refused").unlink()
    assert (
        await asyncio.to_thread(CliRunner().invoke, yuanqiao, ["data-keys", "retire", "k1"])
    ).exit_code == 0
