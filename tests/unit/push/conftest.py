"""The spine's fixtures, and the bank's push service as a real server."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.unit.hub.conftest import database, migrated_url, postgres_url, spine

__all__ = ["database", "migrated_url", "postgres_url", "spine"]


class BankPushes:
    """Takes pushes; says what it is told to say."""

    def __init__(self) -> None:
        self.status = 204
        self.taken: list[dict[str, Any]] = []
        self.calls: list[tuple[bytes, str]] = []
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.calls.append((body, request.headers["X-Yuanqiao-Signature"]))
        if self.status < 300:
            self.taken.append(json.loads(body))
        elif self.status < 400:
            return web.Response(status=self.status, headers={"Location": "/elsewhere"})
        return web.Response(status=self.status)


@pytest.fixture
async def bank() -> AsyncIterator[BankPushes]:
    """The bank's push service."""
    pushes = BankPushes()
    app = web.Application()
    app.router.add_post("/push", pushes.take)
    async with TestServer(app) as server:
        pushes.url = str(server.make_url("/push"))
        yield pushes
