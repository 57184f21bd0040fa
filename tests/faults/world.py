"""The driver: outside the hub, never killed. It starts the hub, kills it, and compares the records."""

import asyncio
import json
import time
from collections import Counter
from pathlib import Path

from kb.measuring.percentile import percentile
from tests.faults.answering import Answering
from tests.faults.checks import Findings
from tests.faults.child import HubProcess
from tests.faults.crowd import Crowd
from tests.faults.customer import Customer
from tests.faults.forked import ForkedHub
from tests.faults.judging import judge
from tests.faults.load import Kind
from tests.faults.plan import Kill, Plan
from tests.faults.record import CustomerRecord
from tests.faults.result import Result, commit_of_the_checkout
from tests.faults.stage import Stage
from tests.support.bot import running_bot

FIRST_ACCEPT_S = 60.0
POINT_REACHED_S = 60.0
ASKED_AGAIN_S = 6.0
"""A question that joined the turn of others passes other points: it is asked again."""

LEFT = "See https://nanobind.readthedocs.io/en/latest/refleaks.html"
AT_ITS_END = ("nanobind: ", " - leaked ", " - ... ", LEFT)
"""What a library that reads QR codes says as a process ends; behind the last a line of the next may begin."""


class World:
    """One run over one empty database."""

    hub_kind: type[HubProcess] = ForkedHub

    def __init__(self, plan: Plan, stage: Stage) -> None:
        self.plan = plan
        database = stage.url.partition(":")[0].partition("+")[0]
        self.result = Result(plan.row, plan.seed, database, commit=commit_of_the_checkout())
        self._url = self.hub_url = stage.url
        self._folder = stage.folder
        self._on_fault = stage.on_fault
        self.accepted = asyncio.Event()
        self._restarts_ms: list[float] = []
        self.hits: Counter[str] = Counter()

    async def run(self) -> Result:
        """Kills as planned, lets the hub come to rest, and judges. Raises `ProcessDied`, `TimeoutError`."""
        began = time.monotonic()
        async with running_bot() as bot:
            answering = Answering(bot)
            hub = self.hub_kind(self.plan.launcher, self._folder, self.hub_url, bot.port, self.plan.settings)
            await hub.migrate()
            numbers = range(self.plan.load.customers)
            self.crowd = Crowd([self.customer(number, hub) for number in numbers], self._url)
            try:
                async with asyncio.TaskGroup() as group:
                    self.crowd.come(group)
                    await self.make_faults(hub)
                    await self._rest(hub)
                    self.crowd.go()
            finally:
                await hub.stop()
            await self._judge(answering, hub)
        self.result.seconds = time.monotonic() - began
        return self.result

    def customer(self, number: int, hub: HubProcess) -> Customer:
        """One of the crowd."""
        return Customer(number, hub.port, self.plan.load, self.plan.seed, self.accepted.set)

    async def make_faults(self, hub: HubProcess) -> None:
        """Makes every fault of the run under load; faults other than kills of the hub have their own."""
        for kill in self.plan.kills:
            await self._one_life(hub, kill)
            self.made_one()

    def made_one(self) -> None:
        """Counts a fault."""
        self.result.faults += 1
        self._on_fault()

    async def end(self, hub: HubProcess) -> None:
        """Ends a life of the hub."""
        await hub.kill()

    async def _one_life(self, hub: HubProcess, kill: Kill) -> None:
        """Starts the hub and kills it once customers are being served."""
        started = time.monotonic()
        self.accepted.clear()
        await hub.start(kill.crash_at)
        self.ask_for(kill.kind)
        if kill.point:
            watch = asyncio.create_task(self.first_accept(started))
            if await self._reaches(hub, kill):
                self.hits[kill.point] += 1
            else:
                self.result.missed.append(kill.crash_at)
                await self.end(hub)
            watch.cancel()
        else:
            await self.first_accept(started)
            await asyncio.sleep(kill.after_s)
            await self.end(hub)

    def ask_for(self, kind: Kind | None) -> None:
        """Has every customer who ever asks such a question ask one next."""
        for customer in self.crowd.customers:
            number = customer.record.customer
            asks = kind is not None and not customer.closes and self.plan.load.asks(number, kind)
            customer.next_kind = kind if asks else None

    async def _reaches(self, hub: HubProcess, kill: Kill) -> bool:
        """Whether the hub comes to its crash point."""
        deadline = time.monotonic() + POINT_REACHED_S
        while not await hub.killed_itself(ASKED_AGAIN_S):
            if time.monotonic() >= deadline:
                return False
            self.ask_for(kill.kind)
        return True

    async def first_accept(self, started: float) -> None:
        """Waits for the first accept since `accepted` was cleared, and notes how long the start took."""
        async with asyncio.timeout(FIRST_ACCEPT_S):
            await self.accepted.wait()
        self._restarts_ms.append((time.monotonic() - started) * 1000)

    async def _rest(self, hub: HubProcess) -> None:
        """A last life without a fault."""
        if not hub.alive():
            await hub.start()
        await self.crowd.rest(hub.check, self.plan.rest_s)
        await self.end(hub)

    def judged(self) -> list[CustomerRecord]:
        """The customers whose questions the bot has to answer."""
        return self.crowd.records

    def errors(self, hub: HubProcess) -> list[str]:
        """What the hub logged as an error."""
        return hub_errors(hub.log)

    async def _judge(self, answering: Answering, hub: HubProcess) -> None:
        findings = Findings(numbering=answering.complaints)
        await judge(self.judged(), self._url, self.result, findings, self.errors(hub))
        self.result.asks = sum(answering.asked.values())
        self.result.histories_sent = answering.histories
        self.result.hits = dict(self.hits)
        self.result.restart_to_first_accept_p50_ms = percentile(self._restarts_ms, 0.5)
        self.result.restart_to_first_accept_p99_ms = percentile(self._restarts_ms, 0.99)


def hub_errors(log: Path) -> list[str]:
    """What the hub logged as errors, but for turns that it gave up as it should, and other output."""
    found = []
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            said = json.loads(line.removeprefix(LEFT))
        except ValueError:
            # A killed process may leave half a line behind; `schema` is what migrating says.
            if line and not line.startswith(("{", "schema ", *AT_ITS_END)):
                found.append(f"hub said: {line[:300]}")
            continue
        if said.get("level") == "error" and said.get("event") != "turn.failed":
            found.append(f"hub error: {line[:600]}")
    return found
