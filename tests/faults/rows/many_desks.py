"""Two hubs with hundreds of desks and thousands of customers, one of them killed with -9 under load."""

import asyncio
import random
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from hub.clock import SystemClock
from hub.staff.first import ensure_head_office
from hub.staff.staff import open_staff
from hub.store.database import Database
from kb.measuring.percentile import percentile
from tests.faults.answering import Answering
from tests.faults.answers import by_marks
from tests.faults.checks import check
from tests.faults.child import HubProcess
from tests.faults.desk_figures import (
    lines_lost,
    lines_twice,
    read_desk_rows,
    shared_now,
    shown_twice,
    two_owners,
)
from tests.faults.judging import stored_of
from tests.faults.lasting_desk import LastingDesk
from tests.faults.load import Kind, Load
from tests.faults.plan import Plan
from tests.faults.record import CustomerRecord
from tests.faults.rows.two_hubs import DOWN_S, READY_WITHIN_S, TwoHubs
from tests.faults.stage import Stage
from tests.support.house import make_settings
from tests.support.staff import PASSWORD

STAFF_URL = "http://127.0.0.1:8087"
"""Where browsers reach the desks of either hub."""

BACK_WITHIN_S = 5.0
WATCHED_S = 60.0
"""So long a desk that does not come back is waited for."""

LONGEST_UP_S = 3.0
SIGN_IN_AT_ONCE = 10
SERVED_EVERY = 5
"""Each fifth customer asks for a person again and again; the others talk to the bot."""

ASKS_EVERY = 8
"""So many messages of such a customer lie between two wishes for a person."""


@dataclass(frozen=True, slots=True)
class Crowded:
    """How many desks and customers there are, and what they do.

    `pause_s`: how long a customer is silent between two messages; `says_every_s`: an agent between two
    lines of one conversation; `come_within_s`: all come over so long, as at the beginning of a day;
    `spread_over_s`: a balancer sends half of them to the other hub over so long.
    """

    desks: int = 200
    customers: int = 2000
    pause_s: tuple[float, float] = (60.0, 180.0)
    says_every_s: tuple[float, float] = (10.0, 30.0)
    come_within_s: float = 60.0
    spread_over_s: float = 20.0


@dataclass(frozen=True, slots=True)
class ServedLoad(Load):
    """Asks for a person first, and again after some messages."""

    def kind_of(self, seed: int, customer: int, number: int) -> Kind:
        """The button for a person, or plain words."""
        return Kind.PERSON if number % ASKS_EVERY == 1 else Kind.PLAIN


def plain_load(sizes: Crowded, kind: type[Load] = Load) -> Load:
    """Customers who write now and then, as the widget does; nobody but who is served asks for a person."""
    return kind(
        customers=sizes.customers,
        open_limit=1000,
        pause_s=sizes.pause_s,
        slow=0.0,
        silent=0.0,
        poison=0.0,
        person=0.0,
        urgent=0.0,
        close_every=0,
        back_off_s=(0.5, 1.5),
        tick_s=0.5,
        ack_within_s=20.0,
        come_within_s=sizes.come_within_s,
    )


