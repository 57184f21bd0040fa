"""A note for agents at the wire: everything a customer is given is looked at, and only the agent has it."""

from datetime import date
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml

from kb import index, load
from tests.flow.test_desk import house
from tests.flow.test_desk_customer import served
from tests.flow.test_knowledge import suggest
from tests.support.bot import TestBot, done
from tests.support.house import House
from tests.support.staff import make_account, staff_client

__all__ = ["house"]

MARKER = "密参zq7marker"
ASKED = "银行卡丢了怎么挂失"
ARTICLE = {
    "id": "loss",
    "title": "银行卡丢失怎么挂失",
    "questions": [ASKED, "卡丢了怎么办", "挂失银行卡", "丢卡了要先做什么"],
    "answer": "请马上挂失。\n\n1. 打开手机银行\n2. 点**挂失**",
    "effective_from": date(2026, 1, 1),
    "pinned": 1,
    "note": f"先核实身份。\n{MARKER}",
}


async def fill(house: House, folder: Path) -> None:
    """The article with its note, published and indexed."""
    files = folder / "files" / "articles"
    files.mkdir(parents=True)
    content: dict[str, Any] = {"topic": "cards", "articles": [ARTICLE]}
    (files / "cards.yml").write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    now = house.hub.clock.now()
    await load.load(house.database, files.parent, now=now, approved_by="test")
    await index.rebuild(house.database, house.settings.index_dir, today=now.date())


async def help_pages(house: House) -> dict[str, str]:
    """What the help pages say: the list, an article with its structured data, and what is found."""
    found = {}
    async with aiohttp.ClientSession(f"http://127.0.0.1:{house.settings.port}") as session:
        for path in (
            "/help",
            "/help/loss",
            "/help/loss?size=large",
            f"/help?words={MARKER}",
            "/help?words=挂失",
        ):
            async with session.get(path) as answer:
                assert answer.status == 200, path
                # The page says once more what was searched for, in its box and above the list.
                found[path] = (await answer.text()).replace(f'value="{MARKER}"', "")
    return found


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_no_customer_is_given_what_the_agent_is(house: House, tmp_path: Path) -> None:
    await fill(house, tmp_path)
    async with served(house, ASKED) as one:
        (advised,) = (await one.browser.ask("GET", f"{one.path}/suggestions")).body["answers"]
        assert advised["note"] == ARTICLE["note"]
        assert MARKER not in advised["text"]
        article = await one.browser.ask("GET", "/staff/kb/articles/loss")
        assert article.status == 403, "who only serves customers reads the note with the suggestion alone"
        wish = {"task": one.task, "text": advised["text"]}
        told = await one.desk.wish("say", **wish)
        assert told["type"] == "done", told
        await one.customer.until(lambda: "请马上挂失" in str(one.customer.frames))
        assert await suggest(one.customer, 1, "银行卡丢") == [ARTICLE["title"]]
        assert await suggest(one.customer, 2, MARKER) == []
        assert MARKER not in str(one.customer.frames)
    pages = await help_pages(house)
    assert "请马上挂失" in pages["/help/loss"]
    assert "/help/loss" in pages["/help?words=挂失"]
    assert "/help/loss" not in pages[f"/help?words={MARKER}"].partition("<main>")[2]
    assert [path for path, text in pages.items() if MARKER in text and MARKER not in path] == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_channels_would_say_is_previewed_without_it(house: House) -> None:
    await make_account(house.hub.staff, "li.editor", ["editor"])
    content = {
        "topic": "卡片",
        "title": ARTICLE["title"],
        "answer": ARTICLE["answer"],
        "effective_from": "2026-01-01",
        "note": ARTICLE["note"],
    }
    async with staff_client(house.settings.staff_port) as editor:
        await editor.sign_in("li.editor")
        previewed = await editor.ask("POST", "/staff/kb/preview", {"content": content})
        assert previewed.body["said"]
        assert MARKER not in str(previewed.body)
        begun = await editor.ask("POST", "/staff/kb/articles", {"content": content})
        assert begun.body["content"]["note"] == ARTICLE["note"]
        longer = content | {"note": "长" * 4001}
        refused = await editor.ask("POST", "/staff/kb/articles", {"content": longer})
        assert refused.status == 422 or refused.code == "bad_input", refused


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_who_takes_over_reads_the_note_on_what_the_bot_answered(
    house: House, tmp_path: Path, bot: TestBot
) -> None:
    await fill(house, tmp_path)
    source = {"article_id": "loss", "version": 1, "title": ARTICLE["title"], "effective_from": "2026-01-01"}
    hands_over = bot.answer

    async def answers(ask: dict[str, Any]) -> tuple[int, Any]:
        if "人工" in ask["input"]["text"]:
            return await hands_over(ask)  # type: ignore[no-any-return]
        return 200, done(ask, {"type": "text", "text": "请到网点办理。", "source": source})

    bot.answer = answers
    async with served(house, "量子力学是什么") as one:
        found = (await one.browser.ask("GET", f"{one.path}/suggestions")).body
        assert found["answers"] == []
        assert found["answered"] == [
            {"article": "loss", "version": 1, "title": ARTICLE["title"], "note": ARTICLE["note"]}
        ]
        assert MARKER not in str(one.customer.frames)
