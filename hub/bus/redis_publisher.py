"""Publishes over Redis, in batches; what could not be sent is not kept, but told of."""

import asyncio
from collections import deque

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from hub.bus.redis_listener import DEADLINE_S
from hub.metrics import PUBSUB_LOST

WAITING_LIMIT = 10_000
BATCH = 200
PING_EVERY_S = 2.0
AGAIN_S = 0.5
"""A new try after so long, as long as it takes."""

log = structlog.get_logger(__name__)


class Publisher:
    """Sends what is published; where something got lost, everyone is told so as soon as that is possible."""

    def __init__(self, client: Redis, everyone: str, origin: bytes) -> None:
        """`everyone`: the channel that every process listens on; `origin`: marks what comes from here."""
        self.connected = False
        self._client = client
        self._everyone = everyone
        self._origin = origin
        self._waiting: deque[tuple[str, bytes]] = deque()
        self._some = asyncio.Event()
        self._lost = False

    def publish(self, channel: str, payload: str | None) -> None:
        """Queues it; a payload of None says that there is something to look for."""
        if not self.connected or len(self._waiting) >= WAITING_LIMIT:
            self._lose(1, "away" if not self.connected else "full")
            return
        data = self._origin if payload is None else b"%b %b" % (self._origin, payload.encode())
        self._waiting.append((channel, data))
        self._some.set()

    async def run(self) -> None:
        """Sends until cancelled."""
        while True:
            try:
                async with asyncio.timeout(DEADLINE_S):
                    await self._client.ping()
                self.connected = True
                log.info("pubsub.connected", mode="publish")
                await self._send()
            except (RedisError, OSError) as error:
                if self.connected:
                    log.warning("pubsub.lost_connection", mode="publish", cause=type(error).__name__)
                self.connected = False
                self._lose(len(self._waiting), "away")
                self._waiting.clear()
            await asyncio.sleep(AGAIN_S)

    async def _send(self) -> None:
        while True:
            if self._lost:
                # Not before it has arrived is it forgotten: an error leaves this loop.
                async with asyncio.timeout(DEADLINE_S):
                    await self._client.publish(self._everyone, self._origin)
                self._lost = False
            await self._wait()
            if self._waiting:
                await self._send_batch()
            else:
                async with asyncio.timeout(DEADLINE_S):
                    await self._client.ping()

    async def _send_batch(self) -> None:
        batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
        pipeline = self._client.pipeline(transaction=False)
        for channel, data in batch:
            pipeline.publish(channel, data)
        try:
            async with asyncio.timeout(DEADLINE_S):
                await pipeline.execute()
        except (RedisError, OSError):
            self._lose(len(batch), "away")
            raise

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(PING_EVERY_S):
                while not self._waiting and not self._lost:
                    self._some.clear()
                    await self._some.wait()
        except TimeoutError:
            return

    def _lose(self, count: int, why: str) -> None:
        if count:
            PUBSUB_LOST.labels(why).inc(count)
            self._lost = True
            self._some.set()
