"""A bank's models for tests: they check who asks, keep what they were shown, and answer as they are told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from hub.bank_signature import SIGNATURE, is_signed
from tests.support.ports import free_port

SECRET = "models-secret-of-the-tests-long-enough"


@dataclass
class TestModels:
    """`faces` and `said` are what it answers; `status` and `raw`, where set, in place of that."""

    __test__ = False

    port: int
    faces: list[int] = field(default_factory=lambda: [1])
    said: list[dict[str, Any]] = field(default_factory=list)
    status: int = 200
    raw: bytes | None = None
    checks_time: bool = True
    pictures: list[bytes] = field(default_factory=list)
    sounds: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}/models"

    def settings(self) -> dict[str, Any]:
        """The settings of a house that asks it."""
        return {"video_faces_url": self.url, "video_speech_url": self.url, "video_models_secret": SECRET}

    async def answer(self, request: web.Request) -> web.Response:
        """Answers one question."""
        body, signature = await request.read(), request.headers.get(SIGNATURE, "")
        path = request.path.removeprefix("/models")
        now = int(datetime.now(UTC).timestamp() * 1000)
        millis = now if self.checks_time else int(signature.partition(",")[0].removeprefix("t=") or 0)
        if not is_signed(SECRET.encode(), path, body, signature, millis):
            return web.Response(status=401)
        if self.raw is not None or self.status != 200:
            return web.Response(status=self.status, body=self.raw, headers={"Location": "/models/faces"})
        if path == "/faces":
            self.pictures.append(body)
            count = self.faces.pop(0) if len(self.faces) > 1 else self.faces[0]
            return web.json_response({"provider": "某行视觉", "faces": count})
        self.sounds.append(body)
        return web.json_response({"provider": "某行听写", "said": self.said})


@asynccontextmanager
async def running_models() -> AsyncIterator[TestModels]:
    """A server while the block runs."""
    models = TestModels(free_port())
    app = web.Application(client_max_size=1 << 26)
    app.router.add_post("/models/{which}", models.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", models.port).start()
    try:
        yield models
    finally:
        await runner.cleanup()
