"""Hands what lies in the spool to the hub once it is back: in order for each customer, several at once."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence

import structlog

from ingress.metrics import DEPTH, DRAINED, REFUSED
from ingress.passing import HubClient
from ingress.refused import keep_refused
from ingress.spool import Record, Spool

TOGETHER = 200
LANES = 16
"""So many customers' callbacks are handed over at once."""

WITHIN_S = 15.0
LONGEST_WAIT_S = 5.0
FIRST_WAIT_S = 0.2

log = structlog.get_logger(__name__)


class Drainer:
    """Empties one spool, for as long as it runs."""

    def __init__(self, spool: Spool, hub: HubClient) -> None:
        self._spool = spool
        self._hub = hub

    async def run(self) -> None:
        """Drains until it is cancelled; tries again after a while where the hub is away."""
        wait_s = FIRST_WAIT_S
        while True:
            DEPTH.set(self._spool.depth)
            if self._spool.depth == 0:
                self._spool.arrived.clear()
                await self._spool.arrived.wait()
            try:
                drained = await self._drain_some()
            except OSError as error:
                log.warning("ingress.drained_not_noted", why=error.strerror)
                drained = False
            if drained:
                wait_s = FIRST_WAIT_S
            else:
                await asyncio.sleep(wait_s)
                wait_s = min(wait_s * 2, LONGEST_WAIT_S)

    async def _drain_some(self) -> bool:
        """Hands over the next few; tells whether all of them were taken."""
        records = await asyncio.to_thread(self._spool.read, self._spool.drained, TOGETHER)
        if not records:
            return False
        done = await self._hand_over(records)
        # What is behind one that was not taken comes again, and the hub knows it by its id.
        count = next((place for place, taken in enumerate(done) if not taken), len(done))
        if count:
            self._spool.set_drained(records[count - 1].behind, count)
            DRAINED.inc(count)
        if count == len(records) and self._spool.depth == 0:
            log.info("ingress.drained", count=count)
        return count == len(records)

    async def _hand_over(self, records: Sequence[Record]) -> list[bool]:
        lanes: defaultdict[str | None, list[int]] = defaultdict(list)
        together = any(record.spooled.ordered_by is None for record in records)
        for place, record in enumerate(records):
            lanes[None if together else record.spooled.ordered_by].append(place)
        done = [False] * len(records)
        room = asyncio.Semaphore(LANES)

        async def drain_lane(places: list[int]) -> None:
            async with room:
                for place in places:
                    done[place] = await self._hand_one(records[place])
                    if not done[place]:
                        return

        await asyncio.gather(*(drain_lane(places) for places in lanes.values()))
        return done

    async def _hand_one(self, record: Record) -> bool:
        spooled = record.spooled
        answer = await self._hub.pass_on(spooled.callback, spooled.taken_at, WITHIN_S, told=True)
        if answer is None:
            return False
        if answer.status >= 400:
            # It was checked when it came in: the two disagree, and people have to look.
            REFUSED.inc()
            log.error("ingress.refused_by_hub", status=answer.status, path=spooled.callback.path)
            await asyncio.to_thread(keep_refused, self._spool, record)
        return True
