"""Publish and subscribe by key between the processes of the house: the port, and what its kinds share."""

import asyncio
from collections import deque
from typing import Protocol

from hub.metrics import PUBSUB_LOST
from hub.ports import Publication, Subscriber

PAYLOAD_LIMIT = 65_536
"""Most characters of a payload; a longer one is left out, and subscribers look at what is stored."""

MAILBOX_LIMIT = 10_000
"""Most publications that wait for one subscriber; about 10 MB at the usual size of an answer."""


class PubSub(Protocol):
    """Publish and subscribe; parts of one kind, in all processes, join one group.

    `between_processes`: whether others can be reached at all. `cut_off`: what this process publishes does not
    get through just now. `others_cut_off`: that is so of another process, which only the registry can know.
    """

    between_processes: bool
    others_cut_off: bool

    @property
    def cut_off(self) -> bool: ...

    def join(self, group: str) -> Subscriber:
        """A subscriber that hears what the others of its group publish, and not itself."""
        ...

    def miss(self) -> None:
        """Tells every subscriber that something may have been missed anywhere."""
        ...

    async def run(self) -> None:
        """Keeps the connections until cancelled; outlives a server that does not answer."""
        ...


class Mailbox:
    """A bounded queue: who reads too slowly loses what waits, learns it, and blocks nobody."""

    def __init__(self, limit: int = MAILBOX_LIMIT) -> None:
        self._limit = limit
        self._waiting: deque[Publication] = deque()
        self._reader: asyncio.Event = asyncio.Event()

    def put(self, publication: Publication) -> None:
        """Queues it; where too many wait, one that says so takes the place of all."""
        if len(self._waiting) >= self._limit:
            PUBSUB_LOST.labels("slow").inc(len(self._waiting) + 1)
            self._waiting.clear()
            publication = Publication(None)
        self._waiting.append(publication)
        self._reader.set()

    async def next(self) -> Publication:
        """The oldest, as soon as there is one; for one reader."""
        while not self._waiting:
            self._reader.clear()
            await self._reader.wait()
        return self._waiting.popleft()


def bounded(payload: str) -> str | None:
    """The payload, or None where it is too long."""
    if len(payload) <= PAYLOAD_LIMIT:
        return payload
    PUBSUB_LOST.labels("too_large").inc()
    return None
