"""Publish and subscribe over Redis, between the processes of one house.

Nothing is kept there: a publication that gets lost is only later, because subscribers then look into the
database. Houses that share a Redis server differ in the number of the Redis database in their URL, which
stands in the name of every channel (Redis itself does not separate channels by database:
https://redis.io/docs/latest/develop/pubsub/).
"""

import asyncio
import secrets
from collections import defaultdict

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from hub.bus.pubsub import Mailbox, bounded
from hub.bus.redis_listener import DEADLINE_S, Listener
from hub.bus.redis_publisher import Publisher
from hub.errors import SetupError
from hub.metrics import PUBSUB_CONNECTED
from hub.ports import Publication

PREFIX = "yuanqiao"


class RedisPubSub:
    """Implements `hub.bus.pubsub.PubSub`; has one connection to publish and one to listen."""

    between_processes = True

    def __init__(self, url: str) -> None:
        """Raises `SetupError` for a URL that Redis's client does not understand."""
        try:
            self._client = Redis.from_url(
                url,
                # The client's own deadline for a command is `asyncio.wait_for`, which in Python 3.11 may
                # swallow a cancellation (https://github.com/python/cpython/issues/86296).
                socket_timeout=None,
                socket_connect_timeout=DEADLINE_S,
                retry=Retry(NoBackoff(), 0),  # trying again is done here, where it is known what was missed
            )
        except ValueError as error:
            raise SetupError("the setting YUANQIAO_REDIS_URL is wrong: redis://HOST:PORT/NUMBER") from error
        number = self._client.connection_pool.connection_kwargs.get("db") or 0
        self._prefix = f"{PREFIX}:{number}:"
        self._origin = secrets.token_hex(6).encode()
        self._members: defaultdict[str, list[RedisSubscriber]] = defaultdict(list)
        everyone = f"{self._prefix}everyone"
        self.publisher = Publisher(self._client, everyone, self._origin)
        self.listener = Listener(self._client, everyone, self)
        self.others_cut_off = False

    @property
    def cut_off(self) -> bool:
        """Whether what is published here does not get through just now."""
        return not self.publisher.connected

    def join(self, group: str) -> "RedisSubscriber":
        """A subscriber in the group; one for each group and process."""
        member = RedisSubscriber(self, f"{self._prefix}{group}:")
        self._members[member.prefix].append(member)
        return member

    def hear(self, channel: str, data: bytes) -> None:
        """Hands on what the listener heard, unless it comes from this process."""
        origin, separator, payload = data.partition(b" ")
        if origin != self._origin:
            self._hand_on(channel, payload.decode(errors="replace") if separator else None)

    def begin(self, channel: str) -> None:
        """From now on the channel is heard: what was published before may have been missed."""
        self._hand_on(channel, None)

    def miss(self) -> None:
        """Tells every subscriber that something may have been missed anywhere."""
        for member in [member for members in self._members.values() for member in members]:
            member.mailbox.put(Publication(None))

    def _hand_on(self, channel: str, payload: str | None) -> None:
        if channel == self.listener.everyone:
            self.miss()
            return
        prefix, _, key = channel.rpartition(":")
        for member in self._members.get(f"{prefix}:", ()):
            member.mailbox.put(Publication(key, payload))

    async def run(self) -> None:
        """Keeps both connections until cancelled."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self.publisher.run())
                group.create_task(self.listener.run())
                group.create_task(self._measure())
        finally:
            PUBSUB_CONNECTED.set(0)
            await self._client.aclose()

    async def _measure(self) -> None:
        while True:
            PUBSUB_CONNECTED.set(self.publisher.connected and self.listener.connected)
            await asyncio.sleep(1)


class RedisSubscriber:
    """Implements `hub.ports.Subscriber`."""

    alone = False

    def __init__(self, pubsub: RedisPubSub, prefix: str) -> None:
        self.prefix = prefix
        self.mailbox = Mailbox()
        self._pubsub = pubsub

    @property
    def healthy(self) -> bool:
        """Whether this process hears, and no other is known to be cut off."""
        return self._pubsub.listener.connected and not self._pubsub.others_cut_off

    def publish(self, key: str, payload: str) -> None:
        """Sends it with the next batch; while Redis is away, others are told later that they missed it."""
        self._pubsub.publisher.publish(self.prefix + key, bounded(payload))

    def subscribe(self, key: str) -> None:
        """Takes effect when Redis says so: a `Publication` of the key tells, after each reconnect again."""
        self._pubsub.listener.subscribe(self.prefix + key)

    def unsubscribe(self, key: str) -> None:
        """Takes effect a moment later."""
        self._pubsub.listener.unsubscribe(self.prefix + key)

    async def next(self) -> Publication:
        """The oldest that waits, as soon as there is one."""
        return await self.mailbox.next()
