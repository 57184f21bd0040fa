"""The driver: outside the hub, never killed. It starts the hub, kills it, and compares the records."""

import asyncio
import contextlib
import json
import time
from collections import Counter
from pathlib import Path

from hub.ids import identity_key
from kb.measuring.percentile import percentile
from tests.faults.answering import Answering
from tests.faults.checks import Findings, check
from tests.faults.child import HubDied, HubProcess
from tests.faults.customer import Customer
from tests.faults.plan import Kill, Plan
from tests.faults.result import Result, commit_of_the_checkout
from tests.faults.stage import Stage
from tests.faults.stored import StoredIdentity, damage, read_identity, unfinished
from tests.support.bot import running_bot

FIRST_ACCEPT_S = 60.0
POINT_REACHED_S = 25.0
QUIET_LIMIT_S = 60.0
QUIET_FOR_S = 1.5
FINDINGS_KEPT = 20


class World:
    """One run over one empty database."""

    _hub_kind = HubProcess

    def __init__(self, plan: Plan, stage: Stage) -> None:
        self.plan = plan
        database = stage.url.partition(":")[0].partition("+")[0]
        self.result = Result(plan.row, plan.seed, database, commit=commit_of_the_checkout())
        self._url = stage.url
        self._folder = stage.folder
        self._on_fault = stage.on_fault
        self._accepted = asyncio.Event()
        self._restarts_ms: list[float] = []
        self._hits: Counter[str] = Counter()
        self.customers: list[Customer] = []

    async def run(self) -> Result:
        """Kills as planned, lets the hub come to rest, and judges. Raises `HubDied`, `TimeoutError`."""
        began = time.monotonic()
        async with running_bot() as bot:
            answering = Answering(bot)
            hub = self._hub_kind(self.plan.launcher, self._folder, self._url, bot.port)
            await hub.migrate()
            load = self.plan.load
            self.customers = [
                Customer(
                    number,
                    hub.port,
                    load,
                    self.plan.seed,
                    self._accepted.set,
                    closes=bool(load.close_every) and number % load.close_every == 0,
                )
                for number in range(load.customers)
            ]
            try:
                async with asyncio.TaskGroup() as group:
                    chats = [group.create_task(customer.run()) for customer in self.customers]
                    await self._faults(hub)
                    await self._rest(hub)
                    for chat in chats:
                        chat.cancel()
            finally:
                await hub.stop()
            await self._judge(answering, hub)
        self.result.seconds = time.monotonic() - began
        return self.result

    async def _faults(self, hub: HubProcess) -> None:
        """All faults of the plan; the hub does not run before and afterwards."""
        for kill in self.plan.kills:
            await self._one_life(hub, kill)
            self._count_fault()

    def _count_fault(self) -> None:
        self.result.faults += 1
        self._on_fault()

    async def _end(self, hub: HubProcess) -> None:
        """Ends a life of the hub."""
        await hub.kill()

    async def _one_life(self, hub: HubProcess, kill: Kill) -> None:
        """Starts the hub and kills it once customers are being served."""
        started = time.monotonic()
        self._accepted.clear()
        await hub.start(kill.crash_at)
        for customer in self.customers:
            customer.next_kind = None if customer.closes else kill.kind
        if kill.point:
            watch = asyncio.create_task(self._first_accept(started))
            if await hub.killed_itself(POINT_REACHED_S):
                self._hits[kill.point] += 1
            else:
                self.result.missed.append(kill.crash_at)
                await self._end(hub)
            watch.cancel()
        else:
            async with asyncio.timeout(FIRST_ACCEPT_S):
                await self._first_accept(started)
            await asyncio.sleep(kill.after_s)
            await self._end(hub)

    async def _first_accept(self, started: float) -> None:
        await self._accepted.wait()
        self._restarts_ms.append((time.monotonic() - started) * 1000)

    async def _rest(self, hub: HubProcess) -> None:
        """A last life without a kill: nobody asks any more, and all is brought to its end."""
        await hub.start()
        for customer in self.customers:
            customer.asking = False
        with contextlib.suppress(TimeoutError):  # what is unfinished then is what the checks are for
            async with asyncio.timeout(QUIET_LIMIT_S):
                while not await self._quiet():
                    await asyncio.sleep(0.2)
                    if not hub.alive():
                        raise HubDied(hub.tail())
        await self._end(hub)

    async def _quiet(self) -> bool:
        records = [customer.record for customer in self.customers]
        if any(record.waiting or record.has_gap for record in records):
            return False
        if time.monotonic() - max(record.last_frame_at for record in records) < QUIET_FOR_S:
            return False
        return await unfinished(self._url) == 0

    async def _judge(self, answering: Answering, hub: HubProcess) -> None:
        findings = Findings()
        for customer in self.customers:
            record = customer.record
            stored = await self._stored(record.token)
            findings.add(check(record, stored))
            self.result.accepted += len(record.accepted)
            self.result.unacknowledged += len(record.waiting)
            self.result.client_duplicates_dropped += record.repeated
            self.result.sent_again += record.sent_again
            self.result.refused += len(record.refused)
            self.result.parked += sum(turn.state == "failed" and turn.parked for turn in stored.turns)
        harm = await damage(self._url)
        findings.numbering += [*answering.complaints, *([harm] if harm else [])]
        for name, found in vars(findings).items():
            setattr(self.result, name, len(found))
        self.result.asks = sum(answering.asked.values())
        self.result.histories_sent = answering.histories
        errors = hub_errors(hub.log)
        self.result.hub_errors = len(errors)
        self.result.hits = dict(self._hits)
        self.result.first_findings = [*findings.all, *errors][:FINDINGS_KEPT]
        self.result.restart_to_first_accept_p50_ms = percentile(self._restarts_ms, 0.5)
        self.result.restart_to_first_accept_p99_ms = percentile(self._restarts_ms, 0.99)

    async def _stored(self, token: str | None) -> StoredIdentity:
        if token is None:
            return StoredIdentity()
        return await read_identity(self._url, identity_key("webchat", "default", token.split(".")[1]))


def hub_errors(log: Path) -> list[str]:
    """What the hub logged as errors, but for turns that it gave up as it should, and other output."""
    found = []
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            said = json.loads(line)
        except ValueError:
            # A killed process may leave half a line behind; `schema` is what migrating says.
            if line and not line.startswith(("{", "schema ")):
                found.append(f"hub said: {line[:300]}")
            continue
        if said.get("level") == "error" and said.get("event") != "turn.failed":
            found.append(f"hub error: {line[:600]}")
    return found
