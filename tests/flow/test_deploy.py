"""What `deploy/` ships: units that systemd takes, processes that serve with the settings of their files."""

import asyncio
import os
import re
import secrets
import shutil
import subprocess
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

from hub.settings import ROOT, Settings
from hub.store.encrypted import new_data_keys
from tests.faults.child import ChildProcess
from tests.support.ports import free_port
from tests.support.postgres import Postgres
from tests.support.redis import INSTALL as REDIS_INSTALL
from tests.support.redis import find_server, running_redis
from tests.support.webchat import WebchatClient, text_of
from yuanqiao.supervisor import keys, plan

DEPLOY = ROOT / "deploy"
UNITS = sorted(path.name for path in (DEPLOY / "systemd").glob("*.service"))
INSTALLED, CONFIGURED = "/opt/yuanqiao", "/etc/yuanqiao"
CHAT, PAGE = "https://chat.bank.example", "https://www.bank.example"
STARTS_S = 60
SECRET = re.compile(r"_(SECRET|DATA_KEYS|DATABASE_URL|REDIS_URL)$")


def lines_of(unit: str, key: str) -> list[str]:
    """The values of a key in a unit, in their order."""
    text = (DEPLOY / "systemd" / unit).read_text("utf-8")
    return re.findall(rf"^{key}=(.*)$", text, re.MULTILINE)


def settings_of(file: str) -> dict[str, str]:
    """What an example of `deploy/env` sets."""
    text = (DEPLOY / "env" / f"{file}.example").read_text("utf-8")
    return dict(line.split("=", 1) for line in text.splitlines() if line and not line.startswith("#"))


def files_of(unit: str, instance: str = "1") -> list[str]:
    """The names of the files of settings that a unit reads."""
    named = [each.replace("%i", instance) for each in lines_of(unit, "EnvironmentFile")]
    assert all(each.startswith(f"{CONFIGURED}/") for each in named)
    return [each.removeprefix(f"{CONFIGURED}/") for each in named]


def test_systemd_takes_the_units() -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("no systemd-analyze found: apt-get install systemd")
    units = [str(DEPLOY / "systemd" / name) for name in (*UNITS, "yuanqiao.target")]
    done = subprocess.run([program, "verify", *units], capture_output=True, text=True, check=False)
    said = [line for line in done.stderr.splitlines() if "yuanqiao" in line]
    assert len(UNITS) == 5
    assert [line for line in said if "is not executable" not in line] == [], (
        "nothing but what is not installed here"
    )


@pytest.mark.parametrize("unit", UNITS)
def test_each_process_has_a_user_of_its_own_and_one_place_to_write(unit: str) -> None:
    assert lines_of(unit, "User") == ["yuanqiao"]
    assert lines_of(unit, "ProtectSystem") == ["strict"]
    assert lines_of(unit, "NoNewPrivileges") == ["yes"]
    assert lines_of(unit, "CapabilityBoundingSet") == [""]
    assert lines_of(unit, "StateDirectory") == ["yuanqiao"]


def test_every_setting_of_the_examples_is_one_and_each_secret_goes_where_the_supervisor_gives_it() -> None:
    documented = (ROOT / "docs" / "settings.md").read_text("utf-8")
    named = {name for file in (DEPLOY / "env").glob("*.example") for name in settings_of(file.stem)}
    assert len(named) > 25
    assert sorted(each for each in named if f"`{each}`" not in documented) == []

    bank = Settings(bank_url="https://bank.example", bank_secret=SecretStr("x" * 64))
    made = plan.make(bank, keys.Keys(*["x" * 64] * 10))
    given = {each.name: set(each.env) for each in made.all}
    for process, unit in (("bot", "bot"), ("actions", "actions"), ("hub", "hub@"), ("ingress", "ingress")):
        files = files_of(f"yuanqiao-{unit}.service")
        secret = {name for file in files for name in settings_of(file) if SECRET.search(name)}
        assert secret, process
        assert sorted(secret - given[process]) == [], f"{process} gets a secret that it does not need"
        assert not any(SECRET.search(name) for name in settings_of("common.env"))


