"""`/readyz`, `/healthz` and `/metrics` (docs/operations.md)."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sanic import Blueprint, HTTPResponse, Request
from sanic.response import json, raw
from sqlalchemy import select

from hub.engine.client import BotClient
from hub.errors import StoreUnavailable
from hub.store.database import Database


@dataclass
class Health:
    """What is known of the parts; `answered_once` is what turns readiness on for the first time.

    `parts`: by name, whether a part of the house works. `load` tells how far behind the house is, and what it
    refuses because of that.
    """

    database: Database
    bot: BotClient
    parts: Mapping[str, Callable[[], Awaitable[bool]]] = field(default_factory=dict)
    load: Callable[[], Mapping[str, Any]] = dict
    answered_once: bool = False

    async def store(self) -> bool:
        """Whether messages can be stored.

        A full disk shows only when a page is written, so what became of the last messages counts too.
        """
        if self.database.failed_lately:
            return False
        try:
            async with self.database.write() as connection:
                await connection.execute(select(1))
        except StoreUnavailable:
            return False
        return True

    async def ready(self) -> bool:
        """First once a question would be answered; from then on while messages can be stored."""
        if not self.answered_once:
            self.answered_once = await self.bot.healthy()
        return self.answered_once and await self.store()


def health_blueprint(health: Health) -> Blueprint:
    """The addresses that operators and supervisors ask."""
    blueprint = Blueprint("health")

    @blueprint.get("/readyz")
    async def readyz(_request: Request) -> HTTPResponse:
        ready = await health.ready()
        return json({"ready": ready}, status=200 if ready else 503)

    @blueprint.get("/healthz")
    async def healthz(_request: Request) -> HTTPResponse:
        parts = {"store": await health.store(), "bot": await health.bot.healthy()}
        parts |= {name: await healthy() for name, healthy in health.parts.items()}
        state = {name: "ok" if well else "down" for name, well in parts.items()}
        # A part that is down degrades the service; only the store's absence ends it.
        return json({"parts": state, "load": health.load()}, status=200 if parts["store"] else 503)

    @blueprint.get("/metrics")
    async def metrics(_request: Request) -> HTTPResponse:
        return raw(generate_latest(), content_type=CONTENT_TYPE_LATEST)

    return blueprint
