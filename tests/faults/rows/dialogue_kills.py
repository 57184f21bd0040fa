"""The hub killed with -9 at each step of a dialogue with a customer of the bank: row C13."""

import asyncio
import json
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field

from sqlalchemy import make_url

from bot.tests.real_actions import action_server
from hub.settings import ROOT
from hub.store import identities, schema
from hub.store.database import Database
from tests.faults.dialogue_lives import Life
from tests.faults.result import Result, commit_of_the_checkout
from tests.faults.stage import Stage
from tests.support.clock import HandClock
from tests.support.demo_bank import DemoBank, running_bank
from tests.support.migrated import make_tables
from tests.unit.bank.house import KEYS, House
from tests.unit.hub.spine import Spine

LIFE_S = 40.0
"""Longer than a lease and a claim: what the life before had in hand is free again."""
MOST_LIVES = 4

Heard = tuple[str, str, dict[str, str]]
"""Words, their intent and their entities."""

YES: Heard = ("确认", "affirm", {"reply": "yes"})
TALKS: Mapping[str, tuple[Heard, ...]] = {
    "transfer": (
        ("给李娜转{n}块", "transfer_money", {"amount": "{n}"}),
        ("不对，是1{n}", "inform", {"amount": "1{n}"}),
        YES,
    ),
    "set_limit": (("把每日限额调到{n}元", "transfer_limit", {"amount": "{n}"}), YES),
    "statement": (("把对账单发到我邮箱", "statement", {}), YES),
    "corporate_account": (
        ("预约公司开户", "corporate_account", {}),
        ("徐汇支行明天上午", "inform", {"branch": "徐汇支行", "date": "day+1", "time": "morning"}),
        YES,
    ),
}
"""What is said in a dialogue of each kind; `{n}` makes each one's amount its own."""

FIRST_AMOUNT = 100
"""Fen: small sums, so that the account lasts for all of them."""

CONTROL_KILLS = (("transfer", 2, 6),)
"""Behind the answer of the bot that has the bank act at once, before the turn is closed."""


@dataclass
class Town:
    """The customer, the bank, and the process whose forks serve them."""

    stage: Stage
    house: House
    bank: DemoBank
    actions: str
    lives: Process
    eager: bool
    number: int = 0
    messages: int = 0
    talks: list[str] = field(default_factory=list)

    async def talk(self, kind: str, kill: tuple[int, int]) -> bool:
        """One dialogue from its first word to its end; whether its kill took place."""
        self.number += 1
        self.talks.append(kind)
        await self.house.check(within_s=86_400.0)
        hit = False
        for place, heard in enumerate(TALKS[kind]):
            hit = await self._say(heard, kill[1] if place == kill[0] else 0) or hit
        return hit

    async def _say(self, heard: Heard, kill_at: int) -> bool:
        words, intent, entities = _filled(heard, FIRST_AMOUNT + self.number)
        self.house.turn, self.messages = self.house.turn + 1, self.messages + 1
        await self.house.say(words)
        known = {words: (intent, entities)}
        hit = False
        for _ in range(MOST_LIVES):
            ended = await self._live(kill_at, known)
            self.house.spine.clock.turn(LIFE_S)
            if ended == 0:
                return hit
            if ended != -signal.SIGKILL:
                raise RuntimeError(f"a life ended with {ended}")
            hit, kill_at = True, 0
        raise RuntimeError("the hub does not come to an end")

    async def _live(self, kill_at: int, known: Mapping[str, tuple[str, Mapping[str, str]]]) -> int:
        clock = self.house.spine.clock
        life = Life(
            self.stage.url,
            self.bank.url,
            self.actions,
            KEYS,
            self.house.number,
            clock.now().isoformat(),
            kill_at,
            self.eager,
            known,
        )
        assert self.lives.stdin is not None
        assert self.lives.stdout is not None
        self.lives.stdin.write(f"{json.dumps(asdict(life))}\n".encode())
        return int(await self.lives.stdout.readline())


class DialogueKills:
    """One dialogue for each kill, begun, corrected and confirmed; then a life that goes on with it."""

    name = "C13"
    what = "hub killed with -9 at each step of a dialogue: asking, closing, reading, instructing, telling"
    control = "the bot has the bank act as it answers, before the turn is closed"
    faults: Mapping[str, int] = {"sqlite": 100, "postgres": 100}

    async def run(self, stage: Stage, faults: int, seed: int) -> Result:
        """Kills message by message and step by step, in turn for all kinds."""
        result = Result(self.name, seed, _database(stage))
        return await _run(result, stage, faults, seed, eager=False)

    async def run_control(self, stage: Stage, seed: int) -> Result:
        """The broken build, killed where it has to show."""
        return await _run(Result("C13 broken", seed, _database(stage)), stage, 0, seed, eager=True)

    def caught(self, control: Result) -> bool:
        """Whether an effect was seen twice."""
        return control.effects > 0


