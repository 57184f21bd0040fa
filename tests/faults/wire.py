"""A way between two processes of the house, through the driver: it can hold answers back, and counts."""

import asyncio
from collections import Counter
from typing import Any

import aiohttp
from aiohttp import web


class Wire:
    """Forwards every call to one port of loopback; `hold_s`: how long each answer is held back."""

    def __init__(self, target_port: int, key: str) -> None:
        self.port = 0
        self.hold_s = 0.0
        self.most_at_once = 0
        """Most calls of one conversation that were under way together."""
        self._target = f"http://127.0.0.1:{target_port}"
        self._key = key
        self._open: Counter[str] = Counter()
        self._someone = asyncio.Event()
        self._http: aiohttp.ClientSession | None = None
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listens on loopback."""
        app = web.Application(client_max_size=10_000_000)
        app.router.add_route("*", "/{path:.*}", self._forward)
        # Who hangs up is hung up on at the other end, too.
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]
        self._http = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=None), connector=aiohttp.TCPConnector(force_close=True)
        )

    async def stop(self) -> None:
        """Stops listening, and breaks what is open."""
        if self._http is not None:
            await self._http.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def holding(self) -> None:
        """Waits until an answer is held back."""
        self._someone.clear()
        await self._someone.wait()

    async def _forward(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        call: dict[str, Any] = await request.json() if body else {}
        conversation = str(call.get(self._key, ""))
        self._open[conversation] += 1
        self.most_at_once = max(self.most_at_once, self._open[conversation] if conversation else 0)
        try:
            return await self._answer(request, body)
        finally:
            self._open[conversation] -= 1

    async def _answer(self, request: web.Request, body: bytes) -> web.StreamResponse:
        assert self._http is not None
        headers = {k: v for k, v in request.headers.items() if k.lower() not in ("host", "content-length")}
        url = f"{self._target}{request.rel_url}"
        try:
            async with self._http.request(request.method, url, data=body, headers=headers) as answer:
                said, status, kind = await answer.read(), answer.status, answer.content_type
        except (aiohttp.ClientError, OSError):
            if request.transport is not None:
                request.transport.abort()  # type: ignore[attr-defined]
            return web.Response(status=502)
        if self.hold_s and body:
            self._someone.set()
            await asyncio.sleep(self.hold_s)
        return web.Response(status=status, body=said, content_type=kind)
