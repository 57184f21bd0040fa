"""Providers that give up after five seconds: under load, and while the hub is away or restarts.

Rows E3, I3 and I4.
"""

import asyncio
import random
import time
from collections.abc import Mapping
from types import MappingProxyType

from tests.faults.child import THE_HUB
from tests.faults.lines import KINDS
from tests.faults.phones import (
    INGRESS,
    Load,
    Phones,
    judge,
    running_phones,
    start_hub,
    stop_hub,
    warm_up,
    writing,
)
from tests.faults.result import Result
from tests.faults.stage import Stage
from tests.support.waiting import PATIENCE_S

MINUTE_S = 60.0
PATIENCE_MS = 5000

CLOSED = Load(customers=48, pause_s=0.0, slow=0.02)
"""Each writes again as soon as the account's server has answered: as many calls as the machine takes."""

STEADY = Load(customers=24, pause_s=12.0)
"""On each of three lines: some six messages a second, as long as the hub is away.

What one customer writes in half an hour still fits into one question to the bot: more would be cut off.
"""

CONTROL_S = 8.0
CONTROL_STOPS = 8
AROUND_S = 5.0
"""So long customers write before the hub goes, and after it has come back."""


LATE_S = 0.5
"""So long the providers of I4 take to answer a send: time enough to stop while one is under way."""

LONGEST_LIFE_S, LONGEST_GAP_S = 3.0, 1.0


class UnderLoad:
    """WeChat calls as often as the hub answers; every fault is a minute of it."""

    name = "E3"
    what = "WeChat calls as fast as it is answered, for ten minutes; a call counts that has no answer in 5 s"
    control = "lets a call wait for its answer for as long as that takes"
    faults: Mapping[str, int] = MappingProxyType({"sqlite": 10})

    async def run(self, stage: Stage, faults: int, seed: int) -> Result:
        """So many minutes."""
        return await load(stage, [MINUTE_S] * faults, seed)

    async def run_control(self, stage: Stage, seed: int) -> Result:
        """Some seconds of the build that waits."""
        return await load(stage, [CONTROL_S], seed, broken="callback_waits")

    def caught(self, control: Result) -> bool:
        """Whether a provider waited until it gave up; a refusal at once is something else."""
        return control.unacknowledged > 0 and control.figures["callback_slowest_ms"] >= PATIENCE_MS


class HubAway:
    """The hub is stopped under load, and comes back; every fault is a minute of its absence."""

    name = "I3"
    what = "the hub away for half an hour, WeChat, mini-program and WeCom calling the ingress all the while"
    control = "acknowledges what cannot be passed on, and forgets it"
    faults: Mapping[str, int] = MappingProxyType({"sqlite": 30})

    async def run(self, stage: Stage, faults: int, seed: int) -> Result:
        """So many minutes."""
        return await away(stage, [MINUTE_S] * faults, seed)

    async def run_control(self, stage: Stage, seed: int) -> Result:
        """Some seconds before the ingress that forgets."""
        return await away(stage, [CONTROL_S], seed, broken="ingress_forgets")

    def caught(self, control: Result) -> bool:
        """Whether acknowledged calls were found missing."""
        return control.lost > 0


class HubRestarted:
    """The hub is stopped and started again under load, as with each release; every fault is one stop."""

    name = "I4"
    what = "the hub stopped and started again under load, its providers half a second late to answer"
    control = "stops in the middle of what it sends"
    faults: Mapping[str, int] = MappingProxyType({"sqlite": 60})

    async def run(self, stage: Stage, faults: int, seed: int) -> Result:
        """So many stops."""
        return await restarts(stage, faults, seed)

    async def run_control(self, stage: Stage, seed: int) -> Result:
        """Some stops of the build that does not end what it sends."""
        return await restarts(stage, CONTROL_STOPS, seed, broken="stops_while_it_sends")

    def caught(self, control: Result) -> bool:
        """Whether customers were told something twice."""
        return control.duplicated > 0


async def load(
    stage: Stage, spans: list[float], seed: int, *, broken: str = "", how: Load = CLOSED
) -> Result:
    """WeChat's calls at the hub itself, for these spans in seconds."""
    result, began = Result(UnderLoad.name, seed, "sqlite"), time.monotonic()
    async with running_phones(stage, ["wechat"], hub=_program(broken) or THE_HUB) as phones:
        await start_hub(phones)
        phones.lines.call(phones.hub.port)
        await warm_up(phones)
        async with writing(phones, how, seed):
            await _pass(phones, spans, result)
        await judge(phones, result)
    result.seconds = time.monotonic() - began
    return result


async def away(
    stage: Stage,
    spans: list[float],
    seed: int,
    *,
    broken: str = "",
    how: Load = STEADY,
    around_s: float = AROUND_S,
) -> Result:
    """All lines call the ingress; the hub is there, away for these spans in seconds, and there again."""
    result, began = Result(HubAway.name, seed, "sqlite"), time.monotonic()
    async with running_phones(stage, list(KINDS), ingress=_program(broken) or INGRESS) as phones:
        await start_hub(phones)
        await phones.ingress.start()
        phones.lines.call(phones.ingress.port)
        async with writing(phones, how, seed):
            await asyncio.sleep(around_s)
            await stop_hub(phones)
            await _pass(phones, spans, result)
            await start_hub(phones)
            await asyncio.sleep(around_s)
        await judge(phones, result)
    result.seconds = time.monotonic() - began
    return result


async def restarts(stage: Stage, stops: int, seed: int, *, broken: str = "", how: Load = STEADY) -> Result:
    """All lines call the ingress; the hub is stopped so often, and comes back at once or a moment later."""
    result, began = Result(HubRestarted.name, seed, "sqlite"), time.monotonic()
    chance = random.Random(f"{seed}:stops")
    async with running_phones(stage, list(KINDS), hub=_program(broken) or THE_HUB) as phones:
        await start_hub(phones)
        await phones.ingress.start()
        phones.lines.call(phones.ingress.port)
        for line in phones.lines.all:
            line.provider.faults.late_s = LATE_S
        async with writing(phones, how, seed):
            for _ in range(stops):
                await asyncio.sleep(chance.uniform(LATE_S, LONGEST_LIFE_S))
                await _a_send_is_under_way(phones)
                await stop_hub(phones)
                await asyncio.sleep(chance.uniform(0.0, LONGEST_GAP_S))
                await start_hub(phones)
                stage.on_fault()
                result.faults += 1
        await judge(phones, result)
    result.seconds = time.monotonic() - began
    return result


async def _a_send_is_under_way(phones: Phones) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not any(line.provider.faults.under_way for line in phones.lines.all):  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def _pass(phones: Phones, spans: list[float], result: Result) -> None:
    for span in spans:
        await asyncio.sleep(span)
        phones.stage.on_fault()
        result.faults += 1


def _program(broken: str) -> tuple[str, ...]:
    return ("-m", f"tests.faults.broken.{broken}") if broken else ()


ROWS = (UnderLoad(), HubAway(), HubRestarted())
