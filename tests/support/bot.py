"""A bot that tests can tell what to do: it speaks docs/bot-protocol.md and remembers every ask."""

import asyncio
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from hub.engine.signing import sign_call

SECRET = "bot-secret-of-the-tests-long-enough"

Answer = Callable[[dict[str, Any]], Awaitable[tuple[int, Any]]]


class TestBot:
    """Answers every ask with `answer`, by default with an echo."""

    __test__ = False

    def __init__(self, secret: str = SECRET) -> None:
        self.asks: list[dict[str, Any]] = []
        self.answer: Answer = echo
        self.healthy = True
        self.url = ""
        self.port = 0
        self._secret = secret
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> None:
        """Listens on loopback."""
        app = web.Application(client_max_size=2_000_000)
        app.router.add_post("/turn", self._turn)
        app.router.add_get("/health", self._health)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self.port}"

    async def stop(self) -> None:
        """Stops listening."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _health(self, _request: web.Request) -> web.Response:
        return web.json_response({"status": "ready"}, status=200 if self.healthy else 503)

    async def _turn(self, request: web.Request) -> web.Response:
        body = await request.read()
        expected = sign_call(self._secret, int(request.headers["X-Yuanqiao-Time"]), body)
        if not hmac.compare_digest(expected, request.headers["X-Yuanqiao-Signature"]):
            return web.json_response({"status": "error", "code": "bad_signature"}, status=403)
        ask = json.loads(body)
        self.asks.append(ask)
        status, answer = await self.answer(ask)
        if isinstance(answer, bytes):
            return web.Response(body=answer, status=status)
        return web.json_response(answer, status=status)


def done(ask: dict[str, Any], *replies: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A proper answer to an ask."""
    events = [{"event": "user", "text": ask["input"]["text"]}]
    return {
        "status": "done",
        "turn": ask["turn"],
        "replies": list(replies),
        "commands": [],
        "events": events,
        "state": {"slots": {"turns": ask["turn"]}, "active_loop": None},
        "intents": [{"name": "ask", "confidence": 0.9}],
        "timings_ms": {"total": 1.0},
    } | more


async def echo(ask: dict[str, Any]) -> tuple[int, Any]:
    """Says back what was said."""
    return 200, done(ask, {"type": "text", "text": f"echo: {ask['input']['text']}"})


def after(seconds: float, answer: Answer = echo) -> Answer:
    """The same answer, later."""

    async def later(ask: dict[str, Any]) -> tuple[int, Any]:
        await asyncio.sleep(seconds)
        return await answer(ask)

    return later


@asynccontextmanager
async def running_bot() -> AsyncIterator[TestBot]:
    """A bot that listens while the block runs."""
    bot = TestBot()
    await bot.start()
    try:
        yield bot
    finally:
        await bot.stop()
