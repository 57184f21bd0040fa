"""A customer's way through the hands of agents, and the harm that is done at one deed of it."""

import asyncio
import json
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from uuid import uuid4

from handoff.store.reservations import TaskKey
from handoff.store.schema import reservation
from hub.errors import StoreUnavailable
from hub.settings import ROOT
from tests.faults.routing_lives import BROKEN, LEASE_S, Deed, Life, do
from tests.faults.steps import SteppingDatabase, Steps, counted_changes
from tests.support.postgres import Postgres
from tests.unit.handoff.floor import Floor
from tests.unit.hub.spine import Spine, key_of

AGENTS = ("li", "wang")
LAST = ("reply", "end", "wrap_up")
WAYS = {
    "decline": ("ask", "decide", "decline", "decide", "accept", *LAST),
    "transfer": ("ask", "decide", "accept", "transfer", "decide", "accept", *LAST),
}
"""The deeds of one customer, where it is not simply what follows."""

PLAIN = ("ask", "decide", "accept", *LAST)
HARMED = ("decide", "accept", "ask", *LAST, *WAYS)
"""The deeds that are cut off: what makes an offer, and what makes an owner, first."""


class Missed(Exception):
    """A harm did not take place."""


class Walk:
    """Leads one customer after the other; each time one deed is cut off at one step, and done again."""

    def __init__(self, floor: Floor, url: str, lives: Process) -> None:
        self.floor = floor
        self.served: list[TaskKey] = []
        self._url = url
        self._lives = lives

    async def steps_of(self, what: str) -> int:
        """How many steps a deed has."""
        found = 0

        async def count(deed: Deed) -> None:
            nonlocal found
            found = await self._life(deed, 0)

        await self.lead(what, count)
        return found

    async def kill(self, what: str, step: int) -> None:
        """Leads a customer; the hub is killed with -9 at a step of a deed."""

        async def harm(deed: Deed) -> None:
            if await self._life(deed, step) != -signal.SIGKILL:
                raise Missed(f"{what} has no step {step}")

        await self.lead(what, harm)

    async def kill_server(self, what: str, step: int, server: Postgres) -> None:
        """Leads a customer; the database's server is killed at a step of a deed."""
        killed: list[bool] = []

        def kill() -> None:
            server.kill()
            killed.append(True)

        async def harm(deed: Deed) -> None:
            database = SteppingDatabase(self._url)
            database.steps = Steps(step, kill)
            floor = Floor(Spine(database, self.floor.spine.clock))
            with counted_changes(database.steps), suppress(StoreUnavailable):
                await do(floor, deed, f"hub-{uuid4().hex[:8]}")
            await database.close()
            if not killed:
                raise Missed(f"{what} has no step {step}")
            await asyncio.to_thread(server.start)
            await self._reconnect()

        await self.lead(what, harm)

    async def lead(self, harmed: str, harm: Callable[[Deed], object]) -> None:
        """The whole way of a new customer; `harm` is awaited in the place of the first such deed."""
        visitor, pending = f"v{len(self.served)}", harmed
        said = await self.floor.spine.say("转人工", visitor=visitor, provider_id=f"p-{visitor}")
        key = TaskKey(key_of(visitor), said.conversation, 1)
        self.served.append(key)
        for what in WAYS.get(harmed, PLAIN):
            await self._heard()
            deed = await self._deed(what, key)
            if what == pending:
                pending = ""
                await harm(deed)  # type: ignore[misc]
                self.floor.spine.clock.turn(LEASE_S + 0.1)
                await self._heard()
            self.floor.offering.forget()  # a process that came after the harm
            await do(self.floor, deed, f"hub-{uuid4().hex[:8]}")
            self.floor.spine.clock.turn(LEASE_S + 0.1)
            await self.floor.check()

    async def pause(self, *, fenced: bool) -> int:
        """A leader is stopped, another leads, and it wakes; the offers that it writes then."""
        life = Life(self._url, self._now(), "paused", {}, paused=True, fenced=fenced)
        if await self._tell(asdict(life)) != "stopped":
            raise Missed("the leader was not stopped")
        self.floor.spine.clock.turn(LEASE_S + 0.1)
        self.floor.offering.forget()
        await do(self.floor, Deed("decide", ("", 0, 0), ""), "standby")
        before = len(await self.floor.spine.rows(reservation))
        await self._heard()
        self.served.append(await self.floor.asks(f"v{len(self.served)}"))
        await self._tell("go")
        written = len(await self.floor.spine.rows(reservation)) - before
        if written == 0:
            await self._serve(self.served[-1])
        return written

    async def _serve(self, key: TaskKey) -> None:
        for what in PLAIN[1:]:
            self.floor.spine.clock.turn(LEASE_S + 0.1)
            await self._heard()
            self.floor.offering.forget()
            await do(self.floor, await self._deed(what, key), f"hub-{uuid4().hex[:8]}")

    async def _deed(self, what: str, key: TaskKey) -> Deed:
        rows = [
            row
            for row in await self.floor.spine.rows(reservation)
            if (row.identity_key, row.conversation, row.turn) == key
            and row.state in ("pending", "accepted", "wrapping")
        ]
        agent, offer = (rows[0].account_id, rows[0].reservation_id) if rows else ("", "")
        to = next((each for each in AGENTS if each != agent), "")
        return Deed(what, (key.identity, key.conversation, key.turn), str(uuid4()), agent, offer, to)

    async def _heard(self) -> None:
        for each in AGENTS:
            await self.floor.do("do_hear", each)

    async def _reconnect(self) -> None:
        """The connections of before are gone with the server."""
        for _ in range(20):
            with suppress(StoreUnavailable):
                await self._heard()
                return
        raise Missed("the server did not come back")

    async def _life(self, deed: Deed, kill_at: int) -> int:
        life = Life(self._url, self._now(), f"life-{uuid4().hex[:8]}", asdict(deed), kill_at)
        ended = int(await self._tell(asdict(life)))
        if ended == BROKEN:
            raise Missed(f"{deed.what} broke by itself")
        return ended

    async def _tell(self, what: object) -> str:
        assert self._lives.stdin is not None
        assert self._lives.stdout is not None
        self._lives.stdin.write(f"{json.dumps(what)}\n".encode())
        return (await self._lives.stdout.readline()).decode().strip()

    def _now(self) -> str:
        return self.floor.spine.clock.now().isoformat()


@asynccontextmanager
async def forked_lives() -> AsyncIterator[Process]:
    """The process that forks lives."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults.routing_lives", stdin=PIPE, stdout=PIPE, cwd=ROOT
    )
    try:
        yield process
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()