class ManyDesks(TwoHubs):
    """Agents serve what is offered to them, at whichever hub is there."""

    def __init__(self, plan: Plan, stage: Stage, sizes: Crowded) -> None:
        super().__init__(plan, stage)
        self._sizes = sizes
        self._served = plain_load(sizes, ServedLoad)
        self._chance = random.Random(f"{plan.seed}:many desks")
        self._desks: list[LastingDesk] = []
        self._working: list[asyncio.Task[None]] = []
        self._back_s: list[float] = []
        self._gaps_ms: list[float] = []
        self._late: list[str] = []

    def load_of(self, number: int) -> Load:
        """Some are served by people."""
        return super().load_of(number) if number % SERVED_EVERY else self._served

    def judged(self) -> list[CustomerRecord]:
        """Those who talk to the bot; the others are judged by what they and agents said."""
        return [each for each in self.crowd.records if each.customer % SERVED_EVERY]

    async def make_faults(self, hub: HubProcess) -> None:
        """Opens the desks, kills one of the two hubs, and sees customers and desks at the other."""
        try:
            for each in (hub, self.other):
                await each.start()
                await each.ready(READY_WITHIN_S)
            await self._open_desks(hub)
            await asyncio.sleep(self._sizes.come_within_s)
            for kill in self.plan.kills:
                await self._spread_slowly()
                await asyncio.sleep(LONGEST_UP_S * self._chance.random() + kill.after_s)
                await self._kill_one(self._chance.choice((hub, self.other)))
                self.made_one()
        except BaseException:
            await self._close_desks()
            await self.other.stop()
            raise
        for desk in self._desks:
            desk.busy = False
        self.result.figures = {
            "desks_back_p50_ms": round(percentile(self._back_s, 0.5) * 1000),
            "desks_back_p99_ms": round(percentile(self._back_s, 0.99) * 1000),
            "desks_back_max_ms": round(max(self._back_s, default=0.0) * 1000),
            "next_accept_p50_ms": round(percentile(self._gaps_ms, 0.5)),
            "next_accept_p99_ms": round(percentile(self._gaps_ms, 0.99)),
        }

    async def end(self, hub: HubProcess) -> None:
        """Closes the desks before the hubs end."""
        await self._close_desks()
        await super().end(hub)

    async def _kill_one(self, victim: HubProcess) -> None:
        """Notes how soon each of its desks has its state from the other hub."""
        its = [desk for desk in self._desks if desk.port == victim.staff_port]
        killed_at = time.monotonic()
        await victim.kill()
        self._gaps_ms.append(await self._accepts())
        with suppress(TimeoutError):
            async with asyncio.timeout(WATCHED_S):
                while not all(desk.back(killed_at) for desk in its):  # noqa: ASYNC110  (desks know no event)
                    await asyncio.sleep(0.05)
        for desk in its:
            back_s = desk.told_at - killed_at if desk.back(killed_at) else WATCHED_S
            self._back_s.append(back_s)
            if back_s > BACK_WITHIN_S:
                self._late.append(f"{desk.record.login} was back after {back_s:.1f} s")
        await asyncio.sleep(self._chance.choice(DOWN_S))
        await victim.start()
        await victim.ready(READY_WITHIN_S)

    async def _spread_slowly(self) -> None:
        """Sends half of the customers and desks to the hub where they are not, as a balancer does."""
        movers = [*self.crowd.customers[::2], *self._desks[::2]]
        self._chance.shuffle(movers)
        for mover in movers:
            mover.move()
            await asyncio.sleep(self._sizes.spread_over_s / len(movers))
        async with asyncio.timeout(WATCHED_S):
            while not all(desk.told_at for desk in self._desks):  # noqa: ASYNC110  (desks know no event)
                await asyncio.sleep(0.05)

    async def _open_desks(self, hub: HubProcess) -> None:
        names = [f"agent{number:03}" for number in range(self._sizes.desks)]
        await _make_agents(self._url, self._folder, names)
        ports = (hub.staff_port, self.other.staff_port)
        gate = asyncio.Semaphore(SIGN_IN_AT_ONCE)
        for place, name in enumerate(names):
            order = ports if place // 2 % 2 else ports[::-1]  # of those who move, too, half are at each
            desk = LastingDesk(name, order, STAFF_URL, self.plan.seed, self._sizes.says_every_s)
            self._desks.append(desk)
        async with asyncio.TaskGroup() as signing:
            for desk in self._desks:
                signing.create_task(desk.sign_in(gate))
        self._working = [asyncio.create_task(desk.run()) for desk in self._desks]

    async def _close_desks(self) -> None:
        """Ends all; raises what one of them met with."""
        self._late += [
            f"two owners: {each}" for each in shared_now((d.record.login, d.owns) for d in self._desks)
        ]
        for task in self._working:
            task.cancel()
        ends = await asyncio.gather(*self._working, return_exceptions=True)
        self._working = []
        for desk in self._desks:
            await desk.close()
        for end in ends:
            if isinstance(end, Exception):
                raise end

    async def _judge(self, answering: Answering, hub: HubProcess) -> None:
        await super()._judge(answering, hub)
        result, rows = self.result, await read_desk_rows(self._url)
        records = [desk.record for desk in self._desks]
        served = [each for each in self.crowd.records if each.customer % SERVED_EVERY == 0]
        lost, numbering = list(lines_lost(records, rows)), list[str]()
        for record in served:
            stored = await stored_of(record, self._url)
            found = check(record, stored, by_marks(record, stored))
            lost += found.lost
            numbering += found.numbering
            result.accepted += len(record.accepted)
        twice = [*lines_twice(records, rows), *shown_twice(served)]
        owners = list(two_owners(records, rows))
        result.lost += len(lost)
        result.numbering += len(numbering)
        result.duplicated += len(twice)
        result.effects += len(owners)
        result.untold += len(self._late)
        result.figures |= {
            "lines_count": sum(len(each.done & each.said.keys()) for each in records),
            "served_count": len(rows.owners),
        }
        result.first_findings += [*lost[:5], *numbering[:5], *twice[:5], *owners[:5], *self._late[:5]]


async def _make_agents(url: str, folder: Path, names: Sequence[str]) -> None:
    """Accounts of agents, with one password."""
    database = Database(url)
    settings = make_settings(url, folder, 1)
    staff = open_staff(settings, database, SystemClock())
    hashed = await staff.accounts.hash(PASSWORD)
    try:
        async with database.write() as connection:
            await ensure_head_office(connection, "总行")
            for name in names:
                await staff.accounts.do_add(
                    connection,
                    login=name,
                    name=f"员工 {name}",
                    branch_id="head",
                    password_hash=hashed,
                    must_change=False,
                    role_ids=("agent",),
                )
    finally:
        await database.close()
