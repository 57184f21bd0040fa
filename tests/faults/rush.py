"""The driver of overload: arrivals that wait for nobody, phase by phase, and what became of each."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass

from hub.ids import identity_key
from kb.measuring.percentile import percentile
from tests.faults.answering import Answering
from tests.faults.checks import Findings, check
from tests.faults.child import THE_HUB, HubProcess
from tests.faults.guest import Asked, Crowd, Guest
from tests.faults.result import Result, commit_of_the_checkout
from tests.faults.stage import Stage
from tests.faults.stored import StoredIdentity, damage, read_identity, unfinished
from tests.faults.world import FINDINGS_KEPT, hub_errors
from tests.support.bot import TestBot, running_bot

READY_S = 60.0
ANSWERED_WITHIN_MS = 3000.0
"""Of 95 in 100 that were let in (reliability.md G6)."""


@dataclass(frozen=True, slots=True)
class Phase:
    """So many seconds of arrivals, growing evenly from one rate to another."""

    name: str
    seconds: float
    from_per_s: float
    to_per_s: float


@dataclass(frozen=True, slots=True)
class Rush:
    """One run: a bot that answers `bot_hands` at once, each in `bot_s`, and who comes when.

    `rest_s`: how long all that was asked may take to be answered after the last arrival.
    """

    row: str
    seed: int
    phases: Sequence[Phase]
    bot_hands: int = 2
    bot_s: float = 0.1
    rest_s: float = 600.0
    launcher: tuple[str, ...] = THE_HUB


class NarrowBot(Answering):
    """Answers only so many at once, whatever the machine can do."""

    def __init__(self, bot: TestBot, hands: int, seconds: float) -> None:
        super().__init__(bot)
        self._hands = asyncio.Semaphore(hands)
        self._seconds = seconds
        bot.answer = self.in_turn

    async def in_turn(self, ask: dict[str, object]) -> tuple[int, object]:
        """The answer, when a hand was free for so long."""
        async with self._hands:
            await asyncio.sleep(self._seconds)
            return await self.answer(ask)


async def run_rush(rush: Rush, stage: Stage) -> Result:
    """Starts the hub, lets the crowd come, and judges. Raises `HubDied`, `TimeoutError`."""
    began = time.monotonic()
    database = stage.url.partition(":")[0].partition("+")[0]
    result = Result(rush.row, rush.seed, database, faults=1, commit=commit_of_the_checkout())
    async with running_bot() as bot:
        narrow = NarrowBot(bot, rush.bot_hands, rush.bot_s)
        hub = HubProcess(rush.launcher, stage.folder, stage.url, bot.port, CUSTOMERS_PATIENCE)
        await hub.migrate()
        await hub.start()
        crowd = Crowd(hub.port, rush.seed)
        try:
            async with asyncio.timeout(READY_S):
                await crowd.arrive("first")
            ended_at = await _all_phases(rush, crowd)
            await _all_quiet(stage.url, rush.rest_s)
            await crowd.leave()
        finally:
            await hub.stop()
        stage.on_fault()
        await _judge(result, crowd.guests, narrow, stage, hub)
        result.figures = figures(rush, [asked for guest in crowd.guests for asked in guest.asked], ended_at)
    result.seconds = time.monotonic() - began
    return result


CUSTOMERS_PATIENCE = {"YUANQIAO_WAITING_AFTER_S": "8", "YUANQIAO_LATE_AFTER_S": "15"}
"""As in production: here the hub is meant to be late for nobody."""


async def _all_phases(rush: Rush, crowd: Crowd) -> float:
    """Every arrival at its own time; returns when the last arrival of each phase was, once all is answered."""
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
            asking.add(asyncio.create_task(crowd.arrive(phase.name)))
    ended_at = time.monotonic()
    done, late = await asyncio.wait(asking, timeout=rush.rest_s)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    for task in done:
        task.result()
    return ended_at


async def _all_quiet(url: str, timeout_s: float) -> None:
    until = time.monotonic() + min(timeout_s, 30.0)
    while await unfinished(url) and time.monotonic() < until:
        await asyncio.sleep(0.2)


async def _judge(
    result: Result, guests: Sequence[Guest], bot: NarrowBot, stage: Stage, hub: HubProcess
) -> None:
    findings = Findings()
    for guest in guests:
        record = guest.record
        stored = await _stored(stage.url, record.token)
        findings.add(check(record, stored))
        result.accepted += len(record.accepted)
        result.unacknowledged += len(record.waiting)
        result.refused += len(record.refused)
    harm = await damage(stage.url)
    findings.numbering += [*bot.complaints, *([harm] if harm else [])]
    for name, found in vars(findings).items():
        setattr(result, name, len(found))
    errors = hub_errors(hub.log)
    errors = [line for line in errors if "admission." not in line]
    result.hub_errors = len(errors)
    result.asks = sum(bot.asked.values())
    result.first_findings = [*findings.all, *errors][:FINDINGS_KEPT]


async def _stored(url: str, token: str | None) -> StoredIdentity:
    if token is None:
        return StoredIdentity()
    return await read_identity(url, identity_key("webchat", "default", token.split(".")[1]))


def figures(rush: Rush, asked: Sequence[Asked], ended_at: float) -> dict[str, float]:
    """Counts, how long the accepted waited in each phase, and how long until nobody was refused any more."""
    found: dict[str, float] = {
        "bot_per_s": rush.bot_hands / rush.bot_s,
        "offered_count": len(asked),
        "refusals_count": sum(each.refused for each in asked),
        "refusals_told_count": sum(each.told for each in asked),
        "unanswered_count": sum(each.answered_at is None for each in asked),
    }
    for phase in rush.phases:
        of_phase = [each for each in asked if each.phase == phase.name]
        waits = [each.waited_ms for each in of_phase if each.waited_ms is not None]
        found[f"{phase.name}_offered_count"] = len(of_phase)
        found[f"{phase.name}_refused_count"] = sum(each.refused > 0 for each in of_phase)
        for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99)):
            found[f"{phase.name}_{name}_ms"] = round(percentile(waits, share)) if waits else 0.0
    last = max((each.answered_at or 0.0 for each in asked), default=ended_at)
    found["all_answered_after_s"] = round(max(0.0, last - ended_at), 1)
    return found


def broken_promises(figures: dict[str, float]) -> list[str]:
    """What of G6 the figures contradict, a sentence each."""
    late = [n for n, v in figures.items() if n.endswith("_p95_ms") and v > ANSWERED_WITHIN_MS]
    sentences = [f"{name}: {figures[name]:g}, promised are {ANSWERED_WITHIN_MS:g}" for name in late]
    untold = figures["refusals_count"] - figures["refusals_told_count"]
    if untold:
        sentences.append(f"{untold:g} refusals did not say when to come again")
    if figures["unanswered_count"]:
        sentences.append(f"{figures['unanswered_count']:g} questions were never answered")
    return sentences
