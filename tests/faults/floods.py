"""The driver of floods: customers who ask in peace, then beside somebody who sends all that the hub takes."""

import asyncio
import json
import os
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.measuring.percentile import percentile
from tests.faults.answering import Answering
from tests.faults.checks import Findings
from tests.faults.child import ROOT, THE_HUB, HubProcess
from tests.faults.guest import Guest
from tests.faults.judging import judge
from tests.faults.result import Result, commit_of_the_checkout
from tests.faults.stage import Stage
from tests.faults.world import hub_errors
from tests.support.bot import running_bot

ASK_EVERY_S = 2.2
"""A customer may send thirty messages a minute."""

SETTLE_S = 1.5
AS_USUAL = {
    "YUANQIAO_WEBCHAT_MESSAGES_PER_MINUTE": "30",
    "YUANQIAO_CONNECTIONS_PER_ADDRESS": "200",
    "YUANQIAO_WAITING_AFTER_S": "7.5",
    "YUANQIAO_LATE_AFTER_S": "15",
}
"""The limits of a house that nobody has set otherwise."""


@dataclass(frozen=True, slots=True)
class Floods:
    """One run: which floods, how long each, and beside how many customers.

    `slices`: so many times a flood begins, each after a span without one that is as long. A disk that is slow
    for a minute is slow with and without it, then; where the database lies in memory it is never.
    """

    row: str
    seed: int
    kinds: Sequence[str]
    seconds: float
    customers: int = 64
    by_the_clock: bool = True
    slices: int = 1
    launcher: tuple[str, ...] = THE_HUB


async def run_floods(floods: Floods, stage: Stage) -> Result:
    """Starts the hub, lets customers ask through each flood, and judges. Raises `ProcessDied`."""
    began = time.monotonic()
    result = Result(
        floods.row, floods.seed, "sqlite", faults=len(floods.kinds), commit=commit_of_the_checkout()
    )
    async with running_bot() as bot:
        answering = Answering(bot)
        hub = HubProcess(floods.launcher, stage.folder, stage.url, bot.port, AS_USUAL)
        await hub.migrate()
        await hub.start()
        try:
            await _until_it_listens(hub.port)
            guests = [Guest(number, hub.port, floods.seed) for number in range(1, floods.customers + 1)]
            figures = await _phases(floods, hub, guests, stage)
            for guest in guests:
                await guest.leave()
        finally:
            await hub.stop()
        errors = hub_errors(hub.log)
        findings = Findings(numbering=list(answering.complaints))
        await judge([guest.record for guest in guests], stage.url, result, findings, errors)
    result.figures = figures
    broken = broken_promises(figures, floods)
    result.untold += len(broken)
    result.first_findings = [*broken, *result.first_findings]
    result.seconds = time.monotonic() - began
    return result


async def _phases(floods: Floods, hub: HubProcess, guests: Sequence[Guest], stage: Stage) -> dict[str, float]:
    pid = served_by(hub)
    figures: dict[str, float] = {}
    await _ask(guests, "arrival", 2 * ASK_EVERY_S)
    before_mb = memory_mb(pid)
    for kind in floods.kinds:
        watching = asyncio.create_task(_most(pid))
        for _ in range(floods.slices):
            await _ask(guests, _without(kind), floods.seconds / floods.slices)
            flood = await _flood(guests, hub.port, kind, floods.seconds / floods.slices)
            for name, count in flood.items():
                key = f"{kind}_{name}_count"
                known = figures.get(key, 0.0)
                figures[key] = max(known, count) if name.endswith("_most") else known + count
            await asyncio.sleep(SETTLE_S)
        watching.cancel()
        stage.on_fault()
        most = _MOST.pop(pid, (0.0, 0))
        figures[f"{kind}_p99_ms"] = _p99(guests, kind)
        figures[f"{kind}_without_p99_ms"] = _p99(guests, _without(kind))
        figures[f"{kind}_memory_most_mb"] = round(most[0] - before_mb, 1)
        figures[f"{kind}_memory_kept_mb"] = round(memory_mb(pid) - before_mb, 1)
        figures[f"{kind}_descriptors_most_count"] = float(most[1])
        figures[f"{kind}_descriptors_left_count"] = float(descriptors_allowed(pid) - most[1])
    return figures


