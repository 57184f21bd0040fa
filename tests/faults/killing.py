"""Faults to the processes of a house: killed, replaced by nonsense, stopped for a while."""

import asyncio
import signal
from dataclasses import dataclass

from tests.faults.child import ChildProcess
from tests.faults.house_world import HouseWorld
from tests.faults.junk import Junk

CALLED_WITHIN_S = 20.0
"""So soon a call comes that a fault can harm: else it would be none."""

HOLDS_S = 30.0
"""Longer than a kill takes to come."""


@dataclass(frozen=True, slots=True)
class Kill:
    """Kill -9; started again at once, or after so many seconds.

    `in_turn`: it comes while the actions have answered a turn and the bot does not know it yet (wired).
    """

    harmed: str
    down_s: float = 0.0
    in_turn: bool = False

    async def make(self, world: HouseWorld) -> None:
        """Kills, and starts again."""
        if self.in_turn:
            world.actions_wire.hold_s = HOLDS_S
            async with asyncio.timeout(CALLED_WITHIN_S):
                await world.actions_wire.holding()
            world.actions_wire.hold_s = 0.0
        await _process(world, self.harmed).kill()
        await asyncio.sleep(self.down_s)
        await world.house.start(self.harmed)


@dataclass(frozen=True, slots=True)
class Replace:
    """The actions killed with -9, and something in their place that answers nonsense for a while."""

    kind: str
    for_s: float = 1.0
    harmed: str = "actions"

    async def make(self, world: HouseWorld) -> None:
        """Kills, answers nonsense to at least one call, and starts again."""
        await world.house.actions.kill()
        junk = Junk(world.house.settings.actions_port, self.kind)
        await junk.start()
        async with asyncio.timeout(CALLED_WITHIN_S):
            await junk.called.wait()
        await asyncio.sleep(self.for_s)
        await junk.stop()
        await world.house.start("actions")


@dataclass(frozen=True, slots=True)
class Stop:
    """SIGSTOP, and SIGCONT after so many seconds."""

    for_s: float
    harmed: str = "bot"

    async def make(self, world: HouseWorld) -> None:
        """Stops, and lets go on."""
        process = _process(world, self.harmed)
        process.signal(signal.SIGSTOP)
        await asyncio.sleep(self.for_s)
        process.signal(signal.SIGCONT)


@dataclass(frozen=True, slots=True)
class Slow:
    """For a while, every answer of the actions or of the bot is held back for `held_s` (wired)."""

    harmed: str
    for_s: float
    held_s: float

    async def make(self, world: HouseWorld) -> None:
        """Holds answers back, at least one, then no more; those that are held come when nobody waits."""
        wire = world.actions_wire if self.harmed == "actions" else world.bot_wire
        wire.hold_s = self.held_s
        async with asyncio.timeout(CALLED_WITHIN_S):
            await wire.holding()
        await asyncio.sleep(self.for_s)
        wire.hold_s = 0.0


def _process(world: HouseWorld, name: str) -> ChildProcess:
    process: ChildProcess = getattr(world.house, name)
    return process
