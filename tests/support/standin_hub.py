"""A hub as the ingress sees it: away, slow, busy or well, and what it was told."""

import asyncio
from datetime import datetime

from aiohttp import web

from hub.ports import Callback
from hub.vouching import Vouching
from tests.support.ingress import SECRET
from tests.support.ports import free_port


class StandInHub:
    """Answers on a port of its own while it is up; takes what is vouched for, once by its body."""

    def __init__(self, port: int | None = None) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.vouching = Vouching(SECRET)
        self.taken: list[bytes] = []
        self.at: list[datetime] = []
        self.awaited: list[bool] = []
        self.status = 200
        self.delay_s = 0.0
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _answer(self, request: web.Request) -> web.Response:
        body = await request.read()
        headers = {name.lower(): value for name, value in request.headers.items()}
        callback = Callback(request.method, request.path, request.rel_url.raw_query_string, headers, body)
        brought = self.vouching.brought(callback)
        assert brought is not None
        if self.delay_s:
            await asyncio.sleep(self.delay_s)
        if self.status != 200:
            return web.Response(status=self.status)
        self.taken.append(body)
        self.at.append(brought.at)
        self.awaited.append(brought.awaited)
        return web.Response(body=b"answered " + body, content_type="text/xml")
