"""The house for a measurement: its programs with production's settings, on ports and data of their own."""

import asyncio
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import aiohttp
from pydantic import SecretStr

from hub.errors import YuanqiaoError
from hub.settings import ROOT, Settings
from hub.store.encrypted import new_data_keys
from kb.measuring.queries import read_queries
from tests.bench.processes import Program
from tests.bench.result import FOLDER
from tests.support.ports import free_port
from yuanqiao.supervisor.keys import Keys
from yuanqiao.supervisor.plan import StartPlan, make

PLENTY = 1_000_000
START_S = 300.0
LOOK_AGAIN_S = 0.02
SETTINGS = (
    "settings of production (SQLite, synchronous=FULL, log level info), limits of visits and waits lifted"
)


def questions() -> list[str]:
    """What the customers ask: the demo bank's questions to measure with, none of them an article's own."""
    return [query.text for query in read_queries(ROOT / "kb" / "demo" / "questions.jsonl")]


class House:
    """A folder of data, the settings and keys of one house, and the programs that were started."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.keys = Keys(
            bot="b" * 64,
            actions="a" * 64,
            turn="c" * 64,
            visitor="d" * 64,
            media="e" * 64,
            ingress="e" * 64,
            data=new_data_keys("k1"),
            bank="1" * 64,
            step_up="1" * 64,
            demo_login="",
        )
        self.settings = Settings(
            _env_file=None,
            var_dir=folder,
            port=free_port(),
            media_port=free_port(),
            staff_port=free_port(),
            ingress_port=free_port(),
            phones_port=free_port(),
            bank_site_port=free_port(),
            bot_port=free_port(),
            actions_port=free_port(),
            webchat_messages_per_minute=PLENTY,
            webchat_visitors_per_minute=PLENTY,
            connections_per_address=PLENTY,
            answer_within_s=PLENTY,
            bot_secret=SecretStr(self.keys.bot),
            actions_secret=SecretStr(self.keys.actions),
            turn_secret=SecretStr(self.keys.turn),
            visitor_secret=SecretStr(self.keys.visitor),
            media_secret=SecretStr(self.keys.media),
        )
        self.programs: list[Program] = []

    def start(self, name: str) -> Program:
        """Starts one process of `yuanqiao run`'s plan: bot, prepare, actions or hub."""
        planned = next(process for process in self._plan().all if process.name == name)
        return self.launch(name, planned.command, dict(planned.env), planned.cwd)

    def start_all(self) -> Program:
        """Starts everything as its user does: `yuanqiao run`."""
        hub = next(process for process in self._plan().all if process.name == "hub")
        secrets = {
            "YUANQIAO_BOT_SECRET": self.keys.bot,
            "YUANQIAO_ACTIONS_SECRET": self.keys.actions,
            "YUANQIAO_TURN_SECRET": self.keys.turn,
        }
        command = [str(Path(sys.executable).with_name("yuanqiao")), "run"]
        return self.launch("yuanqiao", command, {**hub.env, **secrets}, ROOT)

    def start_stand_in(self, seconds: float = 0.0) -> Program:
        """Starts a bot that answers after so many seconds."""
        command = [sys.executable, "-m", "tests.bench.standin", str(self.settings.bot_port), str(seconds)]
        return self.launch("bot", command, dict(os.environ), ROOT)

    def launch(self, name: str, command: Sequence[str], env: Mapping[str, str], cwd: Path) -> Program:
        """Starts a program that ends with this house."""
        program = Program(name, command, env, cwd, self.folder / f"{name}.log")
        self.programs.append(program)
        return program

    def prepare(self) -> None:
        """Makes the tables and loads the demo bank."""
        self.start("prepare").wait()
        self.programs.pop()

    def stop(self) -> None:
        """Ends every program, the last one first."""
        while self.programs:
            self.programs.pop().stop()

    def _plan(self) -> StartPlan:
        # The models are those of the checkout, made by `make setup`.
        os.environ["YUANQIAO_MODELS_DIR"] = str(ROOT / "var" / "models")
        return make(self.settings, self.keys)


@contextmanager
def running_house() -> Iterator[House]:
    """A house on the checkout's own disk, whose programs end with the block."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="house-", dir=FOLDER))
    house = House(folder)
    try:
        yield house
    finally:
        house.stop()
        shutil.rmtree(folder, ignore_errors=True)


async def first_answer_s(programs: list[Program], ask: Callable[[], Awaitable[object]]) -> float:
    """Seconds until a question is answered, asked again and again; raises where a program ends instead."""
    began = time.monotonic()
    while True:
        try:
            async with asyncio.timeout(START_S):
                await ask()
        except (OSError, RuntimeError, YuanqiaoError, aiohttp.ClientError) as error:
            for program in programs:
                program.check()
            if time.monotonic() - began > START_S:
                raise RuntimeError("no answer since the start") from error
            await asyncio.sleep(LOOK_AGAIN_S)
        else:
            return round(time.monotonic() - began, 2)
