"""Lives of a hub that routes, one after the other, each killed at one of its steps: forked ready imported.

Reads a line with a life as JSON, forks, and writes how it ended: the steps that it had, or minus the signal.
A life that stops itself is told of with `stopped`, and woken by the next line.
"""

import asyncio
import contextlib
import json
import os
import signal
import sys
import traceback
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handoff.store.reservations import TaskKey
from handoff.transferring import Target, Transferring
from hub.errors import NotFound
from hub.store import leases
from tests.faults.bound import bind
from tests.faults.steps import SteppingDatabase, Steps, counted_changes
from tests.support.clock import HandClock
from tests.unit.handoff.floor import Floor
from tests.unit.hub.spine import Spine

LEASE_S = 3.0
BROKEN = 255
"""How a life ends that raised something."""

NOTE = "客户要问理财"


@dataclass(frozen=True)
class Deed:
    """Something that a hub does with one task; `offer` and `agent`: whose, where it is an agent's."""

    what: str
    key: tuple[str, int, int]
    wish: str
    agent: str = ""
    offer: str = ""
    to: str = ""


@dataclass(frozen=True)
class Life:
    """`kill_at`: the step, 0 for none. `paused`: stops itself before it decides. `fenced` false: broken."""

    url: str
    now: str
    name: str
    deed: dict[str, Any]
    kill_at: int = 0
    paused: bool = False
    fenced: bool = True


async def do(floor: Floor, deed: Deed, name: str) -> None:
    """Does it, as the hub's own code does it; a second time does nothing more."""
    key = TaskKey(*deed.key)
    match deed.what:
        case "ask":
            await floor.request(key)
        case "decide":
            await _decide(floor, name)
        case "accept":
            await floor.do("do_accept", deed.agent, deed.agent, deed.offer)
        case "decline":
            await floor.do("do_decline", deed.agent, deed.offer, "busy")
        case "reply":
            await floor.say(deed.agent, key, "您好", deed.wish)
        case "transfer":
            sending = Transferring(floor.spine.conversations, floor.spine.clock)
            target = Target(agent=deed.to)
            async with floor.spine.database.write() as connection:
                await sending.do_transfer(connection, deed.agent, deed.agent, key, target, NOTE, deed.wish)
        case "end":
            await floor.do("do_end", deed.agent, key)
        case "wrap_up":
            with contextlib.suppress(NotFound):  # it was done before
                await floor.do("do_complete", deed.agent, key, "solved", "已解答")


async def _decide(floor: Floor, name: str) -> None:
    async with floor.spine.database.write() as connection:
        lease = await leases.take(connection, "offering", name, floor.spine.clock.now(), LEASE_S)
    if lease is None:
        raise RuntimeError("somebody else leads")
    await floor.offering.do_turn(lease)


async def live(life: Life) -> int:
    """One life; the number of its steps."""
    steps = Steps(life.kill_at, lambda: os.kill(os.getpid(), signal.SIGKILL))
    database = SteppingDatabase(life.url)
    floor = Floor(Spine(database, HandClock(datetime.fromisoformat(life.now))))
    if not life.fenced:
        leases.holds = _always  # type: ignore[assignment]
    with counted_changes(steps):
        if life.paused:
            await _sleep_through(floor, life.name)
        else:
            database.steps = steps
            await do(floor, Deed(**life.deed), life.name)
    await database.close()
    return steps.count


async def _sleep_through(floor: Floor, name: str) -> None:
    """Leads, is stopped while somebody else takes over, and goes on as if nothing had been."""
    async with floor.spine.database.write() as connection:
        lease = await leases.take(connection, "offering", name, floor.spine.clock.now(), LEASE_S)
    assert lease is not None
    await floor.offering.do_turn(lease)
    os.kill(os.getpid(), signal.SIGSTOP)
    floor.spine.clock.turn(LEASE_S)
    await floor.offering.do_turn(lease)


async def _always(*_: Any) -> bool:
    return True


def _live(line: str) -> int:
    try:
        return asyncio.run(live(Life(**json.loads(line))))
    except Exception:  # noqa: BLE001  (told with its trace, and the driver counts it)
        traceback.print_exc()
        return BROKEN


def main() -> None:
    """Forks until the standard input ends."""
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            bind()
            os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # only the ends are told there
            os._exit(_live(line))
        _, status = os.waitpid(pid, os.WUNTRACED)
        if os.WIFSTOPPED(status):
            print("stopped", flush=True)
            sys.stdin.readline()
            os.kill(pid, signal.SIGCONT)
            _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
