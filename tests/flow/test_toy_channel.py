"""A folder is all that a channel takes: it is served, rationed, numbered, and nothing else is touched."""

import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

import connectors
from hub.messages import Author, AuthorKind, Text
from hub.settings import ROOT
from hub.store.schema import conversation, dead_letter, message, outbox
from tests.support.bot import TestBot, done
from tests.support.house import House, make_settings, running_house
from tests.support.loft_calls import SECRET, letter_body, signed_headers
from tests.support.looking import rows
from tests.support.waiting import eventually
from yuanqiao.checklist import check_channel

TOYS = ROOT / "tests" / "support" / "toy_connectors"


@pytest.fixture
def pigeons(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The toy's folder, as if it stood in `connectors/`."""
    monkeypatch.setattr(connectors, "__path__", [*connectors.__path__, str(TOYS)])
    yield TOYS / "pigeon"
    for name in [name for name in sys.modules if name.startswith("connectors.pigeon")]:
        del sys.modules[name]


@dataclass
class Loft:
    """The provider: takes letters, and calls the hub."""

    letters: list[dict[str, str]] = field(default_factory=list)
    port: int = 0
    hub: str = ""

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Loft"]:
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
        self.letters.append(await request.json())
        return web.json_response({"letter": f"out-{len(self.letters)}"})

    async def call(self, words: str, letter: str, *, told_at: int | None = None, secret: str = SECRET) -> int:
        """Hands the hub a letter of Anna's; the status that it answers with."""
        body = letter_body(letter, "anna", words)
        headers = signed_headers(body, told_at or int(time.time()), secret)
        url = f"{self.hub}/pigeon/north"
        async with (
            aiohttp.ClientSession() as session,
            session.post(url, data=body, headers=headers) as answer,
        ):
            return answer.status

    async def words(self, count: int) -> list[str]:
        """Waits for so many letters."""

        async def arrived() -> bool:
            return len(self.letters) >= count

        await eventually(arrived, True)
        return [each["words"] for each in self.letters]


@asynccontextmanager
async def served(
    url: str, folder: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[House, Loft]]:
    monkeypatch.setenv("PIGEON_SECRET", SECRET)
    async with Loft().running() as loft:
        accounts = folder / "accounts.yml"
        accounts.write_text(
            "pigeon:\n  - name: north\n"
            f"    loft: http://127.0.0.1:{loft.port}\n    secret: env:PIGEON_SECRET\n"
        )
        settings = make_settings(url, folder, bot.port, accounts_file=accounts)
        loft.hub = f"http://127.0.0.1:{settings.port}"
        async with running_house(settings, bot) as house:
            yield house, loft


def tracked_changes() -> str:
    """What differs in the checkout outside tests: serving a channel writes nothing there."""
    command = ["git", "status", "--porcelain", "--", ":!tests"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_the_toy_meets_the_checklist(pigeons: Path) -> None:
    assert [finding for finding in check_channel(pigeons) if not finding.met] == []


@pytest.mark.usefixtures("pigeons")
async def test_it_is_served_and_obeys_its_quota(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tracked_changes()
    async with served(database_url, tmp_path, bot, monkeypatch) as (house, loft):
        assert await loft.call("怎么挂失", "L1") == 200
        assert await loft.words(1) == ["echo: 怎么挂失"]
        (row,) = await rows(house, conversation)
        for text in ("第二封", "第三封", "第四封"):
            async with house.database.write() as connection:
                await house.hub.conversations.do_say(
                    connection,
                    row.identity_key,
                    row.conversation,
                    [Text(text=text)],
                    author=Author(kind=AuthorKind.AGENT, name="8012"),
                )

        async def waiting() -> list[tuple[int, bool]]:
            return sorted((each.seq, bool(each.held)) for each in await rows(house, outbox))

        await eventually(waiting, [(4, True), (5, False)])
        assert await loft.words(2) == ["echo: 怎么挂失", "第二封"], "two letters for one of the customer's"
        assert await loft.call("还在吗", "L2") == 200
        assert (await loft.words(4))[2:] == ["第三封", "第四封"], "the right came anew, and order held"
        assert await rows(house, dead_letter) == []
    assert tracked_changes() == before


@pytest.mark.usefixtures("pigeons")
async def test_a_number_answers_the_choice_that_was_offered_last(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def offer(ask: dict[str, Any]) -> tuple[int, Any]:
        if ask["input"]["kind"] == "pick":
            return 200, done(ask, {"type": "text", "text": ask["input"]["entities"]["article_id"]})
        options = [
            {"label": label, "pick": {"intent": "pick_article", "entities": {"article_id": article}}}
            for label, article in (("借记卡", "debit"), ("信用卡", "credit"))
        ]
        return 200, done(ask, {"type": "choices", "prompt": "哪一种卡？", "options": options})

    bot.answer = offer
    async with served(database_url, tmp_path, bot, monkeypatch) as (_, loft):
        await loft.call("年费", "L1")
        assert await loft.words(1) == ["哪一种卡？\n1. 借记卡\n2. 信用卡"]
        await loft.call("②", "L2")
        assert (await loft.words(2))[1] == "credit"
        assert bot.asks[-1]["input"]["text"] == "信用卡"


@pytest.mark.usefixtures("pigeons")
async def test_a_letter_counts_once_and_a_forged_or_old_one_not_at_all(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with served(database_url, tmp_path, bot, monkeypatch) as (house, loft):
        now = int(time.time())
        assert await loft.call("一次", "L1", told_at=now) == 200
        assert await loft.call("一次", "L1", told_at=now) == 200, "the same call again"
        assert await loft.call("一次", "L1", told_at=now + 1) == 200, "the same letter in another call"
        assert await loft.call("伪造", "L2", secret="another") == 403
        assert await loft.call("旧的", "L3", told_at=now - 3600) == 403
        await loft.words(1)
        stored = [row.segments[0]["text"] for row in await rows(house, message) if row.direction == "in"]
        assert stored == ["一次"]
