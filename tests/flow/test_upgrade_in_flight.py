"""A house stops with rows in flight, its database goes to the release before and back: all is answered once.

What a hub of the release before would leave behind is made by going back: the rows that this one had in
flight, in the schema that each branch had before its newest migration.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import sqlalchemy as sa
from aiohttp import web
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

import connectors
from handoff.store.schema import reservation, task
from hub.errors import SetupError
from hub.settings import ROOT, Settings
from hub.store.database import Database
from hub.store.migrate import alembic_config, check_schema, current_revisions, migrate
from hub.store.schema import outbox, turn
from tests.support.bot import TestBot, done
from tests.support.desk import signed_in_desk
from tests.support.house import make_settings, running_house
from tests.support.loft_calls import SECRET, letter_body, signed_headers
from tests.support.looking import rows
from tests.support.staff import make_account
from tests.support.waiting import eventually
from tests.support.webchat import WebchatClient, text_of
from yuanqiao.parts import migration_folders

TOYS = ROOT / "tests" / "support" / "toy_connectors"
AGENT = "li.ming"
KEPT = ("message", "turn", "task", "reservation", "outbox", "work")
ROUNDS = ("第一次", "第二次")


@pytest.fixture
def pigeons(monkeypatch: pytest.MonkeyPatch) -> None:
    """The toy channel, as if it stood in `connectors/`."""
    monkeypatch.setattr(connectors, "__path__", [*connectors.__path__, str(TOYS)])


@dataclass
class Provider:
    """Takes no letter while it has no pigeon, and each one else."""

    letters: Counter[str] = field(default_factory=Counter)
    turned_away: int = 0
    open: bool = False
    port: int = 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Provider"]:
        app = web.Application()
        app.router.add_post("/letters", self._take)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.port = runner.addresses[0][1]
        try:
            yield self
        finally:
            await runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        words = str((await request.json())["words"])
        if not self.open:
            self.turned_away += 1
            return web.json_response({}, status=429)
        self.letters[words] += 1
        return web.json_response({"letter": f"out-{words}"})

    async def call(self, settings: Settings, words: str) -> None:
        """Hands the hub a letter."""
        body = letter_body(f"in-{words}", "anna", words)
        url = f"http://127.0.0.1:{settings.port}/pigeon/north"
        headers = signed_headers(body, int(time.time()))
        async with aiohttp.ClientSession() as http, http.post(url, data=body, headers=headers) as answer:
            assert answer.status == 200


def before_the_newest() -> dict[str, str]:
    """Each branch's head, and the revision before it; a branch of one revision has no release before."""
    script = ScriptDirectory.from_config(alembic_config(migration_folders()))
    found = {}
    for name in script.get_heads():
        down = script.get_revision(name).down_revision
        assert isinstance(down, str)
        if not script.get_revision(down).is_branch_point:
            found[name] = down
    return found


async def go_back(database: Database) -> None:
    """Takes the newest migration of each branch back."""
    config: Config = alembic_config(migration_folders())

    def downgrade(connection: sa.Connection) -> None:
        config.attributes["connection"] = connection
        for revision in before_the_newest().values():
            command.downgrade(config, revision)

    async with database.write() as connection:
        await connection.run_sync(downgrade)
        now = await connection.run_sync(current_revisions)
    assert now >= set(before_the_newest().values())


async def counts(database: Database) -> dict[str, int]:
    """How many rows there are of each kind that may be in flight."""
    async with database.read() as connection:
        return {
            table: (await connection.execute(sa.text(f"SELECT count(*) FROM {table}"))).scalar_one()
            for table in KEPT
        }


async def hands_over(ask: dict[str, Any]) -> tuple[int, Any]:
    """Echoes, and calls a person for who asks for one."""
    text = ask["input"]["text"]
    commands = [{"type": "request_person", "reason": "客户要求人工"}] if text.startswith("找人工") else []
    return 200, done(ask, {"type": "text", "text": f"echo: {text}"}, commands=commands)


async def never_a_question(ask: dict[str, Any]) -> tuple[int, Any]:
    """The same, but a question is never answered."""
    if ask["input"]["text"].startswith("问题"):
        await asyncio.Event().wait()
    return await hands_over(ask)


