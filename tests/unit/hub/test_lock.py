"""One hub process for one SQLite file (docs/operations.md)."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from hub.errors import SetupError
from hub.settings import ROOT, Settings
from hub.store.database import Database
from hub.store.lock import hold_database
from hub.store.migrate import migrate
from tests.support.ports import free_port


def settings(var_dir: Path, url: str = "") -> Settings:
    return Settings(_env_file=None, var_dir=var_dir, database_url=url)  # type: ignore[call-arg]


def test_the_second_is_refused_until_the_first_has_gone(tmp_path: Path) -> None:
    with hold_database(settings(tmp_path)):
        with pytest.raises(SetupError, match="another hub is running"), hold_database(settings(tmp_path)):
            pass
        with hold_database(settings(tmp_path / "other")):
            pass
    with hold_database(settings(tmp_path)):
        pass


def test_postgresql_may_have_many(tmp_path: Path) -> None:
    shared = settings(tmp_path, "postgresql+asyncpg://yuanqiao@db.example/yuanqiao")
    with hold_database(shared), hold_database(shared):
        pass
    assert not list(tmp_path.iterdir())


def test_a_second_hub_process_ends_with_one_sentence_and_exit_code_3(tmp_path: Path) -> None:
    held = settings(tmp_path)

    async def prepare() -> None:
        database = Database(held.database)
        await migrate(database)
        await database.close()

    asyncio.run(prepare())
    with hold_database(held):
        second = _hub(tmp_path)
    assert second.returncode == 3
    lines = second.stderr.strip().splitlines()
    assert lines == [f"yuanqiao: another hub is running on {tmp_path / 'yuanqiao.db'}: stop it first"]


def test_a_hub_on_a_database_that_was_not_migrated_ends_with_one_sentence(tmp_path: Path) -> None:
    ended = _hub(tmp_path)
    assert ended.returncode == 3
    (line,) = ended.stderr.strip().splitlines()
    assert line == "yuanqiao: the database is not migrated to this version: run `yuanqiao migrate`"


def _hub(var_dir: Path) -> "subprocess.CompletedProcess[str]":
    own = {name: value for name, value in os.environ.items() if not name.startswith("YUANQIAO_")}
    secret = SecretStr("secret-of-the-tests-that-is-long-enough").get_secret_value()
    own |= {
        "YUANQIAO_VAR_DIR": str(var_dir),
        "YUANQIAO_PORT": str(free_port()),
        "YUANQIAO_BOT_SECRET": secret,
        "YUANQIAO_TURN_SECRET": secret,
        "YUANQIAO_VISITOR_SECRET": secret,
        "YUANQIAO_MEDIA_SECRET": secret,
        "YUANQIAO_MEDIA_PORT": str(free_port()),
        "YUANQIAO_STAFF_PORT": str(free_port()),
    }
    # Its own folder: a `.env` of the checkout must not reach the test.
    return subprocess.run(
        [sys.executable, "-m", "yuanqiao.cli", "hub"]
        if (ROOT / "hub" / "cli" / "__main__.py").exists()
        else ["yuanqiao", "hub"],
        cwd=var_dir,
        env=own | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{own.get('PATH', '')}"},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
