"""`yuanqiao ask` against a running hub: what customers are shown, and why it differs."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE
from pathlib import Path
from typing import Any

import pytest

from hub.clock import SystemClock
from kb.index import rebuild
from kb.load import load
from tests.support.bot import done
from tests.support.house import House
from tests.support.ports import free_port

ARTICLES = """
topic: cards
articles:
  - id: card-loss
    title: 借记卡怎么激活
    questions: [口头挂失怎么办理]
    answer: 请马上挂失。
    effective_from: 2020-01-01
  - id: app-login
    title: 手机银行登录不了
    questions: [登不上手机银行]
    answer: 请重新登录。
    effective_from: 2020-01-01
"""

SWALLOWED = "登不上手机银行"
OFFERED = "手机银行登录不了"
BROKEN = "借记卡怎么激活"
QUERIES = [
    {"query": "口头挂失怎么办理", "gold": ["card-loss"]},
    {"query": SWALLOWED, "gold": ["app-login"]},
    {"query": OFFERED, "gold": ["app-login"]},
    {"query": BROKEN, "gold": ["card-loss"]},
]

one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what the kind of database cannot change: each start of the command takes a while."""


def source(article_id: str) -> dict[str, Any]:
    return {"article_id": article_id, "version": 1, "title": "题", "effective_from": "2020-01-01"}


def option(label: str, intent: str, **entities: str) -> dict[str, Any]:
    return {"label": label, "pick": {"intent": intent, "entities": entities}}


async def answer(ask: dict[str, Any]) -> tuple[int, Any]:
    """A bot that greets one question, offers for another, breaks at a third, and knows the loss of a card."""
    words = ask["input"]["text"]
    if words == BROKEN:
        return 200, {"status": "error", "turn": ask["turn"], "code": "action_failed", "detail": ""}
    if words == SWALLOWED:
        greeting = {"type": "text", "text": "您好，请直接告诉我您想了解什么。"}
        return 200, done(ask, greeting, intents=[{"name": "greet", "confidence": 0.91}])
    if words == OFFERED:
        options = [
            option("手机银行", "pick_article", article_id="app-login"),
            option("转人工", "request_person"),
        ]
        return 200, done(ask, {"type": "choices", "prompt": "请选择：", "options": options})
    if "天气" in words:
        return 200, done(ask, {"type": "text", "text": "这个问题我暂时答不好。"})
    return 200, done(ask, {"type": "text", "text": "请马上挂失。", "source": source("card-loss")})


@pytest.fixture
async def bank(house: House) -> House:
    """A hub with two articles."""
    house.bot.answer = answer
    folder = house.settings.var_dir / "files"
    (folder / "articles").mkdir(parents=True)
    (folder / "articles" / "cards.yml").write_text(ARTICLES, "utf-8")
    now = SystemClock().now()
    await load(house.database, folder, now=now, approved_by="tests")
    await rebuild(house.database, house.settings.index_dir, today=now.date())
    return house


def lines(path: Path, *queries: dict[str, Any]) -> str:
    path.write_text("\n".join(json.dumps(query, ensure_ascii=False) for query in queries), "utf-8")
    return str(path)


async def ask(bank: House, *arguments: str, **settings: str) -> str:
    """What the command says, with the hub's settings but for those given."""
    own = {name: str(getattr(bank.settings, name)) for name in ("var_dir", "database_url", "port")}
    given = {f"YUANQIAO_{name}".upper(): value for name, value in (own | settings).items()}
    machine = {name: value for name, value in os.environ.items() if not name.startswith("YUANQIAO_")}
    command = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("yuanqiao"),
        "ask",
        *arguments,
        env=machine | given,
        cwd=bank.settings.var_dir,
        stdout=PIPE,
        stderr=PIPE,
    )
    out, errors = await command.communicate()
    assert command.returncode == 0, errors.decode()
    return out.decode()


async def test_counts_what_was_shown_and_says_why_it_differs(bank: House, tmp_path: Path) -> None:
    outside = lines(tmp_path / "o.jsonl", {"query": "明天天气怎么样"})
    files = ("--queries", lines(tmp_path / "q.jsonl", *QUERIES), "--out-of-scope", outside)
    found = json.loads(await ask(bank, *files, "--patience", "1.5", "--json"))
    assert (found["n"], found["answered"], found["answered_wrong"]) == (4, 1, 0)
    assert (found["offered"], found["offered_with_right_one"], found["abstained"]) == (1, 1, 1)
    assert (found["failed"], found["oos_n"], found["oos_answered"]) == (1, 1, 0)
    assert 0 < found["p50_ms"] <= found["p99_ms"]
    assert (found["evaluated"]["n"], found["evaluated"]["answered"], found["evaluated"]["right"]) == (4, 4, 4)
    assert found["lost_points"] == 50.0
    by_question = {each["question"]: each for each in found["differences"]}
    assert set(by_question) == {SWALLOWED, OFFERED, BROKEN}
    assert by_question[SWALLOWED]["effect"] == by_question[BROKEN]["effect"] == "lost"
    assert by_question[SWALLOWED]["reason"] == "the intent greet (0.91) took the question"
    assert by_question[BROKEN]["reason"] == "no answer within 1.5 s"
    assert by_question[OFFERED]["effect"] == "same", "offered instead of answered"
    assert by_question[OFFERED]["shown_articles"] == ["app-login"]
    assert len({each["conversation"] for each in bank.bot.asks}) == 5, "a conversation for each question"


@one_database
async def test_of_a_hub_elsewhere_only_what_it_shows_is_known(bank: House, tmp_path: Path) -> None:
    elsewhere = {"var_dir": str(tmp_path / "elsewhere"), "database_url": "", "port": str(free_port())}
    url = f"http://127.0.0.1:{bank.settings.port}"
    told = ("--queries", lines(tmp_path / "q.jsonl", *QUERIES[:3]), "--url", url, "--json")
    found = json.loads(await ask(bank, *told, **elsewhere))
    assert (found["answered"], found["offered"], found["offered_with_right_one"]) == (1, 1, None)
    assert found["evaluated"] is found["lost_points"] is None
    assert "does not use the database of these settings" in found["note"]
    assert not (tmp_path / "elsewhere").exists(), "looking makes nothing"
    articles = str(bank.settings.var_dir / "files")
    compared = json.loads(await ask(bank, *told, "--knowledge", articles, **elsewhere))
    assert compared["evaluated"]["right"] == 3
    assert {each["reason"] for each in compared["differences"]} == {
        "not known: the turn is not in the database of these settings"
    }


@one_database
async def test_the_table_says_the_same(bank: House, tmp_path: Path) -> None:
    table = await ask(bank, "--queries", lines(tmp_path / "q.jsonl", *QUERIES[:3]))
    assert "offered_with_right_one" in table
    assert "33.33" in table
    assert "greet (0.91)" in table


@one_database
async def test_one_question_shows_what_a_customer_sees(bank: House) -> None:
    assert "请马上挂失。\n来源：《题》，2020-01-01 起生效" in await ask(bank, "口头挂失怎么办理")
    assert "[手机银行]\n  [转人工]" in await ask(bank, OFFERED)
