"""The public help pages: what customers may read today, as words, found and kept; nothing in them runs."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from kb.articles import publish
from kb.model import AnswerFormat, ArticleDraft, ArticleScope, CategoryName
from kb.store.articles import next_change
from kb.store.categories import save_name
from tests.support.bot import TestBot
from tests.support.hostile_names import NAMES
from tests.support.hostile_payloads import payloads
from tests.support.house import House, make_settings, running_house
from tests.support.migrated import migrated_file
from tests.support.waiting import eventually

TODAY = datetime.now(UTC).date()
HOSTILE = (*NAMES, *payloads())
LOSS = ArticleDraft(
    "card-loss",
    "卡片",
    "银行卡丢了怎么挂失",
    ("卡不见了怎么办",),
    "1. 打开手机银行\n2. 点**挂失**\n\n| 方式 | 时间 |\n|---|---|\n| 电话 | 全天 |",
    TODAY,
    answer_format=AnswerFormat.MARKDOWN,
)


def draft(article_id: str, **fields: Any) -> ArticleDraft:
    usual: dict[str, Any] = {
        "article_id": article_id,
        "topic": "卡片",
        "title": article_id,
        "questions": (article_id,),
        "answer": "答案",
        "effective_from": TODAY,
    }
    return ArticleDraft(**usual | fields)


async def published(house: House, *drafts: ArticleDraft) -> None:
    async with house.database.write() as connection:
        now = datetime.now(UTC)
        change = await next_change(connection, now)
        for each in drafts:
            await publish(connection, each, latest=None, approved_by="x", now=now, change=change)


@pytest.fixture
async def house(tmp_path: Path, bot: TestBot) -> AsyncIterator[House]:
    """On SQLite alone: the pages ask nothing of the database that others do not."""
    database = await asyncio.to_thread(migrated_file, tmp_path / "yuanqiao.db")
    async with running_house(make_settings(database, tmp_path, bot.port), bot) as running:
        yield running


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


class Reader:
    """Somebody with a browser."""

    def __init__(self, house: House, session: aiohttp.ClientSession) -> None:
        self.url = f"http://127.0.0.1:{house.settings.port}"
        self.session = session

    async def get(self, path: str, **headers: str) -> tuple[int, str, Any]:
        async with self.session.get(self.url + path, headers=headers) as answer:
            return answer.status, await answer.text(), answer.headers


async def test_customers_read_find_and_keep_what_is_published(
    house: House, http: aiohttp.ClientSession
) -> None:
    away = [
        draft("to-come", effective_from=TODAY + timedelta(days=2)),
        draft("over", effective_from=TODAY - timedelta(days=9), effective_to=TODAY - timedelta(days=2)),
        draft("elsewhere", channels=("sms",)),
        draft("for-some", scope=ArticleScope(audiences=("staff",))),
    ]
    await published(house, LOSS, *away)
    async with house.database.write() as connection:
        await save_name(connection, LOSS.topic, CategoryName("银行卡 <b>", "Cards"))
    reader = Reader(house, http)
    status, listed, _ = await reader.get("/help")
    assert status == 200
    assert ">银行卡 &lt;b&gt;</a></h2>" in listed
    assert '<a href="/help/card-loss">银行卡丢了怎么挂失</a>' in listed
    for each in away:
        assert each.title not in listed
        assert (await reader.get(f"/help/{each.article_id}"))[0] == 404
    status, page, headers = await reader.get("/help/card-loss")
    assert status == 200
    assert re.search(r"<ol>\s*<li>打开手机银行</li>\s*<li>点<strong>挂失</strong></li>\s*</ol>", page)
    assert "<td>全天</td>" in page
    assert ">银行卡 &lt;b&gt;</a></p>" in page
    told = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])
    assert told["@type"] == "FAQPage"
    assert told["mainEntity"][0]["name"] == LOSS.title
    assert headers["Cache-Control"] == "public, max-age=60"
    assert (await reader.get("/help/card-loss", **{"If-None-Match": headers["ETag"]}))[:2] == (304, "")
    assert '<html lang="zh-CN" class="large">' in (await reader.get("/help/card-loss?size=large"))[1]
    assert "@media print" in (await reader.get("/help/-/style.css"))[1]

    async def found() -> bool:
        return "/help/card-loss" in (await reader.get("/help?words=卡丢了"))[1].partition("<main>")[2]

    await eventually(found, True, 30)
    missed = (await reader.get("/help?words=量子力学"))[1]
    assert "量子力学" in missed


async def test_no_words_of_an_article_or_a_reader_run(house: House, http: aiohttp.ClientSession) -> None:
    await published(
        house,
        *(draft(f"h-{n}", title=name, topic=name[:64], answer=name) for n, name in enumerate(HOSTILE)),
    )
    reader = Reader(house, http)
    pages = [(await reader.get(f"/help/h-{n}"))[1] for n in range(len(HOSTILE))]
    pages.append((await reader.get("/help"))[1])
    for name in NAMES:
        for query in ({"words": name}, {"topic": name[:64]}):
            async with http.get(f"{reader.url}/help", params=query) as answer:
                pages.append(await answer.text())
                policy = answer.headers["Content-Security-Policy"]
                assert policy.startswith("default-src 'none'")
                assert "script-src" not in policy
    for page in pages:
        assert Markup.in_page(page).foreign == []
    assert any("&lt;script&gt;" in page for page in pages), "the words themselves are there"
    assert Markup.in_page(f"{pages[0]}{NAMES[1]}").foreign != [], "what a name would bring is found"


class Markup(HTMLParser):
    """Every element of a page that is not one of ours, or could act."""

    def __init__(self) -> None:
        super().__init__()
        self.foreign: list[str] = []

    @classmethod
    def in_page(cls, page: str) -> "Markup":
        markup = cls()
        markup.feed(page)
        return markup

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        data = tag == "script" and given == {"type": "application/ld+json"}
        leads = [given.get(name, "").strip().lower() for name in ("href", "src", "action")]
        acts = any(name.startswith("on") for name in given)
        if not (data or tag in OURS) or acts or any(each.startswith("javascript:") for each in leads):
            self.foreign.append(self.get_starttag_text() or tag)


OURS = frozenset(
    """html head meta title link body header a form label input button main h1 h2 ul ol li p
    strong footer article nav span div table thead tbody tr th td img""".split()  # noqa: SIM905
)


async def test_a_bank_may_do_without(tmp_path: Path, bot: TestBot, http: aiohttp.ClientSession) -> None:
    database = await asyncio.to_thread(migrated_file, tmp_path / "yuanqiao.db")
    async with running_house(make_settings(database, tmp_path, bot.port, help_pages=False), bot) as house:
        assert (await Reader(house, http).get("/help"))[0] == 404
