"""The driver of overload: arrivals that wait for nobody, phase by phase, and what became of each."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.faults.answering import Answering
from tests.faults.checks import Findings
from tests.faults.child import THE_HUB, HubProcess
from tests.faults.forked import ForkedHub
from tests.faults.guest import Guest
from tests.faults.guests import Guests
from tests.faults.judging import judge
from tests.faults.result import Result, commit_of_the_checkout
from tests.faults.rush_figures import Phase, broken_promises, figures
from tests.faults.stage import Stage
from tests.faults.stored import unfinished
from tests.faults.world import hub_errors
from tests.support.bot import TestBot, running_bot

READY_S = 60.0
QUIET_S = 30.0
PATIENCE = {"YUANQIAO_WAITING_AFTER_S": "7.5", "YUANQIAO_LATE_AFTER_S": "15"}
"""As in production: here the hub is meant to be late for nobody."""


@dataclass(frozen=True, slots=True)
class Rush:
    """One run: a bot that answers `bot_hands` at once, each in `bot_s`, and who comes when.

    `rest_s`: how long all that was asked may take to be answered after the last arrival; `by_the_clock`:
    whether the seconds that customers waited are judged, too.
    """

    row: str
    seed: int
    phases: Sequence[Phase]
    bot_hands: int = 2
    bot_s: float = 0.1
    rest_s: float = 600.0
    by_the_clock: bool = True
    launcher: tuple[str, ...] = THE_HUB


class NarrowBot(Answering):
    """Answers only so many at once, whatever the machine can do."""

    def __init__(self, bot: TestBot, hands: int, seconds: float) -> None:
        super().__init__(bot)
        self._hands = asyncio.Semaphore(hands)
        self._seconds = seconds
        bot.answer = self.in_turn

    async def in_turn(self, ask: dict[str, Any]) -> tuple[int, Any]:
        """The answer, when a hand was free for so long."""
        async with self._hands:
            await asyncio.sleep(self._seconds)
            return await self.answer(ask)


async def run_rush(rush: Rush, stage: Stage) -> Result:
    """Starts the hub, lets the crowd come, and judges. Raises `ProcessDied`, `TimeoutError`."""
    began = time.monotonic()
    database = stage.url.partition(":")[0].partition("+")[0]
    result = Result(rush.row, rush.seed, database, faults=1, commit=commit_of_the_checkout())
    async with running_bot() as bot:
        narrow = NarrowBot(bot, rush.bot_hands, rush.bot_s)
        hub = ForkedHub(rush.launcher, stage.folder, stage.url, bot.port, PATIENCE)
        await hub.migrate()
        await hub.start()
        guests = Guests(hub.port, rush.seed)
        try:
            async with asyncio.timeout(READY_S):
                await guests.arrive("first")
            ended_at = await _all_phases(rush, guests)
            await _all_quiet(stage.url, QUIET_S)
            await guests.leave()
        finally:
            await hub.stop()
        stage.on_fault()
        asked = [each for guest in guests.all for each in guest.asked]
        result.figures = {"bot_per_s": rush.bot_hands / rush.bot_s, **figures(asked, rush.phases, ended_at)}
        await _judge(result, guests.all, narrow, stage, hub, by_the_clock=rush.by_the_clock)
    result.seconds = time.monotonic() - began
    return result


async def _all_phases(rush: Rush, guests: Guests) -> float:
    """Every arrival at its own time; returns when the last one was, once all are answered."""
    chance = random.Random(f"{rush.seed}:arrivals")
    asking: set[asyncio.Task[None]] = set()
    for phase in rush.phases:
        began = time.monotonic()
        at = 0.0
        while True:
            per_s = phase.from_per_s + (phase.to_per_s - phase.from_per_s) * at / phase.seconds
            at += chance.expovariate(per_s)
            if at >= phase.seconds:
                break
            await asyncio.sleep(max(0.0, began + at - time.monotonic()))
            asking.add(asyncio.create_task(guests.arrive(phase.name)))
    ended_at = time.monotonic()
    done, late = await asyncio.wait(asking, timeout=rush.rest_s)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    for task in done:
        task.result()
    return ended_at


async def _all_quiet(url: str, timeout_s: float) -> None:
    until = time.monotonic() + timeout_s
    while await unfinished(url) and time.monotonic() < until:  # noqa: ASYNC110  (the hub gives no sign)
        await asyncio.sleep(0.2)


async def _judge(
    result: Result,
    guests: Sequence[Guest],
    bot: NarrowBot,
    stage: Stage,
    hub: HubProcess,
    *,
    by_the_clock: bool,
) -> None:
    errors = hub_errors(hub.log)
    records = [guest.record for guest in guests]
    await judge(records, stage.url, result, Findings(numbering=list(bot.complaints)), errors)
    result.asks = sum(bot.asked.values())
    broken = broken_promises(result.figures, by_the_clock=by_the_clock)
    result.untold += len(broken)
    result.first_findings = [*broken, *result.first_findings]
