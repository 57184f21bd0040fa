"""A small application behind the edge, and raw connections to it."""

import asyncio
import contextlib
import os
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from sanic import HTTPResponse, Request, Sanic
from sanic.response import text

from hub.ports import Socket, SocketBudget, SocketClosed, SocketRule
from hub.web.edge.door import Door
from hub.web.edge.server import Edge
from hub.web.server import answer_error
from tests.support.ports import free_port

Sanic.test_mode = True

BUDGET = SocketBudget(16_384)
TEXT, BINARY, CONT, CLOSE, PING, PONG = 1, 2, 0, 8, 9, 10


@dataclass
class Wire:
    """A raw connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def say(self, data: bytes) -> None:
        """Writes bytes, as far as the other side takes them."""
        self.writer.write(data)
        await self.writer.drain()

    async def answer(self, within_s: float = 5.0) -> tuple[int, dict[str, str], bytes]:
        """The head of an answer, and its body: status, headers, body."""
        async with asyncio.timeout(within_s):
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            first, *lines = head.strip().split("\r\n")
            headers = {n.lower(): v.strip() for n, _, v in (line.partition(":") for line in lines)}
            body = await self.reader.readexactly(int(headers.get("content-length", 0)))
        return int(first.split(" ")[1]), headers, body

    async def frame(self, within_s: float = 5.0) -> tuple[int, bytes]:
        """The server's next frame: opcode and payload."""
        async with asyncio.timeout(within_s):
            first, size = await self.reader.readexactly(2)
            if size == 126:
                (size,) = struct.unpack(">H", await self.reader.readexactly(2))
            return first & 15, await self.reader.readexactly(size)

    async def closing_code(self, within_s: float = 5.0) -> int:
        """The code of the server's close frame, whatever comes before it; 1006 where there is none."""
        async with asyncio.timeout(within_s):
            while True:
                try:
                    opcode, payload = await self.frame(within_s)
                except (asyncio.IncompleteReadError, ConnectionError):
                    return 1006
                if opcode == CLOSE:
                    return int.from_bytes(payload[:2], "big")

    async def ended(self, within_s: float = 5.0) -> None:
        """Waits until the server has ended the connection."""
        async with asyncio.timeout(within_s):
            try:
                while await self.reader.read(65_536):
                    pass
            except ConnectionError:
                pass


@dataclass
class Served:
    """The application, and what its socket heard."""

    port: int
    door: Door
    app: Edge
    heard: list[str | bytes] = field(default_factory=list)
    wires: list[Wire] = field(default_factory=list)
    may_read: asyncio.Event = field(default_factory=asyncio.Event)

    async def connect(self) -> Wire:
        """A new connection."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.wires.append(Wire(reader, writer))
        return self.wires[-1]

    async def opened(self, path: str = "/socket", *more: str) -> Wire:
        """An open WebSocket."""
        wire = await self.connect()
        await wire.say(upgrade(path, *more))
        status, _, _ = await wire.answer()
        assert status == 101
        return wire


def upgrade(path: str = "/socket", *more: str) -> bytes:
    """The request that opens a WebSocket."""
    lines = (
        f"GET {path} HTTP/1.1",
        "Host: hub.test",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        *more,
    )
    return "\r\n".join((*lines, "", "")).encode()


def frame(opcode: int, payload: bytes = b"", *, fin: bool = True) -> bytes:
    """A client's frame, masked as RFC 6455, 5.3 has it."""
    mask = os.urandom(4)
    masked = bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload))
    size = len(payload)
    if size < 126:
        head = bytes((opcode | 128 * fin, 128 | size))
    else:
        head = bytes((opcode | 128 * fin, 128 | 126)) + struct.pack(">H", size)
    return head + mask + masked


@asynccontextmanager
async def serving(door: Door | None = None, budget: SocketBudget = BUDGET) -> AsyncIterator[Served]:
    """The application on a free port; its socket hears all and says nothing."""
    app = Edge("edge", door or Door(most=1000, per_address=1000))
    served = Served(free_port(), app.ctx.door, app)
    served.may_read.set()
    app.exception(Exception)(answer_error)

    @app.get("/")
    async def here(_request: Request) -> HTTPResponse:
        return text("here")

    @app.get("/large")
    async def large(_request: Request) -> HTTPResponse:
        return text("x" * 30_000_000)

    @app.post("/body")
    async def body(request: Request) -> HTTPResponse:
        return text(str(len(request.body)))

    async def listen(_request: Request, ws: Socket) -> None:
        with contextlib.suppress(SocketClosed):
            while True:
                await served.may_read.wait()
                served.heard.append(await ws.recv())

    app.add_websocket_route(listen, "/socket", ctx_socket_rule=SocketRule(lambda _request: None, budget))
    app.add_websocket_route(listen, "/without-a-rule", name="without")
    server = await app.create_server(
        host="127.0.0.1",
        port=served.port,
        return_asyncio_server=True,
        asyncio_server_kwargs={"start_serving": False},
    )
    await server.startup()
    await server.before_start()
    await server.start_serving()
    try:
        yield served
    finally:
        for wire in served.wires:
            wire.writer.transport.abort()
        server.server.close()
        for connection in list(server.connections):
            connection.abort()
        await asyncio.sleep(0.05)


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    """The application with the usual bounds."""
    async with serving() as it:
        yield it
