"""A hub with Elasticsearch: it fills the index, follows what is published, and tells how search does."""

import secrets
from pathlib import Path

import aiohttp
import pytest

from hub.clock import SystemClock
from hub.settings import Settings
from kb import load
from kb.search.elasticsearch.feed import IndexFeed, open_feed
from tests.support.bot import TestBot
from tests.support.elasticsearch import Node
from tests.support.house import House, make_settings, running_house
from tests.support.proxy import CuttingProxy
from tests.support.waiting import eventually

ARTICLES = """\
topic: cards
articles:
  - {{id: loss, title: 怎么挂失, questions: [卡丢了怎么办], answer: {answer}, effective_from: 2026-01-01}}
"""


async def publish(house: House, folder: Path, answer: str) -> None:
    """Publishes the one article, as an editor's approval does."""
    file = folder / "cards.yml"
    file.write_text(ARTICLES.format(answer=answer), "utf-8")
    await load.load(house.database, file, now=SystemClock().now(), approved_by="test")


async def state(settings: Settings) -> str:
    """What `/healthz` says of Elasticsearch."""
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"http://127.0.0.1:{settings.port}/healthz") as answer,
    ):
        return str((await answer.json())["parts"]["elasticsearch"])


async def version_in(feed: IndexFeed) -> int:
    """The newest change that the index in use holds; 0 where there is none."""
    found = await feed.indices.current()
    return found.change if found else 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_it_fills_and_follows_the_index_and_says_when_it_fell_back(
    database_url: str, tmp_path: Path, bot: TestBot, elasticsearch: Node
) -> None:
    line = CuttingProxy(elasticsearch.port)
    given = elasticsearch.access.settings(
        [elasticsearch], elasticsearch_index=f"yuanqiao-kb-{secrets.token_hex(6)}"
    ) | {"elasticsearch_url": f"https://127.0.0.1:{line.port}"}
    settings = make_settings(database_url, tmp_path, bot.port, **given)
    async with running_house(settings, bot) as house:
        feed = open_feed(settings, house.database)
        for change, answer in enumerate(("请马上挂失。", "请致电挂失。"), start=1):
            await publish(house, tmp_path, answer)
            await eventually(lambda: version_in(feed), change, timeout_s=30)
        await eventually(lambda: state(settings), "ok", timeout_s=30)
        line.refuse(True)
        line.cut()
        await eventually(lambda: state(settings), "down", timeout_s=30)
        line.refuse(False)
        await eventually(lambda: state(settings), "ok", timeout_s=30)
        await feed.indices.remove_all()
        await feed.close()
    line.close()
