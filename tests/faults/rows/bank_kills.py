"""The worker that has the bank do things, killed with -9 at each of its steps: row C12."""

import asyncio
import json
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict

from sqlalchemy import make_url

from bank.store.schema import bank_instruction
from hub.messages.bank import FreezeCard, Instruction, PositiveMoney, Transfer
from hub.settings import ROOT
from hub.store import schema
from hub.store.database import Database
from tests.faults.bank_lives import Life
from tests.faults.result import Result, commit_of_the_checkout
from tests.faults.stage import Stage
from tests.support.clock import HandClock
from tests.support.demo_bank import running_bank
from tests.support.migrated import make_tables
from tests.unit.bank.house import KEYS, House
from tests.unit.hub.spine import Spine

CHECKED, UNCHECKED = "0annaphone", "0bertasphone"
STEPS = {CHECKED: 6, UNCHECKED: 10}
"""Claim, call and end; who was not checked is looked for at the bank, and written down, besides."""

LIFE_S = 40.0
"""Longer than a claim: each life begins when what the one before had in hand is free again."""

FIRST_AMOUNT = 100
CONTROL_KILLS = ((CHECKED, 4),)
"""Behind the bank's answer, before its end is written."""


class BankKills:
    """One instruction for each kill, a transfer or a card's freezing; then a life that goes on with it."""

    name = "C12"
    what = "worker killed with -9 at each step while the bank does what customers want"
    control = "each try has a key of its own"
    faults: Mapping[str, int] = {"sqlite": 100, "postgres": 100}

    async def run(self, stage: Stage, faults: int, seed: int) -> Result:
        """Kills step by step, in turn for both kinds."""
        most = max(STEPS.values())
        kills = [(who, step) for step in range(1, most + 1) for who in STEPS if step <= STEPS[who]]
        wanted = [kills[(seed + number) % len(kills)] for number in range(faults)]
        return await _run(Result(self.name, seed, _database(stage)), stage, wanted, new_keys=False)

    async def run_control(self, stage: Stage, seed: int) -> Result:
        """The broken build, killed where it has to show."""
        result = Result("C12 broken", seed, _database(stage))
        return await _run(result, stage, list(CONTROL_KILLS), new_keys=True)

    def caught(self, control: Result) -> bool:
        """Whether an effect was seen twice."""
        return control.effects > 0


async def _run(result: Result, stage: Stage, kills: list[tuple[str, int]], *, new_keys: bool) -> Result:
    began, result.commit, clock = time.monotonic(), commit_of_the_checkout(), HandClock()
    database = Database(stage.url)
    try:
        await make_tables(stage.url)
        async with running_bank(stage.folder / "bank.db", clock) as bank, _lives() as lives:
            houses = {who: House(Spine(database, clock), bank, phone=who) for who in STEPS}
            for house in houses.values():
                await house.begin()
            for number, (who, step) in enumerate(kills):
                house = houses[who]
                if who == CHECKED:
                    await house.check()
                await house.want(_instruction(house, who, number), wish=f"wish-{number}")
                for kill_at in (step, 0):
                    life = Life(stage.url, bank.url, KEYS, clock.now().isoformat(), kill_at, new_keys)
                    killed = await _live(lives, life) == -signal.SIGKILL
                    if killed != bool(kill_at):
                        result.missed.append(f"{who}: step {step} of instruction {number}")
                    clock.turn(LIFE_S)
                result.hits[f"{who}.{step}"] = result.hits.get(f"{who}.{step}", 0) + 1
                result.faults += 1
                stage.on_fault()
            await _judge(result, houses)
            if not bank.adds_up():
                result.effects += 1
                result.first_findings.append("the bank's balances do not add up")
            for house in houses.values():
                await house.client.close()
    finally:
        await database.close()
    result.accepted, result.seconds = len(kills), time.monotonic() - began
    return result


def _database(stage: Stage) -> str:
    return make_url(stage.url).get_backend_name()


def _instruction(house: House, who: str, number: int) -> Instruction:
    profile = house.bank.profile(house.number)
    if who == UNCHECKED:
        return FreezeCard(card=profile["cards"][number % 2]["tail"])
    amount = PositiveMoney(minor=FIRST_AMOUNT + number)
    return Transfer(account=profile["accounts"][0]["tail"], payee="p1", amount=amount)


async def _judge(result: Result, houses: Mapping[str, House]) -> None:
    """Every instruction done, its money gone once, and its customer told once."""
    house = houses[CHECKED]
    rows = {row.wish: row for row in await house.spine.rows(bank_instruction)}
    told = [
        segment["details"]["wish"]
        for message in await house.spine.rows(schema.message)
        for segment in message.segments
        if segment["type"] == "trigger" and segment["name"] == "bank_result"
    ]
    for wish, row in rows.items():
        if row.state != "done":
            result.lost += 1
            result.first_findings.append(f"{wish}: {row.state} {row.code}")
        if told.count(wish) != 1:
            result.duplicated += max(0, told.count(wish) - 1)
            result.unanswered += wish not in told
            result.first_findings.append(f"{wish}: told {told.count(wish)} times")
        if row.kind == "transfer":
            amount = FIRST_AMOUNT + int(wish.removeprefix("wish-"))
            query = "SELECT 1 FROM entry WHERE amount = ? AND about LIKE '转账%'"
            moved = len(house.bank.rows(query, -amount))
            if moved != 1:
                result.effects += abs(moved - 1)
                result.first_findings.append(f"{wish}: the money moved {moved} times")
    done = house.bank.rows("SELECT key FROM instruction")
    if len(done) != len(rows):
        result.effects += abs(len(done) - len(rows))
        result.first_findings.append(f"the bank did {len(done)} things for {len(rows)} instructions")


@asynccontextmanager
async def _lives() -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults.bank_lives", stdin=PIPE, stdout=PIPE, cwd=ROOT
    )
    try:
        yield process
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


async def _live(lives: Process, life: Life) -> int:
    assert lives.stdin is not None
    assert lives.stdout is not None
    lives.stdin.write(f"{json.dumps(asdict(life))}\n".encode())
    return int(await lives.stdout.readline())


ROWS = (BankKills(),)
