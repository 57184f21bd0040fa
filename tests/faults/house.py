"""The house as `yuanqiao run` starts it, each of its processes killable by itself: bot, actions and hub.

The driver starts them itself, and not the supervisor: that one waits longer before each restart of a process
that dies again and again (up to 30 s), so that a hundred kills would measure its patience.
"""

import asyncio
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import aiohttp
from pydantic import SecretStr

from hub.settings import ROOT, Settings
from hub.store.encrypted import new_data_keys
from tests.faults.child import ChildProcess
from tests.support.ports import free_port
from yuanqiao.supervisor.keys import Keys
from yuanqiao.supervisor.plan import Process, make

PLENTY = 1_000_000
READY_WITHIN_S = 120.0
LOOK_AGAIN_S = 0.02
KEYS = Keys(
    bot="b" * 64,
    actions="a" * 64,
    turn="c" * 64,
    visitor="d" * 64,
    media="e" * 64,
    ingress="f" * 64,
    data=new_data_keys("k1"),
    bank="1" * 64,
    step_up="2" * 64,
    demo_login="",
)
MODELS = ROOT / "var" / "models"


@dataclass(frozen=True, slots=True)
class Build:
    """What differs from the house as it is. `settings` by their names in `hub.settings`.

    `hub`, `bot`, `actions`: what Python is told instead, to start a broken build.
    """

    settings: Mapping[str, Any] = field(default_factory=dict)
    hub: tuple[str, ...] = ()
    bot: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()


class House:
    """Bot, actions and hub over one folder, with the demo bank in it; `settings` are all of theirs."""

    def __init__(self, folder: Path, build: Build) -> None:
        self.folder = folder
        self.settings = Settings(
            _env_file=None,  # type: ignore[call-arg]
            var_dir=folder,
            port=free_port(),
            media_port=free_port(),
            staff_port=free_port(),
            log_level="warning",
            bank_site_port=free_port(),
            bot_port=free_port(),
            actions_port=free_port(),
            webchat_messages_per_minute=PLENTY,
            webchat_visitors_per_minute=PLENTY,
            connections_per_address=PLENTY,
            bot_secret=SecretStr(KEYS.bot),
            actions_secret=SecretStr(KEYS.actions),
            turn_secret=SecretStr(KEYS.turn),
            visitor_secret=SecretStr(KEYS.visitor),
            media_secret=SecretStr(KEYS.media),
            **build.settings,
        )
        self._build = build
        self._extra = {"YUANQIAO_MODELS_DIR": str(MODELS), "PYTHONPATH": str(ROOT)}
        self.ways: dict[str, dict[str, str]] = {}
        """Environment of single processes besides: where they find each other, by way of the driver."""
        self.bot, self.actions, self.hub = (
            ChildProcess(folder / f"{name}.log") for name in ("bot", "actions", "hub")
        )

    def furnish(self) -> None:
        """Puts the database with the demo bank, and its index, into the folder."""
        shutil.copytree(_demo_bank(), self.folder, dirs_exist_ok=True)

    async def start(self, name: str) -> None:
        """Starts one process; it serves when it is `ready`."""
        process = _planned(self.settings, name)
        broken: Sequence[str] = getattr(self._build, name)
        python = sys.executable if name == "hub" else process.command[0]
        command = (python, *broken) if broken else process.command
        await getattr(self, name).launch(
            command, {**process.env, **self._extra, **self.ways.get(name, {})}, process.cwd
        )

    async def start_all(self) -> None:
        """Starts all three, and waits until a question would be answered."""
        for name in ("bot", "actions", "hub"):
            await self.start(name)
        for name in ("bot", "actions", "hub"):
            await self.ready(name)

    async def ready(self, name: str) -> None:
        """Waits until a process serves; raises `ProcessDied`, `TimeoutError`."""
        ports = {"bot": self.settings.bot_port, "actions": self.settings.actions_port}
        url = f"http://127.0.0.1:{ports.get(name, self.settings.port)}"
        url += "/readyz" if name == "hub" else "/health"
        async with asyncio.timeout(READY_WITHIN_S), aiohttp.ClientSession() as http:
            while not await _serves(http, url):
                getattr(self, name).check()
                await asyncio.sleep(LOOK_AGAIN_S)

    async def stop(self) -> None:
        """Kills whatever runs."""
        for process in (self.hub, self.actions, self.bot):
            await process.stop()


async def _serves(http: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with http.get(url, timeout=aiohttp.ClientTimeout(total=5)) as answer:
            return answer.status == 200
    except (aiohttp.ClientError, TimeoutError, OSError):
        return False


def _planned(settings: Settings, name: str) -> Process:
    return next(process for process in make(settings, KEYS).all if process.name == name)


@cache
def _demo_bank() -> Path:
    """A folder with the demo bank, made once for all runs of the driver, by the product's own command."""
    import atexit
    import subprocess

    folder = Path(tempfile.mkdtemp(prefix="yuanqiao-demo-bank-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    settings = Settings(_env_file=None, var_dir=folder, database_url="")  # type: ignore[call-arg]
    process = _planned(settings, "prepare")
    subprocess.run(process.command, env=dict(process.env), cwd=process.cwd, check=True, capture_output=True)
    with sqlite3.connect(settings.database.removeprefix("sqlite:///")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder
