"""Customers' phones under load before a real hub, and before the ingress while no hub is there."""

import asyncio
import json
import random
import re
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.database import Database
from hub.store.encrypted import new_data_keys
from tests.faults.child import THE_HUB, HubProcess
from tests.faults.forked import ForkedChild, ForkedHub
from tests.faults.lines import Line, Lines, running_lines
from tests.faults.result import Result
from tests.faults.stage import Stage
from tests.support.bot import echo, running_bot
from tests.support.ports import free_port

WORDS = re.compile("[问慢][a-z0-9]+第[0-9]+句")
"""What a customer of these writes: which customer and which number, so that every answer can be told."""

USUAL_S, SLOW_S = 0.05, 6.0
"""So long the bot takes; a slow one's answer is not ready when the provider hangs up."""

STARTED_WITHIN_S = 300.0
"""Longer than on a machine of its own: one with much other work starts a hub in a minute."""
SETTLED_WITHIN_S = 900.0
INGRESS = ("-m", "tests.faults.launch", "ingress")
SECRET = "a secret that ingress and hub share in these rows"

BUSY = """
    SELECT (SELECT count(*) FROM work) + (SELECT count(*) FROM turn WHERE state IN ('open', 'late'))
        + (SELECT count(*) FROM outbox AS waiting WHERE NOT held AND NOT EXISTS (
            SELECT 1 FROM outbox AS earlier WHERE earlier.held AND earlier.seq < waiting.seq
                AND earlier.identity_key = waiting.identity_key
                AND earlier.conversation = waiting.conversation))
"""
"""What is still at work; what is held waits for its customer, and so does what is behind it."""

GIVEN_UP = """
    SELECT message.segments FROM message
    JOIN turn ON turn.identity_key = message.identity_key AND turn.conversation = message.conversation
        AND message.seq BETWEEN turn.first_seq AND turn.last_seq
    JOIN dead_letter ON dead_letter.identity_key = turn.identity_key
        AND dead_letter.conversation = turn.conversation
        AND dead_letter.kind = 'turn' AND dead_letter.number = turn.turn
    WHERE message.direction = 'in'
"""
"""What customers wrote in turns that were given up, and lie before people."""


@dataclass(frozen=True, slots=True)
class Load:
    """How customers write: so many on each line, a pause after each call, a share of slow questions."""

    customers: int
    pause_s: float
    slow: float = 0.0


@dataclass(frozen=True, slots=True)
class Phones:
    """A run's providers, hub and ingress."""

    stage: Stage
    lines: Lines
    hub: HubProcess
    ingress: "IngressChild"


class IngressChild(ForkedChild):
    """The ingress before the hub of a run."""

    def __init__(self, folder: Path, program: tuple[str, ...], env: Mapping[str, str]) -> None:
        super().__init__(folder / "ingress.log")
        self.port = free_port()
        self._started_by = (
            (sys.executable, *program),
            dict(env) | {"YUANQIAO_INGRESS_PORT": str(self.port)},
            folder,
        )

    async def start(self) -> None:
        """Starts it, and waits until it can be connected to."""
        await self.launch(*self._started_by)
        async with asyncio.timeout(STARTED_WITHIN_S):
            while True:
                self.check()
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                except OSError:
                    await asyncio.sleep(0.05)
                else:
                    writer.close()
                    return


@asynccontextmanager
async def running_phones(
    stage: Stage,
    names: Sequence[str],
    *,
    hub: tuple[str, ...] = THE_HUB,
    ingress: tuple[str, ...] = INGRESS,
) -> AsyncIterator[Phones]:
    """Providers of these channels and a bot, while the block runs; hub and ingress can be started."""
    async with running_lines(stage.folder, names) as lines, running_bot() as bot:

        async def answer(ask: dict[str, Any]) -> tuple[int, Any]:
            bot.asks.clear()  # nobody reads them, and there are many
            await asyncio.sleep(SLOW_S if "慢" in ask["input"]["text"] else USUAL_S)
            return await echo(ask)

        bot.answer = answer
        shared = dict(lines.env) | {
            "YUANQIAO_DATA_KEYS": new_data_keys("k1"),
            "YUANQIAO_INGRESS_SECRET": SECRET,
            "YUANQIAO_WAITING_AFTER_S": "7.5",
            "YUANQIAO_LATE_AFTER_S": "15",
        }
        served = ForkedHub(hub, stage.folder, stage.url, bot.port, shared)
        before = IngressChild(stage.folder, ingress, served._env)
        await served.migrate()
        try:
            yield Phones(stage, lines, served, before)
        finally:
            await served.stop()
            await before.stop()


async def start_hub(phones: Phones) -> None:
    """Starts the hub, and waits until it serves."""
    await phones.hub.start()
    await phones.hub.serves(STARTED_WITHIN_S)


async def stop_hub(phones: Phones) -> None:
    """Stops it as operators do: it ends what it has in hand."""
    phones.hub.signal(signal.SIGTERM)
    await phones.hub.ended(STARTED_WITHIN_S)


async def warm_up(phones: Phones) -> None:
    """One question on each line: what a hub loads with its first answer is no load of customers."""
    for line in phones.lines.all:
        await line.say("warmingup", "问warmingup第1句")


@asynccontextmanager
async def writing(phones: Phones, load: Load, seed: int) -> AsyncIterator[None]:
    """Customers of every line write while the block runs; at its end the last calls have ended."""
    over = asyncio.Event()
    async with asyncio.TaskGroup() as customers:
        for line in phones.lines.all:
            for number in range(load.customers):
                chance = random.Random(f"{seed}:{line.name}:{number}")
                customers.create_task(_write_on(line, f"{line.name}{number}", load, chance, over))
        try:
            yield
        finally:
            over.set()


async def _write_on(line: Line, name: str, load: Load, chance: random.Random, over: asyncio.Event) -> None:
    number = 0
    while not over.is_set():
        number += 1
        await line.say(name, f"{'慢' if chance.random() < load.slow else '问'}{name}第{number}句")
        if load.pause_s:
            await asyncio.sleep(chance.uniform(0.5, 1.5) * load.pause_s)


async def judge(phones: Phones, result: Result) -> None:
    """Waits until the hub has nothing to do, and counts what became of all that was acknowledged."""
    tries = [each for line in phones.lines.all for each in line.tries]
    acknowledged = {each.words for each in tries if each.answered}
    deadline = time.monotonic() + SETTLED_WITHIN_S
    while not await _is_settled(phones) and time.monotonic() < deadline:
        phones.hub.check()
        await asyncio.sleep(0.2)
    stored, kept = await _read(phones.stage.url)
    shown = Counter(WORDS.findall("\n".join(line.shown() for line in phones.lines.all)))
    lost, silent = acknowledged - stored, (acknowledged & stored) - set(shown)
    result.accepted = len(acknowledged)
    result.lost = len(lost)
    result.parked = len(silent & kept)
    result.unanswered = len(silent - kept)
    result.duplicated = sum(count > 1 for count in shown.values())
    result.unacknowledged = sum(not each.answered for each in tries)
    took = sorted(each.took_s for each in tries)
    if took:
        result.figures["callback_p99_ms"] = round(took[int(len(took) * 0.99)] * 1000)
        result.figures["callback_slowest_ms"] = round(took[-1] * 1000)
    result.first_findings += [f"lost: {each}" for each in sorted(lost)[:5]]
    result.first_findings += [f"unanswered: {each}" for each in sorted(silent - kept)[:5]]


async def _is_settled(phones: Phones) -> bool:
    """Whether nothing is left but what has no right to be sent before its customer writes again."""
    if phones.ingress.alive() and await spooled(phones):
        return False
    async with _reading(phones.stage.url) as connection:
        return not (await connection.execute(text(BUSY))).scalar_one()


async def spooled(phones: Phones) -> int:
    """How many calls wait in the ingress's spool."""
    url = f"http://127.0.0.1:{phones.ingress.port}/healthz"
    async with aiohttp.ClientSession() as http, http.get(url) as answer:
        return int((await answer.json())["spooled"])


async def _read(url: str) -> tuple[set[str], set[str]]:
    """What is stored of customers' words; and of whose answers somebody knows that they did not go."""
    stored, kept = set[str](), set[str]()
    async with _reading(url) as connection:
        for row in await connection.execute(text("SELECT direction, status, segments FROM message")):
            words = WORDS.findall(_plain(row.segments))
            if row.direction == "in":
                stored.update(words)
            elif row.status in ("accepted", "failed"):
                kept.update(words)
        for row in await connection.execute(text(GIVEN_UP)):
            kept.update(WORDS.findall(_plain(row.segments)))
    return stored, kept


def _plain(segments: Any) -> str:
    """The texts of a message, as the database gives its segments."""
    read = json.loads(segments) if isinstance(segments, str) else segments
    return "\n".join(str(each.get("text", "")) for each in read)


@asynccontextmanager
async def _reading(url: str) -> AsyncIterator[AsyncConnection]:
    database = Database(url, read_only=True)
    try:
        async with database.read() as connection:
            yield connection
    finally:
        await database.close()
