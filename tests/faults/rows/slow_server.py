"""PostgreSQL that is there and does not help: row B6."""

import asyncio
import random
import time
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from kb.measuring.percentile import percentile
from tests.faults.child import HubProcess
from tests.faults.disturbing import Disturbance, disturbed
from tests.faults.load import Load
from tests.faults.plan import Plan
from tests.faults.record import Word
from tests.faults.result import Result
from tests.faults.stage import Stage
from tests.faults.world import World
from tests.support.postgres_proxy import PostgresProxy

RECOVERS_S = 60.0
PAUSE_S = (0.0, 0.5)
CONTROL_REST_S = 10.0


class Pace(NamedTuple):
    """How long the hub lets the database take (its setting), and how long each phase lasts, in seconds.

    No customer may be without a word, taken or refused, for longer than the deadline and the `margin_s` for
    the way there and back: with the hub's own deadline of 8 s those are the 10 s after which the widget
    sends again (docs/webchat-protocol.md).
    """

    deadline_s: float
    margin_s: float
    lasts_s: float

    @property
    def bound_s(self) -> float:
        """The longest that a customer may wait for a word."""
        return self.deadline_s + self.margin_s

    @property
    def settings(self) -> Mapping[str, str]:
        """The hub's."""
        return {"YUANQIAO_DATABASE_DEADLINE_S": str(self.deadline_s)}

    @property
    def load(self) -> Load:
        """More customers than the hub's pool has connections, each sending one message at a time."""
        return Load(
            customers=30,
            open_limit=5,
            pause_s=(0.3, 1.0),
            slow=0.0,
            silent=0.0,
            poison=0.0,
            person=0.0,
            close_every=0,
            one_by_one=True,
            ack_within_s=self.bound_s,
        )


FULL = Pace(deadline_s=8.0, margin_s=2.0, lasts_s=14.0)
QUICK = Pace(deadline_s=2.0, margin_s=4.0, lasts_s=4.0)
CONTROL = Pace(deadline_s=2.0, margin_s=4.0, lasts_s=9.0)


class SlowServer(World):
    """Disturbs the server again and again; the hub lives through all of it."""

    def __init__(self, plan: Plan, stage: Stage, phases: list[Disturbance], pace: Pace) -> None:
        super().__init__(plan, stage)
        self._phases = phases
        self._pace = pace
        self._chance = random.Random(f"{plan.seed}:phases")
        self._server_url = stage.url
        self._proxy = PostgresProxy(stage.url)
        self.hub_url = self._proxy.database_url
        self._spans: list[tuple[float, float]] = []
        self._recoveries_ms: list[float] = []

    async def run(self) -> Result:
        """Disturbs as planned, lets the hub come to rest, and judges: the waiting of customers, too."""
        try:
            result = await super().run()
        finally:
            self._proxy.close()
        overdue = sum(record.overdue(self._pace.bound_s) for record in self.crowd.records)
        if overdue:
            result.first_findings.append(
                f"untold: {overdue} messages without a word in {self._pace.bound_s} s"
            )
        result.untold += overdue
        result.figures = self._figures()
        return result

    async def make_faults(self, hub: HubProcess) -> None:
        """One phase after another, each once all customers are served again."""
        await hub.start()
        await self.first_accept(time.monotonic())
        await self._all_served(since=0.0)
        for how in self._phases:
            await asyncio.sleep(self._chance.uniform(*PAUSE_S))
            began = time.monotonic()
            async with disturbed(how, self._proxy, self._server_url):
                await asyncio.sleep(self._pace.lasts_s)
            ended = time.monotonic()
            self._spans.append((began, ended))
            if await self._all_served(since=ended):
                self._recoveries_ms.append((time.monotonic() - ended) * 1000)
                self.hits[how] += 1
            else:
                self.result.missed.append(f"recovery from {how}")
            hub.check()
            self.made_one()

    async def _all_served(self, since: float) -> bool:
        """Waits until a message of every customer was taken since then; false when that does not happen."""
        try:
            async with asyncio.timeout(RECOVERS_S):
                while not self._served(since):  # noqa: ASYNC110  (customers give no sign)
                    await asyncio.sleep(0.02)
        except TimeoutError:
            return False
        return True

    def _served(self, since: float) -> bool:
        return all(
            any(at > since for at in customer.record.accepted_at.values())
            for customer in self.crowd.customers
        )

    def _figures(self) -> dict[str, float]:
        words = [
            word
            for customer in self.crowd.customers
            for word in customer.record.words
            if any(word.at > began and word.at - word.after_s < ended for began, ended in self._spans)
        ]
        taken = _spans_ms([word for word in words if word.taken])
        refused = _spans_ms([word for word in words if not word.taken])
        return {
            "bound_ms": self._pace.bound_s * 1000,
            "word_longest_ms": round(max(taken + refused, default=0)),
            "taken_while_disturbed": len(taken),
            "taken_p50_ms": round(percentile(taken, 0.5)),
            "taken_p99_ms": round(percentile(taken, 0.99)),
            "refused_while_disturbed": len(refused),
            "refused_p50_ms": round(percentile(refused, 0.5)),
            "refused_p99_ms": round(percentile(refused, 0.99)),
            "waiting_notices": sum(len(customer.record.signs) for customer in self.crowd.customers),
            "recovery_p50_ms": round(percentile(self._recoveries_ms, 0.5)),
            "recovery_p99_ms": round(percentile(self._recoveries_ms, 0.99)),
        }


def _spans_ms(words: list[Word]) -> list[float]:
    return [word.after_s * 1000 for word in words]


class SlowPostgres:
    """Row B6."""

    name = "B6"
    what = "PostgreSQL answers 2 s late, or nothing at all, or its pool is exhausted by somebody's lock"
    control = "waits for a connection, and for each answer, for as long as it takes"
    faults: Mapping[str, int] = MappingProxyType({"postgres": 21})

    async def run(
        self,
        stage: Stage,
        faults: int,
        seed: int,
        pace: Pace = FULL,
        kinds: Sequence[Disturbance] = tuple(Disturbance),
    ) -> Result:
        """Each disturbance equally often."""
        phases = [kinds[i % len(kinds)] for i in range(faults)]
        plan = Plan(self.name, seed, (), pace.load, settings=pace.settings)
        return await SlowServer(plan, stage, phases, pace).run()

    async def run_control(self, stage: Stage, seed: int) -> Result:
        """One silence, longer than anybody may wait."""
        launcher = ("-m", "tests.faults.broken.waits_for_ever")
        plan = Plan(
            f"{self.name} waits_for_ever",
            seed,
            (),
            CONTROL.load,
            launcher,
            CONTROL_REST_S,
            CONTROL.settings,  # the broken build does not keep to them
        )
        return await SlowServer(plan, stage, [Disturbance.SILENT], CONTROL).run()

    def caught(self, control: Result) -> bool:
        """Whether a customer waited too long."""
        return control.untold > 0


ROWS = (SlowPostgres(),)
