"""What stands in for the action server, on its own port, and answers nothing of use."""

import asyncio

from aiohttp import web

BODIES: dict[str, tuple[int, bytes]] = {
    "500": (500, b'{"error": "action_failed"}'),
    "garbage": (200, b'{"events": [{"event": '),
    "10 MB": (200, b"[" + b"0," * 5_000_000 + b"0]"),
}
"""Status and body of each kind of nonsense."""


class Junk:
    """Answers every call with one kind of nonsense, while it runs."""

    def __init__(self, port: int, kind: str) -> None:
        self.called = asyncio.Event()
        self._port = port
        self._status, self._body = BODIES[kind]
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listens where the actions did."""
        app = web.Application(client_max_size=10_000_000)
        app.router.add_post("/webhook", self._webhook)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True).start()

    async def stop(self) -> None:
        """Frees the port."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _webhook(self, request: web.Request) -> web.Response:
        await request.read()
        self.called.set()
        return web.Response(status=self._status, body=self._body, content_type="application/json")
