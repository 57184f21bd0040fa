"""Listens on Redis's channels over one connection, and knows at each moment whether it hears everything."""

import asyncio
from collections.abc import Iterable
from typing import Any, Protocol

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

DEADLINE_S = 2.0
"""So long a command may take."""

PING_EVERY_S = 2.0
SILENCE_S = 6.0
"""With no sign of life for so long the connection is given up: a network may drop it without a word."""

BATCH = 200
AGAIN_S = 0.5
"""A new try after so long, as long as it takes."""

log = structlog.get_logger(__name__)


class Ears(Protocol):
    """Is told what is heard."""

    def hear(self, channel: str, data: bytes) -> None:
        """Something was published."""
        ...

    def begin(self, channel: str) -> None:
        """The channel is heard from now on."""
        ...


class Listener:
    """Subscribes to what is wanted, again after each loss of the connection."""

    def __init__(self, client: Redis, everyone: str, ears: Ears) -> None:
        """`everyone`: the channel that every process listens on."""
        self.connected = False
        self.everyone = everyone
        self._client = client
        self._ears = ears
        self._wanted: set[str] = set()
        self._changes: dict[str, bool] = {}
        self._changed = asyncio.Event()

    def subscribe(self, channel: str) -> None:
        """Wants the channel."""
        self._wanted.add(channel)
        self._changes[channel] = True
        self._changed.set()

    def unsubscribe(self, channel: str) -> None:
        """Wants the channel no more."""
        self._wanted.discard(channel)
        self._changes[channel] = False
        self._changed.set()

    async def run(self) -> None:
        """Listens until cancelled."""
        while True:
            try:
                await self._listen()
            except (RedisError, OSError) as error:  # a silence that was too long is an OSError, too
                if self.connected:
                    log.warning("pubsub.lost_connection", mode="listen", cause=type(error).__name__)
            self.connected = False
            await asyncio.sleep(AGAIN_S)

    async def _listen(self) -> None:
        async with self._client.pubsub() as connection:
            async with asyncio.timeout(DEADLINE_S):
                await connection.subscribe(self.everyone)
            tasks = {
                asyncio.create_task(self._hear(connection)),
                asyncio.create_task(self._want(connection)),
            }
            try:
                done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _hear(self, connection: Any) -> None:
        while True:
            async with asyncio.timeout(SILENCE_S):
                heard = await connection.get_message(timeout=None)
            match heard:
                case {"type": "message", "channel": bytes(channel), "data": bytes(data)}:
                    self._ears.hear(channel.decode(), data)
                case {"type": "subscribe", "channel": bytes(channel)}:
                    self._begin(channel.decode())

    def _begin(self, channel: str) -> None:
        if channel == self.everyone:
            self.connected = True
            log.info("pubsub.connected", mode="listen")
        self._ears.begin(channel)

    async def _want(self, connection: Any) -> None:
        """Says what has changed, and every two seconds something that wants an answer: a sign of life."""
        self._changes = dict.fromkeys(self._wanted, True)
        while True:
            self._changed.clear()
            changes, self._changes = self._changes, {}
            for batch in _batches(channel for channel, wanted in changes.items() if wanted):
                async with asyncio.timeout(DEADLINE_S):
                    await connection.subscribe(*batch)
            for batch in _batches(channel for channel, wanted in changes.items() if not wanted):
                async with asyncio.timeout(DEADLINE_S):
                    await connection.unsubscribe(*batch)
            try:
                async with asyncio.timeout(PING_EVERY_S):
                    await self._changed.wait()
            except TimeoutError:
                async with asyncio.timeout(DEADLINE_S):
                    await connection.ping()


def _batches(channels: Iterable[str]) -> Iterable[list[str]]:
    listed = list(channels)
    return (listed[at : at + BATCH] for at in range(0, len(listed), BATCH))
