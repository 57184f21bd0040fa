"""The ingress killed, and its power cut, while no hub is there: rows I1 and I2.

Judged by the hub that comes at the end: everything that was acknowledged has to reach it.
"""

import asyncio
import random
import time

from tests.faults.disk.disk import Disk, running_disk
from tests.faults.result import Result
from tests.faults.stage import Stage
from tests.support.ingress import IngressProcess, send_on
from tests.support.ports import free_port
from tests.support.standin_hub import StandInHub

SENDERS = 8
AT_LEAST = 10
"""So many callbacks are acknowledged in each life before the next fault."""

ACKNOWLEDGED_WITHIN_S = 60.0
DRAINED_WITHIN_S = 300.0
CONTROL_FAULTS = 3
IN_MEMORY = ("-m", "tests.faults.broken.ingress_spools_in_memory")
BROKEN = ("-m", "tests.faults.broken.ingress_does_not_sync")
AS_IT_IS = ("-c", "from tests.faults.launch import launch; launch('ingress')")


class IngressKills:
    """The ingress is killed with -9 at random moments while calls come in."""

    name = "I1"
    what = "ingress killed with -9 at a random moment while the hub is away"
    control = "tells the provider of what waits in memory"
    faults = {"sqlite": 100}  # noqa: RUF012  (a row is made once)

    async def run(self, stage: Stage, faults: int, seed: int) -> Result:
        """Kills the ingress as it is."""
        return await _run(self.name, stage, faults, seed, None, AS_IT_IS)

    async def run_control(self, stage: Stage, seed: int) -> Result:
        """Kills the build that writes later."""
        return await _run(f"{self.name} in memory", stage, CONTROL_FAULTS, seed, None, IN_MEMORY)

    def caught(self, control: Result) -> bool:
        """Whether acknowledged calls were found missing."""
        return control.lost > 0


class IngressPowerCuts:
    """The ingress's disk loses power at random moments, and the ingress with it."""

    name = "I2"
    what = "power cut under the ingress while the hub is away: what was not synced is gone"
    control = "tells the provider before the disk has it"
    faults = {"sqlite": 30}  # noqa: RUF012  (a row is made once)

    async def run(self, stage: Stage, faults: int, seed: int) -> Result:
        """Cuts the power of the ingress as it is."""
        async with running_disk(stage.folder) as disk:
            return await _run(self.name, stage, faults, seed, disk, AS_IT_IS)

    async def run_control(self, stage: Stage, seed: int) -> Result:
        """Cuts it of the build that does not sync."""
        async with running_disk(stage.folder) as disk:
            return await _run(f"{self.name} does not sync", stage, CONTROL_FAULTS, seed, disk, BROKEN)

    def caught(self, control: Result) -> bool:
        """Whether acknowledged calls were found missing."""
        return control.lost > 0


async def _run(
    name: str, stage: Stage, faults: int, seed: int, disk: Disk | None, program: tuple[str, ...]
) -> Result:
    began, chance, hub = time.monotonic(), random.Random(seed), StandInHub(free_port())
    result = Result(name, seed, "sqlite")
    ingress = IngressProcess(
        stage.folder, hub.port, spool=None if disk is None else disk.folder, program=program
    )
    acknowledged: list[bytes] = []
    for _ in range(faults):
        await _one_life(ingress, chance, acknowledged, result)
        if disk is not None:
            await disk.cut(str(chance.getrandbits(32)) if chance.random() < 0.5 else "")
        stage.on_fault()
        result.faults += 1
    result.accepted = len(acknowledged)
    await _judge(ingress, hub, set(acknowledged), result)
    result.seconds = time.monotonic() - began
    return result


async def _one_life(
    ingress: IngressProcess, chance: random.Random, acknowledged: list[bytes], result: Result
) -> None:
    over, before = asyncio.Event(), len(acknowledged)
    await ingress.start()
    senders = [asyncio.create_task(send_on(ingress, over, acknowledged)) for _ in range(SENDERS)]
    deadline = time.monotonic() + ACKNOWLEDGED_WITHIN_S
    while len(acknowledged) < before + AT_LEAST and time.monotonic() < deadline:  # noqa: ASYNC110  (no sign)
        await asyncio.sleep(0.005)
    if len(acknowledged) < before + AT_LEAST:
        result.missed.append(f"fault {result.faults + 1}: too few calls were acknowledged before it")
    await asyncio.sleep(chance.random() * 0.3)
    ingress.end()
    over.set()
    await asyncio.gather(*senders)


async def _judge(ingress: IngressProcess, hub: StandInHub, wanted: set[bytes], result: Result) -> None:
    await hub.start()
    await ingress.start()
    try:
        deadline = time.monotonic() + DRAINED_WITHIN_S
        while wanted - set(hub.taken) and time.monotonic() < deadline:
            if await ingress.spooled() == 0:
                break
            await asyncio.sleep(0.1)
        result.lost = len(wanted - set(hub.taken))
        result.sent_again = len(hub.taken) - len(set(hub.taken))
        if result.lost:
            result.first_findings.append(f"{result.lost} acknowledged calls never reached the hub")
    finally:
        ingress.end()
        await hub.stop()


ROWS = (IngressKills(), IngressPowerCuts())
