"""Words of agents are checked on the server before they are sent; rules and replies are kept over the API."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import select

from hub.store.schema_staff import audit
from tests.flow.test_desk import ask_for_a_person, house
from tests.support.desk import DeskClient, signed_in_desk
from tests.support.house import House
from tests.support.staff import StaffClient, make_account, make_branches, staff_client
from tests.support.webchat import WebchatClient, text_of

__all__ = ["house"]

PROMISE = {
    "kind": "forbidden",
    "product": "理财",
    "words": ["保本保息"],
    "say": "收益不保证",
    "why": "监管要求",
    "branch_id": "head",
}


@asynccontextmanager
async def keeper(house: House) -> AsyncIterator[StaffClient]:
    """A supervisor who keeps rules."""
    await make_account(house.hub.staff, "zhang.wei", ["supervisor"])
    async with staff_client(house.settings.staff_port) as client:
        assert (await client.sign_in("zhang.wei")).status == 200
        yield client


@asynccontextmanager
async def serving(house: House) -> AsyncIterator[tuple[DeskClient, WebchatClient, str]]:
    """An agent with a conversation in hand."""
    await make_account(house.hub.staff, "li.ming")
    async with signed_in_desk(house.settings.staff_port, "li.ming") as desk, house.client() as client:
        await ask_for_a_person(client)
        yield desk, client, await desk.accept()


async def test_forbidden_words_do_not_reach_the_customer_and_the_agent_sees_why(house: House) -> None:
    async with keeper(house) as rules, serving(house) as (desk, client, task):
        made = await rules.ask("POST", "/staff/word-rules", PROMISE)
        assert made.status == 200
        refused = await desk.wish("say", task=task, text="这款产品保 本 保 息")
        assert (refused["type"], refused["code"]) == ("refused", "forbidden_words")
        (found,) = refused["found"]
        assert found == {
            "kind": "forbidden",
            "words": "保本保息",
            "product": "理财",
            "why": "监管要求",
            "say": "收益不保证",
        }
        assert (await desk.wish("say", task=task, text="收益会波动"))["type"] == "done"
        await client.until(lambda: text_of(client.outgoing[-1]) == "收益会波动")
        path = f"/staff/word-rules/{made.body['rule']}"
        assert (await rules.ask("DELETE", path)).status == 204
        assert (await desk.wish("say", task=task, text="我们不说保本保息"))["type"] == "done"
        await client.until(lambda: text_of(client.outgoing[-1]) == "我们不说保本保息")
    assert "保 本 保 息" not in str(client.frames)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_must_be_said_is_said_first_or_with_it(house: House) -> None:
    wanted = PROMISE | {
        "kind": "must_say",
        "words": ["投资须谨慎"],
        "cues": ["理财产品"],
        "say": "投资须谨慎。",
    }
    async with keeper(house) as rules, serving(house) as (desk, _, task):
        await rules.ask("POST", "/staff/word-rules", wanted)
        refused = await desk.wish("say", task=task, text="推荐这款理财产品")
        assert [each["kind"] for each in refused["found"]] == ["must_say"]
        for text in ("推荐这款理财产品，投资须谨慎。", "这款理财产品九月到期"):
            assert (await desk.wish("say", task=task, text=text))["type"] == "done"


async def test_a_wish_that_was_done_is_done_again_although_a_rule_came_between(house: House) -> None:
    wish = "11111111-2222-4333-8444-555555555555"
    async with keeper(house) as rules, serving(house) as (desk, client, task):
        assert (await desk.wish("say", id=wish, task=task, text="保本保息"))["type"] == "done"
        await rules.ask("POST", "/staff/word-rules", PROMISE)
        assert (await desk.wish("say", id=wish, task=task, text="保本保息"))["type"] == "done"
        await client.until(lambda: text_of(client.outgoing[-1]) == "保本保息")
    assert [text_of(each) for each in client.outgoing].count("保本保息") == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_rules_that_could_never_hold_are_refused(house: House) -> None:
    async with keeper(house) as rules:
        answer = await rules.ask("POST", "/staff/word-rules", PROMISE | {"words": []})
        assert (answer.status, answer.code) == (400, "bad_input")
        assert (await rules.ask("GET", "/staff/word-rules")).body == {"rules": []}


async def test_replies_are_ones_own_or_shared_and_come_with_their_variables(house: House) -> None:
    own = {"title": "开场白", "text": "您好，我是{坐席}，{银行}客服。"}
    shared = {"title": "年费说明", "text": "年费按年收取。", "branch_id": "head"}
    await make_account(house.hub.staff, "li.ming")
    async with keeper(house) as supervisor, staff_client(house.settings.staff_port) as agent:
        await agent.sign_in("li.ming")
        mine = await agent.ask("POST", "/staff/canned-replies", own)
        assert mine.status == 200
        theirs = await supervisor.ask("POST", "/staff/shared-replies", shared)
        told = (await agent.ask("GET", "/staff/canned-replies")).body
        assert {each["title"]: each["initials"] for each in told["replies"]} == {
            "开场白": "kcb",
            "年费说明": "nfsm",
        }
        assert told["variables"]["坐席"] == "员工 li.ming"
        seen = (await supervisor.ask("GET", "/staff/canned-replies")).body["replies"]
        assert [each["title"] for each in seen] == ["年费说明"]
        path, reply = "/staff/canned-replies/", theirs.body["reply"]
        assert (await agent.ask("PUT", f"/staff/shared-replies/{reply}", own)).status == 403
        assert (await agent.ask("PUT", path + reply, own)).status == 404
        changed = await agent.ask("PUT", path + mine.body["reply"], {"title": "问候", "text": "您好"})
        assert (changed.body["title"], changed.body["initials"]) == ("问候", "wh")
        wrong = await agent.ask("POST", "/staff/canned-replies", {"title": "余额", "text": "{余额}"})
        assert (wrong.status, wrong.code) == (400, "bad_input")
        assert (await agent.ask("DELETE", path + mine.body["reply"])).status == 204
        assert len((await agent.ask("GET", "/staff/canned-replies")).body["replies"]) == 1
    assert {"reply.added", "reply.shared", "reply.changed", "reply.removed"} <= await actions(house)


async def actions(house: House) -> set[Any]:
    """What stands in the audit."""
    async with house.database.read() as connection:
        return set((await connection.execute(select(audit.c.action))).scalars())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_rule_of_another_branch_does_not_hold(house: House) -> None:
    await make_branches(house.hub.staff, "east", "west")
    await make_account(house.hub.staff, "west.boss", ["supervisor"], "west")
    await make_account(house.hub.staff, "li.ming", ["agent"], "east")
    async with (
        staff_client(house.settings.staff_port) as boss,
        signed_in_desk(house.settings.staff_port, "li.ming") as desk,
        house.client() as client,
    ):
        await boss.sign_in("west.boss")
        assert (await boss.ask("POST", "/staff/word-rules", PROMISE)).status == 404, "the head is not theirs"
        assert (await boss.ask("POST", "/staff/word-rules", PROMISE | {"branch_id": "west"})).status == 200
        await ask_for_a_person(client)
        task = await desk.accept()
        assert (await desk.wish("say", task=task, text="保本保息"))["type"] == "done"
