"""How long a connection may take: for a request's head, for its body, and for reading an answer.

One look a second at all connections, instead of timers for each. Sanic's own time-outs begin anew with each
byte (25.12, server/protocols/http_protocol.py), so who sends one now and then never meets them.
"""

import asyncio
from typing import Any, NamedTuple

from sanic.exceptions import RequestTimeout
from sanic.http import Stage

from hub.metrics import CONNECTIONS_EXPIRED

LOOK_EVERY_S = 1.0

HEAD_S = 10.0
"""From the connection, or the first byte of a further request, to the end of the head."""

IDLE_S = 15.0
"""Between an answer and the next request."""

PROXY_IDLE_S = 75.0
"""The same for a trusted proxy, which keeps connections for others; nginx closes them itself after 60 s."""

BODY_GRACE_S = 10.0
BODY_BYTES_PER_S = 500.0
"""A body has to come at this rate, after a time of grace: an eighth of a line of 32 kbit/s."""

READ_S = 30.0
READ_BYTES = 15_000
"""Of an answer that waits to be written so much has to go in that time: 500 bytes a second."""

LINGER_S = 1.0


class ConnectionSeen(NamedTuple):
    """What a connection did when it was looked at, and since when.

    `received`: its bytes when it began that; `unwritten`: what the client had not taken yet, at `moved_at`.
    """

    doing: tuple[str, int]
    since: float
    received: int
    unwritten: int
    moved_at: float


class Patience:
    """Watches the connections of one application that are no WebSockets: those have their own deadlines."""

    def __init__(self) -> None:
        self._seen: dict[Any, ConnectionSeen] = {}
        self._next: asyncio.TimerHandle | None = None

    def watch(self, connection: Any) -> None:
        """Watches a new connection until `leave`."""
        now = connection.loop.time()
        self._seen[connection] = ConnectionSeen(("head", 0), now, 0, 0, now)
        if self._next is None:
            self._next = connection.loop.call_later(LOOK_EVERY_S, self._look, connection.loop)

    def leave(self, connection: Any) -> None:
        """Forgets a connection."""
        self._seen.pop(connection, None)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        for connection, before in list(self._seen.items()):
            seen = self._seen[connection] = _seen(connection, before, now)
            what = _expired(connection, seen, now)
            if what:
                CONNECTIONS_EXPIRED.labels(what).inc()
                self.leave(connection)
                _end(connection)
        self._next = loop.call_later(LOOK_EVERY_S, self._look, loop) if self._seen else None


def _seen(connection: Any, before: ConnectionSeen, now: float) -> ConnectionSeen:
    doing = _doing(connection), connection.requests
    unwritten = connection.transport.get_write_buffer_size() if connection.transport else 0
    seen = (
        before
        if doing == before.doing
        else before._replace(doing=doing, since=now, received=connection.received)
    )
    # All gone, much gone, or more written, which is done only where enough has gone.
    moved = unwritten == 0 or unwritten > seen.unwritten or seen.unwritten - unwritten >= READ_BYTES
    return seen._replace(unwritten=unwritten, moved_at=now) if moved and seen.unwritten != unwritten else seen


def _doing(connection: Any) -> str:
    http = connection.http
    stage = Stage.IDLE if http is None else http.stage
    if stage is Stage.REQUEST or connection.requests == 0:
        return "head"
    if stage is Stage.IDLE:
        return "idle"
    return "body" if http.request_body else "answer"


def _expired(connection: Any, seen: ConnectionSeen, now: float) -> str:
    """What took too long, or nothing."""
    passed = now - seen.since
    if seen.unwritten:
        return "answer" if now - seen.moved_at > READ_S else ""
    match seen.doing[0]:
        case "head" if passed > HEAD_S:
            return "head"
        case "idle" if now - max(seen.since, seen.moved_at) > (
            PROXY_IDLE_S if connection.from_proxy else IDLE_S
        ):
            return "idle"
        case "body" if connection.received - seen.received < (passed - BODY_GRACE_S) * BODY_BYTES_PER_S:
            return "body"
    return ""


def _end(connection: Any) -> None:
    """Answers 408 where a request has begun, and ends the connection."""
    http, task, transport = connection.http, connection._task, connection.transport
    if http is not None and task is not None and http.stage in (Stage.REQUEST, Stage.HANDLER):
        http.exception = RequestTimeout("it took too long")
        task.cancel()
    else:
        connection.close()
    if transport is not None:
        connection.loop.call_later(LINGER_S, transport.abort)