async def _run(result: Result, stage: Stage, faults: int, seed: int, *, eager: bool) -> Result:
    began, result.commit = time.monotonic(), commit_of_the_checkout()
    async with _town(stage, eager=eager) as town:
        if eager:
            for kind, place, step in CONTROL_KILLS:
                await town.talk(kind, (place, step))
        else:
            await _kill(town, result, faults, seed)
        await _judge(result, town)
    result.accepted, result.seconds = town.messages, time.monotonic() - began
    return result


async def _kill(town: Town, result: Result, faults: int, seed: int) -> None:
    """Each kind's steps in their order, from another message with each seed, then anew."""
    walks = {kind: (seed % len(talk), 1) for kind, talk in TALKS.items()}
    while result.faults < faults:
        for kind, (place, step) in list(walks.items()):
            if result.faults >= faults:
                return
            if await town.talk(kind, (place, step)):
                walks[kind] = (place, step + 1)
                result.faults += 1
                result.hits[f"{kind}.{place}.{step}"] = result.hits.get(f"{kind}.{place}.{step}", 0) + 1
                town.stage.on_fault()
            else:  # this message has no such step
                walks[kind] = ((place + 1) % len(TALKS[kind]), 1)


def _filled(heard: Heard, number: int) -> Heard:
    words, intent, entities = heard
    told = f"{number / 100:.2f}"
    return words.format(n=told), intent, {name: value.format(n=told) for name, value in entities.items()}


def _database(stage: Stage) -> str:
    return make_url(stage.url).get_backend_name()


async def _judge(result: Result, town: Town) -> None:
    """The bank did each thing once, the money moved once, and every message was answered."""
    done = town.bank.rows("SELECT key FROM instruction")
    if len(done) != len(town.talks):
        result.effects += max(0, len(done) - len(town.talks))
        result.lost += max(0, len(town.talks) - len(done))
        result.first_findings.append(f"the bank did {len(done)} things for {len(town.talks)} dialogues")
    for number, kind in enumerate(town.talks, start=1):
        if kind == "transfer":
            amount = 1000 + FIRST_AMOUNT + number  # corrected: 1.01 became 11.01
            moved = len(
                town.bank.rows("SELECT 1 FROM entry WHERE amount = ? AND about LIKE '转账%'", -amount)
            )
            if moved != 1:
                result.effects += max(0, moved - 1)
                result.lost += moved == 0
                result.first_findings.append(f"dialogue {number}: the money moved {moved} times")
    if not town.bank.adds_up():
        result.effects += 1
        result.first_findings.append("the bank's balances do not add up")
    spine = town.house.spine
    turns = await spine.rows(schema.turn)
    left = [row for row in turns if row.state != "answered"]
    result.unanswered += len(left)
    told = [
        segment["details"]["wish"]
        for message in await spine.rows(schema.message)
        for segment in message.segments
        if segment["type"] == "trigger" and segment["name"] == "bank_result"
    ]
    if not town.eager:
        result.duplicated += len(told) - len(set(told))
        result.untold += max(0, len(town.talks) - len(set(told)))
    last = max(turns, key=lambda row: row.turn)
    if last.bot_state["slots"].get("dialogue") and not town.eager:
        result.lost += 1
        result.first_findings.append("the last dialogue has not come to its end")


@asynccontextmanager
async def _town(stage: Stage, *, eager: bool) -> AsyncIterator[Town]:
    clock, database = HandClock(), Database(stage.url)
    settings = {"YUANQIAO_BANK_URL": "http://127.0.0.1:9"}
    try:
        await make_tables(stage.url)
        with action_server(stage.folder / "actions", **settings) as actions:
            async with running_bank(stage.folder / "bank.db", clock) as bank, _lives() as lives:
                house = House(Spine(database, clock), bank)
                async with database.write() as connection:
                    await identities.ensure(connection, house.identity, house.address, clock.now())
                yield Town(stage, house, bank, actions, lives, eager)
                await house.client.close()
    finally:
        await database.close()


@asynccontextmanager
async def _lives() -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults.dialogue_lives", stdin=PIPE, stdout=PIPE, cwd=ROOT
    )
    try:
        yield process
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


ROWS = (DialogueKills(),)
