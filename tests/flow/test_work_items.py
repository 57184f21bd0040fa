"""The loop closes: a thumb down, a hand-off after an answer, a correction become work items."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from hub.store.schema_staff import audit
from kb.articles import publish
from kb.model import ArticleDraft
from kb.store.articles import next_change
from kb.store.schema_work_items import work_cause, work_item
from tests.support.bot import done
from tests.support.desk import open_desk
from tests.support.house import House
from tests.support.looking import rows
from tests.support.staff import StaffClient, make_account, staff_client
from tests.support.waiting import eventually
from tests.support.webchat import WebchatClient, text_of

ASKED = "我是13812345678，年费怎么收"
SOURCE = {"article_id": "card-fee", "version": 1, "title": "年费", "effective_from": "2026-01-01"}


@pytest.fixture
async def house(house: House) -> House:
    """A house with one article, whose bot answers from it, and hands over when it is asked to."""

    async def answers(ask: dict[str, Any]) -> tuple[int, Any]:
        if ask["input"]["text"] != "找人工":
            return 200, done(ask, {"type": "text", "text": "请到网点咨询。", "source": SOURCE})
        command = {"type": "request_person", "reason": "客户要求人工"}
        return 200, done(ask, {"type": "text", "text": "正在为您转接"}, commands=[command])

    house.bot.answer = answers
    now = datetime.now(UTC)
    async with house.database.write() as connection:
        change = await next_change(connection, now)
        draft = ArticleDraft("card-fee", "卡片", "年费", ("年费怎么收",), "请到网点咨询。", date(2026, 1, 1))
        await publish(connection, draft, latest=None, approved_by="", now=now, change=change)
    return house


@asynccontextmanager
async def editor(house: House, login: str = "li.editor") -> AsyncIterator[StaffClient]:
    await make_account(house.hub.staff, login, ["editor"])
    async with staff_client(house.settings.staff_port, origin=house.settings.staff_origins[0]) as client:
        assert (await client.sign_in(login)).status == 200
        yield client


async def items(client: StaffClient, query: str = "") -> list[dict[str, Any]]:
    answer = await client.ask("GET", f"/staff/kb/work-items?{query}")
    assert answer.status == 200, answer
    return list(answer.body["items"])


async def rate(client: WebchatClient, verdict: str, **more: str) -> None:
    """What the customer thinks of the first answer."""
    place = {"conversation": 1, "seq": client.outgoing[0]["seq"]}
    await client.say({"type": "rate", "id": str(uuid.uuid4()), "verdict": verdict, **place, **more})


async def test_what_becomes_of_an_answer_is_work_for_an_editor(house: House) -> None:
    await make_account(house.hub.staff, "li.ming")
    async with (
        staff_client(house.settings.staff_port) as browser,
        house.client() as customer,
        editor(house) as li,
    ):
        await browser.sign_in("li.ming")
        async with open_desk(browser) as desk:
            await desk.wish("status", status="available")
            await customer.acked(await customer.send(ASKED))
            await customer.replies(1)
            await rate(customer, "down", reason="wrong", comment="电话 13812345678 打不通")
            await eventually(lambda: counted(li), {"rating": 1})
            await customer.acked(await customer.send("找人工"))
            task = await desk.accept()
            await eventually(lambda: counted(li), {"rating": 1, "handoff": 1})
            better = {"article": "card-fee", "version": 1, "text": "手机银行也能查，不必打 13812345678。"}
            told = await browser.ask("POST", f"/staff/tasks/{task}/corrections", better)
            assert told.status == 204, told
            unknown = await browser.ask(
                "POST", f"/staff/tasks/{task}/corrections", better | {"article": "none"}
            )
            assert unknown.code == "conflict"
    async with editor(house, "zhao.editor") as zhao:
        (listed,) = (await zhao.ask("GET", "/staff/kb/articles")).body["articles"]
    assert (listed["up"], listed["down"], listed["work"]) == (0, 1, True)
    (item,) = await told_items(house)
    assert item["counts"] == {"rating": 1, "handoff": 1, "correction": 1}
    assert (item["article_id"], item["title"], item["version"]) == ("card-fee", "年费", 1)
    by_kind = {each["kind"]: each for each in item["causes"]}
    assert by_kind["rating"]["reason"] == "wrong"
    assert by_kind["handoff"]["words"] == "找人工"
    assert by_kind["correction"]["told_by"] == "员工 li.ming"
    assert all("年费怎么收" in each["question"] for kind, each in by_kind.items() if kind != "correction")
    kept = str([*await rows(house, work_cause), *await rows(house, work_item)])
    assert "13812345678" not in kept
    assert "138****5678" in kept


async def counted(client: StaffClient) -> dict[str, int]:
    found = await items(client)
    return dict(found[0]["counts"]) if found else {}


async def told_items(house: House) -> list[dict[str, Any]]:
    async with editor(house, "wang.editor") as wang:
        return await items(wang)


async def test_a_thumb_that_is_taken_back_leaves_no_work(house: House) -> None:
    async with house.client() as customer, editor(house) as li:
        await customer.acked(await customer.send(ASKED))
        await customer.replies(1)
        await rate(customer, "down", reason="unclear")
        await eventually(lambda: counted(li), {"rating": 1})
        await rate(customer, "up")
        await eventually(lambda: items(li), [])
    assert await rows(house, work_cause) == []


async def test_an_item_is_given_to_somebody_stands_out_and_is_done(house: House) -> None:
    async with house.client() as customer, editor(house) as li, editor(house, "wang.editor") as wang:
        await customer.acked(await customer.send(ASKED))
        await customer.replies(1)
        await rate(customer, "down")
        await eventually(lambda: counted(li), {"rating": 1})
        (item,) = await items(li)
        assert (item["owner"], item["overdue"]) == ("", False)
        one = f"/staff/kb/work-items/{item['item_id']}"
        owners = (await li.ask("GET", "/staff/kb/work-owners")).body["owners"]
        (wang_id,) = [each["account_id"] for each in owners if "wang.editor" in each["name"]]
        late = (date.today() - timedelta(days=2)).isoformat()
        given = await li.ask("POST", f"{one}/assign", {"owner_id": wang_id, "due_on": late})
        assert given.status == 204, given
        (mine,) = await items(wang, f"owner={wang_id}&overdue=true")
        assert (mine["owner_id"], mine["due_on"], mine["overdue"]) == (wang_id, late, True)
        assert await items(li, "kind=correction") == []
        did = {"outcome": "changed", "remark": "补充了手机银行"}
        assert (await wang.ask("POST", f"{one}/resolve", did)).status == 204
        assert (await li.ask("POST", f"{one}/resolve", did)).code == "conflict"
        assert await items(li) == []
        (closed,) = await items(li, "state=done")
        assert (closed["outcome"], closed["remark"], closed["done_by"]) == (
            "changed",
            "补充了手机银行",
            "员工 wang.editor",
        )
        await rate(customer, "none")
        await rate(customer, "down", reason="outdated")
        await eventually(lambda: counted(li), {"rating": 1})
        (again,) = await items(li)
        assert again["item_id"] != item["item_id"], "what comes after it is done is new work"
        assert (await li.ask("GET", "/staff/kb/work-items?after=x")).status == 400
    actions = [row.action for row in await rows(house, audit)]
    assert "work_item.assigned" in actions
    assert "work_item.resolved" in actions


async def test_pages_follow_the_day_on_which_items_are_due(house: House) -> None:
    async with editor(house) as li:
        assert await items(li) == []
        async with house.client() as customer:
            await customer.acked(await customer.send(ASKED))
            await customer.replies(1)
            assert text_of(customer.outgoing[0]) == "请到网点咨询。"
            await rate(customer, "down")
            await eventually(lambda: counted(li), {"rating": 1})
        (item,) = await items(li)
        after = f"{item['due_on']}.{item['item_id']}"
        assert await items(li, f"after={after}") == []