class Installation:
    """The processes of the units, started as systemd would, in an environment of their files alone."""

    def __init__(self, folder: Path, postgres_url: str, redis_url: str) -> None:
        self.folder = folder
        self._stack = AsyncExitStack()
        self.ports = {name: free_port() for name in ("hub-1", "hub-2", "bot", "actions", "ingress")}
        data = new_data_keys("k1")
        self._own = {
            "YUANQIAO_VAR_DIR": str(folder / "var"),
            "YUANQIAO_MODELS_DIR": str(ROOT / "var" / "models"),
            "YUANQIAO_DATABASE_URL": postgres_url,
            "YUANQIAO_REDIS_URL": redis_url,
            "YUANQIAO_DATA_KEYS": data,
        }
        names = ("BOT", "ACTIONS", "TURN", "VISITOR", "MEDIA", "INGRESS", "STEP_UP")
        self._own |= {f"YUANQIAO_{name}_SECRET": secrets.token_hex(32) for name in names}
        self._ports = {
            "YUANQIAO_BOT_PORT": str(self.ports["bot"]),
            "YUANQIAO_ACTIONS_PORT": str(self.ports["actions"]),
            "YUANQIAO_INGRESS_PORT": str(self.ports["ingress"]),
        }

    def environment(self, unit: str, instance: str = "1") -> Mapping[str, str]:
        """What a unit's files set, with this test's own values in the place of the examples'."""
        found: dict[str, str] = {}
        for file in files_of(unit, instance):
            found |= settings_of(file)
        mine = {name: self._own.get(name, value) for name, value in found.items()}
        if "YUANQIAO_PORT" in mine:
            mine["YUANQIAO_PORT"] = str(self.ports[f"hub-{instance}"])
            mine |= {"YUANQIAO_MEDIA_PORT": str(free_port()), "YUANQIAO_STAFF_PORT": str(free_port())}
        return {"PATH": os.environ["PATH"], **mine, **self._ports}

    async def start(self, unit: str, instance: str = "1") -> ChildProcess:
        """Starts what the unit starts."""
        (command,) = lines_of(unit, "ExecStart")
        words = [word.replace(INSTALLED, str(ROOT)) for word in command.split()]
        process = ChildProcess(self.folder / f"{unit}-{instance}.log")
        await process.launch(words, self.environment(unit, instance), ROOT)
        self._stack.push_async_callback(process.stop)
        return process

    async def run(self, *words: str) -> None:
        """Runs a command of the house to its end, with the hub's settings."""
        process = ChildProcess(self.folder / f"{words[0]}.log")
        command = (str(ROOT / ".venv/bin/yuanqiao"), *words)
        await process.launch(command, self.environment("yuanqiao-hub@.service"), ROOT)
        assert await process.ended(STARTS_S) == 0, process.tail()

    async def stop(self) -> None:
        """Ends all of them."""
        await self._stack.aclose()


@asynccontextmanager
async def installed(folder: Path, postgres: Postgres) -> AsyncIterator[Installation]:
    program = find_server()
    if program is None:
        pytest.skip(f"no Redis server found: {REDIS_INSTALL}")
    url = postgres.new_database()
    with running_redis(program) as redis:
        house = Installation(folder, url, redis.url)
        try:
            yield house
        finally:
            await house.stop()
            postgres.drop(url)


async def until_ready(process: ChildProcess, port: int) -> None:
    async with asyncio.timeout(STARTS_S), aiohttp.ClientSession() as http:
        while True:
            process.check()
            try:
                async with http.get(f"http://127.0.0.1:{port}/readyz") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.1)


async def test_two_hubs_started_by_their_units_answer_what_the_other_is_asked(
    tmp_path: Path, postgres: Postgres
) -> None:
    if not (ROOT / "var" / "models").exists():
        pytest.skip("var/models missing: make setup")
    async with installed(tmp_path, postgres) as house:
        await house.start("yuanqiao-bot.service")
        migrating = await house.start("yuanqiao-migrate.service")
        assert await migrating.ended(STARTS_S) == 0, migrating.tail()
        await house.run("kb", "load-demo")
        await house.start("yuanqiao-actions.service")
        await house.start("yuanqiao-ingress.service")
        for instance in ("1", "2"):
            hub = await house.start("yuanqiao-hub@.service", instance)
            await until_ready(hub, house.ports[f"hub-{instance}"])
        for instance in ("1", "2"):
            port = house.ports[f"hub-{instance}"]
            async with WebchatClient(port, origin=CHAT, embedder=PAGE) as client:
                await client.send("信用卡年费怎么免")
                (reply,) = await client.replies(1, timeout_s=STARTS_S)
                assert "年费" in text_of(reply)