@dataclass
class InFlight:
    """A house that is stopped and started again, and who waits for it."""

    settings: Settings
    bot: TestBot
    provider: Provider
    asks: WebchatClient
    waits: WebchatClient

    async def leave(self, words: str) -> None:
        """Stops a hub that has a question, an offer and a letter in hand."""
        self.bot.answer, self.provider.open = never_a_question, False
        turned_away = self.provider.turned_away
        async with running_house(self.settings, self.bot) as house:
            if words == ROUNDS[0]:
                await make_account(house.hub.staff, AGENT)
            async with signed_in_desk(self.settings.staff_port, AGENT) as desk:
                for client in (self.asks, self.waits):
                    await client.connect()
                await self.asks.acked(await self.asks.send(f"问题{words}"))
                await self.waits.acked(await self.waits.send(f"找人工{words}"))
                await self.provider.call(self.settings, f"来信{words}")
                await desk.offer()

                async def all_there() -> bool:
                    opened = [each.state for each in await rows(house, turn)].count("open")
                    return opened == 1 and self.provider.turned_away > turned_away

                await eventually(all_there, True)
            assert [each.state for each in await rows(house, reservation)].count("pending") == 1
            assert len(await rows(house, outbox)) >= 1

    async def finish(self, words: str) -> None:
        """Starts a hub again: it answers, offers and sends."""
        self.bot.answer, self.provider.open = hands_over, True
        async with running_house(self.settings, self.bot) as house:
            for client in (self.asks, self.waits):
                await client.connect()
            async with signed_in_desk(self.settings.staff_port, AGENT) as desk:
                place = await desk.accept()
                for wish in (
                    {"kind": "say", "text": f"您好{words}"},
                    {"kind": "end"},
                    {"kind": "complete", "disposition": "solved", "summary": "已解答"},
                ):
                    assert (await desk.wish(task=place, **wish))["type"] == "done"
            await self.asks.until(lambda: said(self.asks, f"echo: 问题{words}"))
            await self.waits.until(lambda: said(self.waits, f"您好{words}"))

            async def nothing_left() -> int:
                open_turns = [each for each in await rows(house, turn) if each.state in ("open", "late")]
                return len(await rows(house, outbox)) + len(open_turns)

            await eventually(nothing_left, 0)
            for client in (self.asks, self.waits):
                await client.disconnect()


def said(client: WebchatClient, words: str) -> int:
    """How often these words stand on a customer's screen."""
    return [text_of(each) for each in client.outgoing].count(words)


async def test_what_was_in_flight_is_answered_once_behind_an_upgrade(
    database_url: str, tmp_path: Path, bot: TestBot, pigeons: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIGEON_SECRET", SECRET)
    database, folders = Database(database_url), migration_folders()
    async with Provider().running() as provider:
        loft = f"http://127.0.0.1:{provider.port}"
        accounts = tmp_path / "pigeons.yml"
        accounts.write_text(f"pigeon:\n  - name: north\n    loft: {loft}\n    secret: env:PIGEON_SECRET\n")
        settings = make_settings(database_url, tmp_path, bot.port, accounts_file=accounts)
        clients = WebchatClient(settings.port), WebchatClient(settings.port)
        house = InFlight(settings, bot, provider, *clients)
        for words in ROUNDS:
            await house.leave(words)
            left = await counts(database)
            await go_back(database)
            with pytest.raises(SetupError, match="not migrated"):
                await check_schema(database, folders)
            assert await counts(database) == left, "lost on the way back"
            await migrate(database, folders)
            await check_schema(database, folders)
            assert await counts(database) == left, "lost on the way there"
            await house.finish(words)
    for words in ROUNDS:
        assert said(clients[0], f"echo: 问题{words}") == 1
        assert said(clients[1], f"您好{words}") == 1
        assert provider.letters[f"echo: 来信{words}"] == 1
    async with database.read() as connection:
        states = (await connection.execute(sa.select(task.c.state))).scalars().all()
    assert list(states) == ["completed"] * len(ROUNDS)
    await database.close()


def test_most_branches_have_a_release_before() -> None:
    assert len(before_the_newest()) > 8
