"""What a connector says of its WebSocket, and what it is given of each one that opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sanic import Request


class SocketClosed(Exception):
    """The socket is closed, or closing: nothing comes any more, and nothing can be sent."""


@dataclass(frozen=True, slots=True)
class SocketBudget:
    """What a client may send (token buckets): so many in a second, and so many at once.

    `frames` are all frames, `controls` those among them that carry no message (ping, pong, close);
    `fragments`: the most of one message, `message_bytes`: the most bytes of one, in UTF-8 and over all its
    fragments.
    """

    message_bytes: int
    fragments: int = 32
    frames_per_s: float = 20.0
    frames: int = 160
    bytes_per_s: float = 32_768.0
    bytes: int = 131_072
    controls_per_s: float = 2.0
    controls: int = 20


@dataclass(frozen=True, slots=True)
class SocketRule:
    """Belongs to a WebSocket's route, as `ctx_socket_rule`: without one no socket opens.

    `admit` looks at the request before anything is opened, and raises what refuses it.
    """

    admit: Callable[[Request], None]
    budget: SocketBudget


class Socket(Protocol):
    """An open WebSocket."""

    async def recv(self) -> str | bytes:
        """The next message. Raises `SocketClosed`."""
        ...

    async def send(self, message: str) -> None:
        """Writes a message, as soon as the client reads. Raises `SocketClosed`."""
        ...

    async def close(self, code: int = 1000, reason: str = "") -> None:
        """Closes it and waits for the client to agree, for a moment; may be called again."""
        ...
