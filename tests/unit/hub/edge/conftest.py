"""A small application behind the edge, and raw connections to it."""

import asyncio
import contextlib
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
from tests.support.raw import Wire, connected, upgrade

Sanic.test_mode = True

BUDGET = SocketBudget(16_384)
LARGE_BYTES = 30_000_000


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
        self.wires.append(await connected(self.port))
        return self.wires[-1]

    async def opened(self, path: str = "/socket", *more: str) -> Wire:
        """An open WebSocket."""
        wire = await self.connect()
        await wire.say(upgrade(path, *more))
        status, _, _ = await wire.answer()
        assert status == 101
        return wire


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
        return text("x" * LARGE_BYTES)

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
