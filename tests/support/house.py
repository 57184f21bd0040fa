"""A hub inside the test's own event loop, with its real server on a free port."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sanic import Sanic

from hub.ports import Clock
from hub.process import HubProcess
from hub.settings import Settings
from hub.store.database import Database
from hub.store.migrate import migrate
from tests.support.bot import SECRET, TestBot
from tests.support.migrated import COPIES
from tests.support.ports import free_port
from tests.support.waiting import PATIENCE_S
from tests.support.webchat import WebchatClient
from yuanqiao.hub import build_hub
from yuanqiao.parts import migration_folders

Sanic.test_mode = True


@dataclass
class House:
    """A running hub and what tests want of it."""

    hub: HubProcess
    settings: Settings
    bot: TestBot

    @property
    def database(self) -> Database:
        """The hub's own database."""
        return self.hub.database

    def client(self, **options: Any) -> WebchatClient:
        """A new visitor."""
        return WebchatClient(self.settings.port, **options)


def make_settings(url: str, var_dir: Path, bot_port: int, **more: Any) -> Settings:
    """Settings for tests: quick, and apart from those of the machine."""
    no_accounts = var_dir / "accounts.yml"
    no_accounts.touch()
    values: dict[str, Any] = {
        "var_dir": var_dir,
        "accounts_file": no_accounts,
        "database_url": url,
        "port": free_port(),
        "media_port": free_port(),
        "staff_port": free_port(),
        "staff_argon2_kib": 64,  # a test needs no slow hashes
        "staff_argon2_rounds": 1,
        "bot_port": bot_port,
        "bot_secret": SecretStr(SECRET),
        "turn_secret": SecretStr("turn-secret-of-the-tests-long-enough"),
        "visitor_secret": SecretStr("visitor-secret-of-the-tests-long-enough"),
        "media_secret": SecretStr("media-secret-of-the-tests-long-enough"),
        "webchat_messages_per_minute": 100_000,
        "webchat_visitors_per_minute": 100_000,
        "connections_per_address": 100_000,
        # A machine that pauses makes no hub say that it is late, or that its database is gone.
        "database_deadline_s": PATIENCE_S,
        "waiting_after_s": PATIENCE_S,
        "late_after_s": 2 * PATIENCE_S,
    }
    return Settings(_env_file=None, **(values | more))  # type: ignore[call-arg]


@asynccontextmanager
async def running_house(settings: Settings, bot: TestBot, clock: Clock | None = None) -> AsyncIterator[House]:
    """A hub that serves while the block runs."""
    if settings.database not in COPIES:
        database = Database(settings.database)
        await migrate(database, migration_folders())
        await database.close()
    hub = _patient(settings, clock)
    async with (
        serving(hub.server, settings.port),
        serving(hub.media_server, settings.media_port),
        serving(hub.staff_server, settings.staff_port),
    ):
        yield House(hub, settings, bot)


def _patient(settings: Settings, clock: Clock | None) -> HubProcess:
    """A hub whose parts wait for a connection as long as a test does: at its start all want one at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("hub.store.database.POOL_WAIT_S", PATIENCE_S)
        return build_hub(settings, clock)


@asynccontextmanager
async def serving(app: Sanic[Any, Any], port: int) -> AsyncIterator[None]:
    app.config.TOUCHUP = False  # Sanic would write its own methods anew, faster by little, for every test
    server = await app.create_server(
        host="127.0.0.1",
        port=port,
        return_asyncio_server=True,
        asyncio_server_kwargs={"start_serving": False},
    )
    assert server is not None
    await server.startup()
    await server.before_start()
    await server.start_serving()
    await server.after_start()
    try:
        yield
    finally:
        await server.before_stop()
        await server.close()
        for connection in server.connections:
            connection.abort()
        await server.after_stop()
