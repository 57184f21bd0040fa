"""Synonyms over the staff's port: two people publish a list, and every hub of the house searches by it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from hub.store.schema_staff import audit
from kb.answer import open_answerer
from tests.support.bot import TestBot
from tests.support.house import House, make_settings, running_house
from tests.support.staff import StaffClient, make_account, staff_client
from tests.support.waiting import eventually

NEW_WORDS = "尊享账户 蓝鲸"
ASKED = "蓝鲸"
"""It shares no character with the article: only the group leads there."""

WITHIN_S = 10.0
STARTS_WITHIN_S = 30.0
PATH = "/staff/kb/synonyms"

ARTICLE = {
    "topic": "卡片",
    "title": "尊享账户怎么销户",
    "questions": ["尊享账户如何销户"],
    "answer": "请到网点办理。",
    "effective_from": "2026-01-01",
}


async def signed_in(stack: AsyncExitStack, house: House, login: str, role: str) -> StaffClient:
    await make_account(house.hub.staff, login, [role], name=login)
    origin = house.settings.staff_origins[0]
    client = await stack.enter_async_context(staff_client(house.settings.staff_port, origin=origin))
    assert (await client.sign_in(login)).status == 200
    return client


@pytest.fixture
async def people(house: House) -> AsyncIterator[tuple[StaffClient, StaffClient]]:
    """An editor and a supervisor, who reviews."""
    async with AsyncExitStack() as stack:
        yield (
            await signed_in(stack, house, "li.editor", "editor"),
            await signed_in(stack, house, "wang.lead", "supervisor"),
        )


async def publish_article(li: StaffClient, other: StaffClient) -> str:
    begun = (await li.ask("POST", "/staff/kb/articles", {"content": ARTICLE})).body
    one, revision = f"/staff/kb/articles/{begun['article_id']}", begun["draft"]["revision"]
    for who, step in ((li, "submit"), (other, "approve"), (li, "publish")):
        answer = await who.ask("POST", f"{one}/{step}", {"revision": revision})
        assert answer.status == 200, answer
        revision = answer.body.get("revision", revision)
    return str(begun["article_id"])


async def hand_in(li: StaffClient, *more: str) -> int:
    """Adds lines to the list in force and hands it in; gives the draft's revision."""
    shown = (await li.ask("GET", PATH)).body
    body = {"revision": 0, "number": shown["number"], "text": "\n".join((shown["text"], *more))}
    saved = await li.ask("PUT", f"{PATH}/draft", body)
    assert saved.status == 200, saved
    step = {"revision": saved.body["revision"], "comment": "客户说蓝鲸"}
    handed_in = await li.ask("POST", f"{PATH}/draft/submit", step)
    assert handed_in.status == 200, handed_in
    return int(handed_in.body["revision"])


async def found(house: House) -> list[str]:
    """What a customer who asks in the new word finds in this hub's index, as the bot's actions ask."""
    answerer = open_answerer(house.settings)
    try:
        ranking = await answerer.rank(ASKED)
    finally:
        await answerer.close()
    return [each.version.article_id for each in ranking.candidates]


async def test_two_hubs_search_by_a_list_within_ten_seconds(
    house: House, people: tuple[StaffClient, StaffClient], bot: TestBot, tmp_path: Path
) -> None:
    li, wang = people
    (tmp_path / "other").mkdir()
    second = make_settings(house.settings.database, tmp_path / "other", bot.port)
    async with running_house(second, bot) as other:
        article_id = await publish_article(li, wang)

        async def serving() -> list[Any]:
            return [await serves(each) for each in (house, other)]

        await eventually(serving, [0, 0], STARTS_WITHIN_S)
        assert [await found(each) for each in (house, other)] == [[], []]
        revision = await hand_in(li, NEW_WORDS)
        assert (await wang.ask("POST", f"{PATH}/draft/approve", {"revision": revision})).body == {"number": 1}

        async def searching() -> list[list[str]]:
            return [await found(each) for each in (house, other)]

        await eventually(searching, [[article_id], [article_id]], WITHIN_S)
        assert await serving() == [1, 1]


async def serves(house: House) -> int | None:
    """By which version of the list this hub's index is built."""
    answerer = open_answerer(house.settings)
    try:
        if await answerer.why_not_ready():
            return None
        return (await answerer.rank(ASKED)).statistics.synonyms.number
    finally:
        await answerer.close()


