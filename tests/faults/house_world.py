"""The driver of a whole house: customers ask the real bot while one process after the other is harmed."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from tests.faults.answers import by_turns
from tests.faults.bank_load import BankLoad
from tests.faults.checks import Findings
from tests.faults.crowd import Crowd
from tests.faults.customer import Customer
from tests.faults.house import Build, House
from tests.faults.judging import judge
from tests.faults.result import Result, commit_of_the_checkout
from tests.faults.stage import Stage
from tests.faults.telling import Patience
from tests.faults.wire import Wire
from tests.faults.world import hub_errors

IN_FLIGHT_S = 0.3
"""What is shown so soon after a kill was on its way before."""

FIRST_ANSWER_S = 120.0
LOOK_AGAIN_S = 0.02
LONGEST_S = 0.5
"""A fault comes at most so long after the answer that shows that all is well again."""


class Outage(NamedTuple):
    """What was harmed, from when until the next answer that needs all of the house (monotonic seconds)."""

    harmed: str
    since: float
    until: float


class Fault(Protocol):
    """One fault: what it harms, and how it is made."""

    harmed: str

    async def make(self, world: "HouseWorld") -> None:
        """Harms, and lets what was harmed begin to come back."""
        ...


@dataclass(frozen=True, slots=True)
class HousePlan:
    """One run. `wired`: the bot reaches the actions, and the hub the bot, through the driver.

    `recovers_within_s`: longer without an answer and no further fault is made; `tolerance_s`: so much later
    than the hub is set to may the customer see its words.
    """

    row: str
    seed: int
    faults: Sequence[Fault]
    load: BankLoad = field(default_factory=BankLoad)
    build: Build = field(default_factory=Build)
    wired: bool = False
    recovers_within_s: float = 60.0
    rests_within_s: float = 60.0
    tolerance_s: float = 2.0


class HouseWorld:
    """One run over one empty folder."""

    def __init__(self, plan: HousePlan, stage: Stage) -> None:
        self.plan = plan
        self.result = Result(plan.row, plan.seed, "sqlite", commit=commit_of_the_checkout())
        self.house = House(stage.folder, plan.build)
        self.outages: list[Outage] = []
        settings = self.house.settings
        self.actions_wire = Wire(settings.actions_port, "sender_id")
        self.bot_wire = Wire(settings.bot_port, "conversation")
        self.url = stage.url
        self._stage = stage
        self._chance = random.Random(f"{plan.seed}:faults")
        self._patience = Patience(
            settings.waiting_after_s,
            settings.late_after_s,
            settings.give_up_after_s + settings.ask_deadline_s,
            plan.tolerance_s,
        )
        customers = [
            Customer(number, settings.port, plan.load, plan.seed, lambda: None)
            for number in range(plan.load.customers)
        ]
        self.crowd = Crowd(customers, stage.url)

    async def run(self) -> Result:
        """Harms as planned, lets the house come to rest, and judges. Raises `ProcessDied`."""
        began = time.monotonic()
        self.house.furnish()
        try:
            if self.plan.wired:
                await self._wire()
            await self.house.start_all()
            async with asyncio.TaskGroup() as group:
                self.crowd.come(group)
                await self._faults()
                await self.crowd.rest(self.house.hub.check, self.plan.rests_within_s)
                self.crowd.go()
        finally:
            await self.house.stop()
            await self.actions_wire.stop()
            await self.bot_wire.stop()
        await judge(
            self.crowd.records,
            self.url,
            self.result,
            self._overlaps(),
            hub_errors(self.house.hub.log),
            answers_of=by_turns,
            patience=self._patience,
        )
        self.result.seconds = time.monotonic() - began
        return self.result

    async def _wire(self) -> None:
        await self.actions_wire.start()
        await self.bot_wire.start()
        self.house.ways["bot"] = {"YUANQIAO_ACTIONS_URL": f"http://127.0.0.1:{self.actions_wire.port}"}
        self.house.ways["hub"] = {"YUANQIAO_BOT_PORT": str(self.bot_wire.port)}

    def _overlaps(self) -> Findings:
        most = self.bot_wire.most_at_once
        return Findings(
            order_breaks=[f"{most} asks of one conversation were with the bot at once"] * (most > 1)
        )

    async def _faults(self) -> None:
        await self._answered_since(time.monotonic(), FIRST_ANSWER_S)
        for fault in self.plan.faults:
            await asyncio.sleep(self._chance.uniform(0, LONGEST_S))
            harmed_at = time.monotonic()
            await fault.make(self)
            self.result.faults += 1
            self._stage.on_fault()
            try:
                until = await self._answered_since(harmed_at, self.plan.recovers_within_s)
            except TimeoutError:
                self.result.missed.append(f"no answer after fault {self.result.faults}: {fault.harmed}")
                return
            self.outages.append(Outage(fault.harmed, harmed_at, until))

    async def _answered_since(self, harmed_at: float, within_s: float) -> float:
        """The moment of the first answer of the actions that was not on its way already."""
        async with asyncio.timeout(within_s):
            while True:
                newer = [
                    at
                    for record in self.crowd.records
                    for at, has_substance in record.answered_at[-20:]
                    if has_substance and at > harmed_at + IN_FLIGHT_S
                ]
                if newer:
                    return min(newer)
                await asyncio.sleep(LOOK_AGAIN_S)
