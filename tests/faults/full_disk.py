"""A run in which the disk is full again and again, and customers go on writing."""

import asyncio
import time

import aiohttp

from kb.measuring.percentile import percentile
from tests.faults.child import HubProcess, ProcessDied
from tests.faults.cutting import PowerCuts
from tests.faults.disk.disk import Disk
from tests.faults.plan import Plan
from tests.faults.record import Place
from tests.faults.stage import Stage
from tests.support.webchat import WebchatClient, text_of

SHOWS_WITHIN_S = 60.0
READ_WITHIN_S = 20.0


class FullDisk(PowerCuts):
    """Each fault: no room until messages are refused and it shows, then room again; the power goes at last.

    `missed` also names what did not go on, or did not show, while the disk was full.
    """

    def __init__(self, plan: Plan, stage: Stage, disk: Disk, *, refuses: bool = True) -> None:
        super().__init__(plan, stage, disk)
        self._refuses = refuses
        self._recoveries_ms: list[float] = []
        self._read_while_full = 0

    async def make_faults(self, hub: HubProcess) -> None:
        self.accepted.clear()
        began = time.monotonic()
        await hub.start()
        async with asyncio.timeout(SHOWS_WITHIN_S):
            await self.first_accept(began)
        for kill in self.plan.kills:
            await asyncio.sleep(kill.after_s)
            await self.disk.fill()
            await self._while_full(hub)
            await asyncio.sleep(kill.after_s)
            await self._recover(hub)
            self.made_one()
        if not await self._shows(hub, {"store": "ok"}):
            self.result.missed.append("the hub is not well again although there is room")
        await self.end(hub)
        self.result.figures["recovery_p50_ms"] = percentile(self._recoveries_ms, 0.5)
        self.result.figures["recovery_p99_ms"] = percentile(self._recoveries_ms, 0.99)
        self.result.figures["read_while_full"] = self._read_while_full

    async def _while_full(self, hub: HubProcess) -> None:
        if self._refuses and not await self._refused():
            self.result.missed.append("nothing was refused although the disk was full")
        if not await self._shows(hub, {"store": "down"}):
            self.result.missed.append("/healthz did not tell that the disk was full")
        await self._read(hub)
        if not hub.alive():
            raise ProcessDied(hub.tail())

    async def _recover(self, hub: HubProcess) -> None:
        self.accepted.clear()
        began = time.monotonic()
        await self.disk.empty()
        async with asyncio.timeout(SHOWS_WITHIN_S):
            await self.accepted.wait()
        self._recoveries_ms.append((time.monotonic() - began) * 1000)

    async def _refused(self) -> bool:
        """Waits until another message is refused."""
        known = self._count_refused()
        give_up_at = time.monotonic() + SHOWS_WITHIN_S
        while self._count_refused() == known and time.monotonic() < give_up_at:  # noqa: ASYNC110  (customers give no sign)
            await asyncio.sleep(0.01)
        return self._count_refused() > known

    def _count_refused(self) -> int:
        return sum(len(record.refused) for record in self.crowd.records)

    async def _shows(self, hub: HubProcess, parts: dict[str, str]) -> bool:
        """Waits until `/healthz` says so of these parts, in its status too."""
        wanted = 200 if parts["store"] == "ok" else 503
        give_up_at = time.monotonic() + SHOWS_WITHIN_S
        async with aiohttp.ClientSession() as session:
            while time.monotonic() < give_up_at:
                async with session.get(f"http://127.0.0.1:{hub.port}/healthz") as answer:
                    said = (await answer.json())["parts"]
                if answer.status == wanted and parts.items() <= said.items():
                    return True
                await asyncio.sleep(0.05)
        return False

    async def _read(self, hub: HubProcess) -> None:
        """A customer opens the chat anew, on another screen, and finds what the first one shows."""
        record = next(record for record in self.crowd.records if record.token and record.shown)
        seen = dict(record.shown)
        screen = WebchatClient(hub.port)
        screen.token = record.token
        async with screen:
            await screen.until(lambda: _told(screen, "caught_up"), READ_WITHIN_S)
        read = {Place(*place): text_of(message) for place, message in screen.messages.items()}
        # The hub sends the newest fifty, and the first screen may lack a message that is on its way to it.
        wrong = [place for place, text in read.items() if place in seen and text != seen[place].text]
        if wrong or not read.keys() & seen.keys():
            self.result.missed.append(f"reading did not go on while the disk was full: {wrong[:3]}")
        self._read_while_full += len(read)


def _told(screen: WebchatClient, kind: str) -> bool:
    return any(frame["type"] == kind for frame in screen.frames)
