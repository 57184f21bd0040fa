"""The open sockets of this process: one visitor may have several, each with a bounded queue."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from connectors.webchat.metrics import SOCKETS_OPEN
from connectors.webchat.progress import SentProgress
from hub.compact_json import write_json
from hub.ports import HistoryPlace

FRAMES_LIMIT = 256
BYTES_LIMIT = 1_000_000
"""Most live frames, and bytes of them in UTF-8, that may wait for one client."""


class SlowReader(Exception):
    """The client does not read as fast as is written to it."""


class WebchatSession:
    """What waits to be written to one socket."""

    def __init__(self, identity: str) -> None:
        self.identity = identity
        self.broken = False
        self.on_gap: Callable[[str], None] = _nobody
        """Is told whose sockets lack a message, once it has been noticed."""
        self._frames: asyncio.Queue[tuple[str, int]] = asyncio.Queue()
        self._waiting = 0
        self._bytes = 0
        self._holding: list[dict[str, Any]] | None = None
        self._look_then = False
        self._progress = SentProgress()

    @property
    def place(self) -> HistoryPlace | None:
        """Up to where the client was sent everything; None while that is not known yet."""
        return None if self._holding is not None else self._progress.place

    def put(self, frame: dict[str, Any]) -> None:
        """Queues a frame; a client that lets too many wait is marked as broken and resumes later."""
        if self.broken:
            return
        data = write_json(frame)
        size = len(data.encode())
        if self._waiting >= FRAMES_LIMIT or self._bytes + size > BYTES_LIMIT:
            self.broken = True
        self._waiting += 1
        self._bytes += size
        self._frames.put_nowait((data, size))

    def put_history(self, frame: dict[str, Any]) -> None:
        """Queues a frame that the client asked for: how many come is bounded where they are read.

        They do not count as waiting, or a client with long messages to catch up on would be cut off
        each time before it has read any.
        """
        self._progress.note(frame)
        if not self.broken:
            self._frames.put_nowait((write_json(frame), 0))

    def begin_behind(self, place: HistoryPlace) -> None:
        """The client holds everything up to a place."""
        self._progress.begin(place)

    def put_live(self, frame: dict[str, Any]) -> None:
        """Queues a frame that may come at any time; waits while history is being sent.

        A message that the client was sent already is left out; so is one before which another is missing,
        which is told, and both are read from what is stored.
        """
        if self._holding is not None:
            self._holding.append(frame)
        elif self._progress.lacks_before(frame):
            self.on_gap(self.identity)
        else:
            self.put_next(frame)

    def put_next(self, frame: dict[str, Any]) -> None:
        """Queues a frame before which nothing is missing, unless the client was sent it already."""
        if not self._progress.has(frame):
            self._progress.note(frame)
            self.put(frame)

    def look(self) -> None:
        """Something may have been missed: has that looked after, once the client has its history.

        Whose history could not be read has none: nobody is told then, or they would ask at once again.
        """
        if self.place is None:
            self._look_then = True
        else:
            self.on_gap(self.identity)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Holds live frames back while history is read and queued, so that nothing overtakes it."""
        self._holding = []
        try:
            yield
        finally:
            late, self._holding = self._holding, None
            for frame in late:
                self.put_live(frame)
            if self._look_then and self.place is not None:
                self._look_then = False
                self.on_gap(self.identity)

    async def next(self) -> str:
        """The next frame to write; raises `SlowReader` once too much has waited."""
        data, size = await self._frames.get()
        if self.broken:
            raise SlowReader
        if size:
            self._waiting -= 1
            self._bytes -= size
        return data


class WebchatSessions:
    """All sessions of this process, by identity."""

    def __init__(self) -> None:
        self._by_identity: defaultdict[str, set[WebchatSession]] = defaultdict(set)
        self.count = 0
        self.on_first: Callable[[str], None] = _nobody
        self.on_last: Callable[[str], None] = _nobody
        self.on_gap: Callable[[str], None] = _nobody
        """Are told whose first socket opens here, whose last one has gone, and whose lack a message."""

    def add(self, session: WebchatSession) -> None:
        """Lets a session receive what its visitor is sent."""
        if session.identity not in self._by_identity:
            self.on_first(session.identity)
        session.on_gap = self.on_gap
        self._by_identity[session.identity].add(session)
        self.count += 1
        SOCKETS_OPEN.inc()

    def remove(self, session: WebchatSession) -> None:
        """Forgets a session."""
        held = self._by_identity.get(session.identity, set())
        if session in held:
            held.remove(session)
            self.count -= 1
            SOCKETS_OPEN.dec()
            if not held:
                del self._by_identity[session.identity]
                self.on_last(session.identity)

    def of(self, identity: str) -> tuple[WebchatSession, ...]:
        """The sessions of one visitor."""
        return tuple(self._by_identity.get(identity, ()))

    def identities(self) -> tuple[str, ...]:
        """Everybody who has a socket open here."""
        return tuple(self._by_identity)


def _nobody(_identity: str) -> None:
    """Nobody wants to know."""
