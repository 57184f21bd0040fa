"""Wake-ups that reach other processes: work that one cannot take at once need not wait until others look."""

import asyncio

from hub.bus.wake_ups import Bus, Topic
from hub.ports import Subscriber

HINT_EVERY_S = 0.05
"""At most one hint of a topic in so long: each has every process with a hand free look for work."""


class WakeHints:
    """Carries `Bus.wake_all` to the other processes, and their hints to the bus of this one."""

    def __init__(self, bus: Bus, subscriber: Subscriber, *, every_s: float = HINT_EVERY_S) -> None:
        self._bus = bus
        self._subscriber = subscriber
        self._every_s = every_s
        self._resting: set[Topic] = set()
        self._owed: set[Topic] = set()
        for topic in Topic:
            subscriber.subscribe(topic)
        bus.tell_others = self.tell

    def tell(self, topic: Topic) -> None:
        """Hints at once, or where the last hint was a moment ago, at the end of that moment."""
        if self._subscriber.alone:
            return
        if topic in self._resting:
            self._owed.add(topic)
            return
        self._subscriber.publish(topic, "")
        self._resting.add(topic)
        asyncio.get_running_loop().call_later(self._every_s, self._rested, topic)

    def _rested(self, topic: Topic) -> None:
        self._resting.discard(topic)
        if topic in self._owed:
            self._owed.discard(topic)
            self.tell(topic)

    async def run(self) -> None:
        """Wakes whom the others mean, until cancelled; where a hint may have been missed, everybody."""
        while True:
            key = (await self._subscriber.next()).key
            for topic in Topic:
                if key in (None, topic):
                    self._bus.wake(topic)
