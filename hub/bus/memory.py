"""Publish and subscribe in the memory of one process: for a house of one process, and for tests."""

import asyncio
from collections import defaultdict

from hub.bus.pubsub import Mailbox, bounded
from hub.ports import Publication


class MemorySubscriber:
    """Implements `hub.ports.Subscriber`."""

    def __init__(self, pubsub: "MemoryPubSub", group: list["MemorySubscriber"]) -> None:
        self._pubsub = pubsub
        self._group = group
        self._keys: set[str] = set()
        self._mailbox = Mailbox()

    @property
    def alone(self) -> bool:
        """Whether nobody else is in the group."""
        return len(self._group) == 1

    @property
    def healthy(self) -> bool:
        """Whether there is no other process, which would publish in a memory of its own."""
        return not self._pubsub.others_cut_off

    def publish(self, key: str, payload: str) -> None:
        """Hands it to the others that subscribed to the key."""
        for other in self._group:
            if other is not self:
                other.hear(Publication(key, bounded(payload)))

    def hear(self, publication: Publication) -> None:
        """Takes what was published, if it is about a key of its own, or about all."""
        if publication.key is None or publication.key in self._keys:
            self._mailbox.put(publication)

    def subscribe(self, key: str) -> None:
        """Takes effect at once."""
        self._keys.add(key)

    def unsubscribe(self, key: str) -> None:
        """Takes effect at once; what waits already still comes."""
        self._keys.discard(key)

    async def next(self) -> Publication:
        """The oldest that waits, as soon as there is one."""
        return await self._mailbox.next()


class MemoryPubSub:
    """Implements `hub.bus.pubsub.PubSub`."""

    between_processes = False
    cut_off = False

    def __init__(self) -> None:
        self.others_cut_off = False
        self._groups: defaultdict[str, list[MemorySubscriber]] = defaultdict(list)

    def join(self, group: str) -> MemorySubscriber:
        """A subscriber more in the group."""
        members = self._groups[group]
        members.append(MemorySubscriber(self, members))
        return members[-1]

    def miss(self) -> None:
        """Tells every subscriber that something may have been missed anywhere."""
        for member in [member for members in self._groups.values() for member in members]:
            member.hear(Publication(None))

    async def run(self) -> None:
        """There is no connection to keep."""
        await asyncio.Event().wait()