async def test_a_list_goes_its_way_and_stands_in_the_audit(
    house: House, people: tuple[StaffClient, StaffClient]
) -> None:
    li, wang = people
    revision = await hand_in(li, NEW_WORDS)
    step = {"revision": revision}
    own = await li.ask("POST", f"{PATH}/draft/approve", step)
    assert (own.status, own.code) == (403, "own_work")
    returned = await wang.ask("POST", f"{PATH}/draft/give-back", step | {"comment": "再加一个词"})
    assert (returned.body["state"], returned.body["returned"]) == ("draft", "再加一个词")
    seen = {"revision": returned.body["revision"], "number": 0}
    text = returned.body["text"]
    twice = await li.ask("PUT", f"{PATH}/draft", seen | {"text": f"{text}\n白鹭 蓝鲸"})
    (found,) = [each for each in twice.body["findings"] if each["stops"]]
    assert (found["code"], found["word"]) == ("twice", "蓝鲸")
    assert found["line"] == found["number"] + 1
    step = {"revision": twice.body["revision"], "comment": "甲"}
    refused = await li.ask("POST", f"{PATH}/draft/submit", step)
    assert (refused.status, refused.code) == (422, "not_ready")
    late = await wang.ask("POST", f"{PATH}/draft/give-back", step)
    assert (late.status, late.code) == (409, "conflict")
    seen["revision"] = twice.body["revision"]
    mended = (await li.ask("PUT", f"{PATH}/draft", seen | {"text": f"{text} 白鹭"})).body
    changes = (await wang.ask("GET", f"{PATH}/difference?one=0")).body["changes"]
    assert changes == [{"kind": "new", "before": [], "after": ["尊享账户", "蓝鲸", "白鹭"]}]
    step["revision"] = mended["revision"]
    step["revision"] = (await li.ask("POST", f"{PATH}/draft/submit", step)).body["revision"]
    revision = {"revision": step["revision"]}
    assert (await wang.ask("POST", f"{PATH}/draft/approve", revision)).body == {"number": 1}
    shown = (await wang.ask("GET", PATH)).body
    (version,) = shown["versions"]
    assert (version["authors"], version["approved_by"], version["comment"]) == (
        ["li.editor"],
        "wang.lead",
        "甲",
    )
    back = await li.ask("POST", f"{PATH}/roll-back", {"number": 0})
    assert (back.status, "蓝鲸" in back.body["text"]) == (200, False)
    assert (await li.ask("POST", f"{PATH}/draft/drop", {"revision": 1})).status == 204
    gone = await li.ask("POST", f"{PATH}/roll-back", {"number": 7})
    assert (gone.status, gone.code) == (404, "not_found")
    async with house.database.read() as connection:
        actions = set((await connection.execute(select(audit.c.action))).scalars())
    assert {
        "synonyms.saved",
        "synonyms.submitted",
        "synonyms.given_back",
        "synonyms.published",
        "synonyms.rolled_back",
        "synonyms.dropped",
    } <= actions


async def test_a_list_is_tried_before_it_is_published(
    house: House, people: tuple[StaffClient, StaffClient]
) -> None:
    li, wang = people
    article_id = await publish_article(li, wang)

    async def served() -> int | None:
        return await serves(house)

    await eventually(served, 0, STARTS_WITHIN_S)
    text = (await li.ask("GET", PATH)).body["text"]
    tried = await wang.ask("POST", f"{PATH}/try", {"question": ASKED, "text": f"{text}\n{NEW_WORDS}"})
    assert tried.status == 200, tried
    assert tried.body["published"] == {"groups": [], "outcome": "abstain", "found": []}
    assert tried.body["draft"]["groups"] == [["尊享账户", "蓝鲸"]]
    assert [each["article_id"] for each in tried.body["draft"]["found"]] == [article_id]
    assert (await li.ask("GET", PATH)).body["draft"] is None, "nothing was saved"


async def test_a_list_that_is_too_large_is_refused(people: tuple[StaffClient, StaffClient]) -> None:
    li, _ = people
    body = {"revision": 0, "number": 0}
    for text in ("长" * 40_000, "a" * 100_001):
        refused = await li.ask("PUT", f"{PATH}/draft", body | {"text": text})
        assert refused.status in (400, 413), refused