async def _flood(guests: Sequence[Guest], port: int, kind: str, seconds: float) -> dict[str, int]:
    """Customers ask beside the flood; what became of it."""
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.faults.flooding", str(port), kind, str(seconds)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    await _ask(guests, kind, seconds)
    said, _ = await program.communicate()
    found: dict[str, int] = json.loads(said)
    return found


def _without(kind: str) -> str:
    return f"without {kind}"


_MOST: dict[int, tuple[float, int]] = {}


async def _most(pid: int) -> None:
    """Notes the most memory and descriptors of a process, until cancelled."""
    while True:
        memory, open_files = _MOST.get(pid, (0.0, 0))
        _MOST[pid] = max(memory, memory_mb(pid)), max(open_files, len(os.listdir(f"/proc/{pid}/fd")))
        await asyncio.sleep(0.1)


async def _ask(guests: Sequence[Guest], phase: str, seconds: float) -> None:
    until = time.monotonic() + seconds

    async def one(guest: Guest, delay_s: float) -> None:
        await asyncio.sleep(delay_s)
        while (now := time.monotonic()) < until:
            await guest.ask(phase)
            await asyncio.sleep(max(0.0, now + ASK_EVERY_S - time.monotonic()))

    spread = ASK_EVERY_S / len(guests)
    await asyncio.gather(*(one(guest, place * spread) for place, guest in enumerate(guests)))


def _p99(guests: Sequence[Guest], phase: str) -> float:
    waits = [asked.waited_ms or 60_000.0 for guest in guests for asked in guest.asked if asked.phase == phase]
    return round(percentile(waits, 0.99), 1)


async def _until_it_listens(port: int) -> None:
    async with asyncio.timeout(60):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return


def served_by(hub: HubProcess) -> int:
    """The pid of the hub."""
    assert hub._process is not None
    return hub._process.pid


def memory_mb(pid: int) -> float:
    """What a process holds in memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def descriptors_allowed(pid: int) -> int:
    """How many files a process may hold open."""
    limits = Path(f"/proc/{pid}/limits").read_text().splitlines()
    return int(next(line for line in limits if line.startswith("Max open files")).split()[3])


P99_TIMES = 2.0
"""Others may wait so many times as long beside a flood as without."""

P99_AT_LEAST_MS = 50.0
"""Less than that nobody notices, whatever it was without the flood."""

KEPT_MB = 40.0
HELD_BYTES = 12_000_000
"""What a socket may be sent before it waits: nearly all of it are the kernel's own buffers at both ends."""

DESCRIPTORS = 256


def broken_promises(figures: dict[str, Any], floods: Floods) -> list[str]:
    """What was not as docs/security.md says, in sentences."""
    found = []
    for kind in floods.kinds:
        if figures[f"{kind}_memory_most_mb"] > KEPT_MB:
            found.append(f"{kind}: {figures[f'{kind}_memory_most_mb']} MB were taken")
        if figures[f"{kind}_descriptors_left_count"] < DESCRIPTORS:
            found.append(f"{kind}: {figures[f'{kind}_descriptors_left_count']} descriptors were left")
        if figures[f"{kind}_sent_bytes_count"] > HELD_BYTES * figures[f"{kind}_sockets_count"]:
            found.append(f"{kind}: a socket was read without bounds")
        p99, quiet = figures[f"{kind}_p99_ms"], figures[f"{kind}_without_p99_ms"]
        if floods.by_the_clock and p99 > max(P99_AT_LEAST_MS, P99_TIMES * quiet):
            found.append(f"{kind}: others waited {p99} ms, {quiet} ms without")
    return found
