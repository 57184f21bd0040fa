"""A provider on loopback: a real HTTP server that issues tokens, answers, and fails as it is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.test_utils import TestServer


@dataclass
class Provider:
    """What it was asked, and what it does."""

    server: TestServer
    issued: int = 0
    wanted: int = 0
    forced: int = 0
    expires_in_s: float = 7200.0
    status: int = 200
    asked: list[web.Request] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    may_issue: asyncio.Event = field(default_factory=asyncio.Event)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def place(self) -> str:
        """Address and port, as `Hosts` names a loopback."""
        return f"127.0.0.1:{self.server.port}"

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"http://{self.place}{path}"

    async def token(self, request: web.Request) -> web.Response:
        """Issues the next token, as soon as it may."""
        self.wanted += 1
        self.arrived.set()
        await self.may_issue.wait()
        if self.status != 200:
            return web.json_response({"errcode": -1}, status=self.status)
        self.issued += 1
        self.forced += request.query.get("force") == "1"
        return web.json_response({"access_token": f"token-{self.issued}", "expires_in": self.expires_in_s})

    async def echo(self, request: web.Request) -> web.Response:
        """Takes what is sent."""
        self.asked.append(request)
        self.bodies.append(await request.read())
        return web.json_response({"errcode": 0}, headers={"Set-Cookie": "a=b"})

    async def silent(self, _request: web.Request) -> web.Response:
        """Takes the request and never answers."""
        self.arrived.set()
        await asyncio.sleep(3600)
        raise AssertionError("nobody waits so long")

    async def hang_up(self, request: web.Request) -> web.Response:
        """Takes the request and closes the connection."""
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async def away(self, request: web.Request) -> web.Response:
        """Redirects to the other host that the query names."""
        raise web.HTTPFound(request.query.get("to", "/echo"))

    async def large(self, request: web.Request) -> web.StreamResponse:
        """Sends as many bytes as the query says, with their number in front or without."""
        size = int(request.query["bytes"])
        if "told" in request.query:
            return web.Response(body=b"x" * size)
        response = web.StreamResponse()
        if "zip" in request.query:
            response.enable_compression(web.ContentCoding.gzip)
        await response.prepare(request)
        for _ in range(size // 1000):
            await response.write(b"x" * 1000)
        return response


@asynccontextmanager
async def running_provider() -> AsyncIterator[Provider]:
    """A provider that serves while the block runs."""
    application = web.Application()
    server = TestServer(application, host="127.0.0.1")
    provider = Provider(server)
    provider.may_issue.set()
    for path in ("token", "echo", "silent", "hang_up", "away", "large"):
        application.router.add_route("*", f"/{path}", getattr(provider, path))
    await server.start_server(shutdown_timeout=0.1)
    try:
        yield provider
    finally:
        await server.close()
