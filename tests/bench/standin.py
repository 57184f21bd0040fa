"""A bot that answers at once, or after a while, and says how long it held the question.

`python -m tests.bench.standin PORT SECONDS`. It speaks docs/bot-protocol.md and understands nothing.
"""

import asyncio
import sys
import time
from typing import Any

from aiohttp import web

from tests.bench.chat import held


def make_app(seconds: float) -> web.Application:
    """The application; each answer takes so many seconds."""

    async def turn(request: web.Request) -> web.Response:
        began = time.perf_counter()
        ask: dict[str, Any] = await request.json()
        if seconds:
            await asyncio.sleep(seconds)
        answer = {
            "status": "done",
            "turn": ask["turn"],
            "replies": [{"type": "text", "text": held(time.perf_counter() - began)}],
            "commands": [],
            "events": [{"event": "user", "text": ask["input"]["text"]}],
            "state": {"slots": {"turns": ask["turn"]}, "active_loop": None},
            "intents": [{"name": "ask", "confidence": 0.9}],
            "timings_ms": {"total": 0.0},
        }
        return web.json_response(answer)

    async def health(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ready"})

    app = web.Application()
    app.router.add_post("/turn", turn)
    app.router.add_get("/health", health)
    return app


if __name__ == "__main__":
    web.run_app(
        make_app(float(sys.argv[2])), host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None
    )
