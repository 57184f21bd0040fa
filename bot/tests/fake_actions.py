"""A small action server for tests: it answers as told, and remembers every call."""

import asyncio
import json
from typing import Any

from aiohttp import web


def answer_with(text: str = "请在手机银行里挂失。", commands: list[Any] | None = None) -> bytes:
    """An action's answer as rasa-sdk writes it."""
    custom = {"segments": [{"type": "text", "text": text}] if text else [], "commands": commands or []}
    response = {"text": None, "buttons": [], "elements": [], "custom": custom, "image": None}
    return json.dumps({"events": [], "responses": [response]}).encode()


class FakeActions:
    """Answers every call with `status` and `body` after `delay_s`; `calls` holds what came."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.status = 200
        self.body = answer_with()
        self.delay_s = 0.0
        self.cut_off = False
        self.url = ""
        self._came = asyncio.Condition()
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listens on a free port of this machine."""
        app = web.Application(client_max_size=10_000_000)
        app.router.add_post("/webhook", self._webhook)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}/webhook"

    async def called(self, times: int = 1) -> None:
        """Waits until that many calls came, 5 s at most."""
        async with self._came:
            await asyncio.wait_for(self._came.wait_for(lambda: len(self.calls) >= times), 5)

    async def stop(self) -> None:
        """Closes the port and every connection; may be called twice."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _webhook(self, request: web.Request) -> web.StreamResponse:
        call = await request.json()
        async with self._came:
            self.calls.append(call)
            self.headers.append(dict(request.headers))
            self._came.notify_all()
        await asyncio.sleep(self.delay_s)
        if self.cut_off and request.transport is not None:
            request.transport.close()
        return web.Response(status=self.status, body=self.body, content_type="application/json")
