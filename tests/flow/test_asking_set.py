"""`yuanqiao ask --set` against a running hub: what stood on the screens, judged and counted."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE
from pathlib import Path
from typing import Any

import pytest

from tests.support.bot import done
from tests.support.house import House

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""The kind of database cannot change what is shown."""

ARTICLES = """
topic: cards
articles:
  - id: card-loss
    title: 银行卡丢失怎么挂失
    questions: [卡丢了怎么办]
    answer: 请马上挂失。
    effective_from: 2020-01-01
  - id: card-fees
    title: 补卡多少钱
    questions: [补卡要钱吗, How much is a new card]
    answer: 补卡十元。
    effective_from: 2020-01-01
"""
PERSON = {"label": "转人工", "pick": {"intent": "request_person", "entities": {}}}
FEES = {"article_id": "card-fees", "version": 1, "title": "补卡多少钱", "effective_from": "2020-01-01"}

GOOD = {"id": "m-1", "kind": "loss", "say": "卡丢了", "want": {"accept": ["freeze"]}}
BAD = {"id": "m-2", "kind": "loss", "say": "明天天气", "want": {"accept": ["greeting"]}}
TALK = {
    "id": "c-1",
    "kind": "subject",
    "turns": [
        {"say": "卡丢了", "want": {"accept": ["freeze"]}},
        {"say": ["补卡", "多少钱"], "want": {"accept": ["answer"], "articles": ["card-fees"]}},
    ],
}


async def answer(ask: dict[str, Any]) -> tuple[int, Any]:
    """A bot that knows the fee, and greets nobody."""
    words = ask["input"]["text"]
    if "补卡" in words or "多少钱" in words:
        return 200, done(ask, {"type": "text", "text": "补卡十元。", "source": FEES})
    return 200, done(ask, {"type": "text", "text": "这个问题我暂时答不好。"})


@pytest.fixture
def files(house: House, tmp_path: Path) -> Path:
    """A folder with the bank's articles; the house's bot answers as above."""
    house.bot.answer = answer
    (tmp_path / "bank" / "articles").mkdir(parents=True)
    (tmp_path / "bank" / "articles" / "cards.yml").write_text(ARTICLES, "utf-8")
    return tmp_path


def write(path: Path, *cases: Any) -> str:
    path.write_text("\n".join(json.dumps(case, ensure_ascii=False) for case in cases), "utf-8")
    return str(path)


async def ask(house: House, files: Path, *arguments: str) -> tuple[int, str, str]:
    """Exit status, output and errors of the command."""
    machine = {name: value for name, value in os.environ.items() if not name.startswith("YUANQIAO_")}
    url = f"http://127.0.0.1:{house.settings.port}"
    command = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("yuanqiao"),
        "ask",
        *("--url", url, "--knowledge", str(files / "bank")),
        *arguments,
        env=machine | {"YUANQIAO_VAR_DIR": str(files / "var")},
        cwd=files,
        stdout=PIPE,
        stderr=PIPE,
    )
    out, errors = await command.communicate()
    assert command.returncode is not None
    return command.returncode, out.decode(), errors.decode()


async def test_a_set_is_asked_judged_and_counted(house: House, files: Path) -> None:
    sets = ("--set", write(files / "m.jsonl", GOOD, BAD), "--set", write(files / "c.jsonl", TALK))
    status, out, errors = await ask(house, files, *sets, "--json")
    assert status == 0, errors
    assert "asking" in errors, "the bar"
    found = json.loads(out)
    assert (found["messages"]["n"], found["messages"]["good"]) == (2, 1)
    assert (found["messages"]["urgent"], found["messages"]["at_once"]) == (1, 1)
    assert (found["conversations"]["n"], found["conversations"]["good"]) == (1, 1)
    (bad,) = found["cases"]
    assert bad["id"] == "m-2"
    assert bad["turns"][0]["shown"] == ["这个问题我暂时答不好。"]
    conversations = [each["conversation"] for each in house.bot.asks]
    assert len(set(conversations)) == 2, "one for each case; who lost a card is answered by the house itself"


async def test_an_option_is_known_by_a_title_or_a_similar_question(house: House, files: Path) -> None:
    async def offers(ask: dict[str, Any]) -> tuple[int, Any]:
        labels = ["补卡多少钱", "How much is a new card", "转人工"]
        options = [PERSON | {"label": label} for label in labels]
        return 200, done(ask, {"type": "choices", "prompt": "请选择：", "options": options})

    house.bot.answer = offers
    _, out, _ = await ask(house, files, "--set", write(files / "m.jsonl", BAD), "--json")
    found = json.loads(out)
    assert (found["messages"]["options"], found["messages"]["irrelevant"]) == (2, 2)
    assert found["cases"][0]["turns"][0]["other_options"] == ["转人工"]


async def test_the_table_stands_below_the_transcripts_that_are_not_good(house: House, files: Path) -> None:
    sets = ("--set", write(files / "m.jsonl", GOOD, BAD))
    status, out, _ = await ask(house, files, *sets)
    assert status == 0
    assert "m-2 (loss)\n  客户：明天天气\n    这个问题我暂时答不好。" in out
    assert "m-1" not in out
    table = out[out.index("┏") :]
    assert "1/2" in table
    assert "all messages" in table
    _, everything, _ = await ask(house, files, *sets, "--all")
    assert "m-1 (loss)\n  客户：卡丢了\n    请马上" in everything


async def test_bursts_come_in_every_order(house: House, files: Path) -> None:
    want = {"accept": ["freeze"], "relevant": ["card-*"]}
    burst = {"id": "b", "kind": "burst", "turns": [{"say": ["甲", "卡丢了", "乙"], "want": want}]}
    status, out, errors = await ask(
        house, files, "--set", write(files / "b.jsonl", GOOD, burst), "--bursts", "12", "--json", "--all"
    )
    assert status == 0, errors
    found = json.loads(out)
    assert len(found["cases"]) == 12
    orders = [tuple(case["turns"][0]["say"]) for case in found["cases"]]
    assert len(set(orders)) == 6
    assert {case["kind"] for case in found["cases"]} == {"burst"}, "single messages are no bursts"


async def test_a_malformed_set_is_not_asked(house: House, files: Path) -> None:
    wrong = GOOD | {"id": "m-3", "want": {"accept": ["happiness"]}}
    unknown = GOOD | {"id": "m-4", "want": {"accept": ["answer"], "articles": ["no-such"]}}
    status, out, errors = await ask(house, files, "--set", write(files / "m.jsonl", GOOD, wrong, unknown))
    assert status != 0
    assert out == ""
    assert "m.jsonl: line 2: want.accept.0: " in errors
    assert "m.jsonl: line 3: no article is called no-such" in errors
    assert house.bot.asks == []
    status, _, errors = await ask(house, files, "--set", write(files / "m.jsonl", GOOD), "--bursts", "2")
    assert status != 0
    assert "no case begins with several messages" in errors
