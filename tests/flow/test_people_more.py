"""A callback and a warm transfer from end to end: what the customer hears, and what never reaches them."""

from typing import Any

import pytest

from handoff.store.schema import task
from hub.clock import SystemClock
from hub.store.schema_staff import account
from tests.support.bot import done
from tests.support.desk import signed_in_desk
from tests.support.house import House
from tests.support.looking import rows
from tests.support.staff import make_account
from tests.support.webchat import WebchatClient, text_of

NOTE = "可以退，但别先承诺"


@pytest.fixture
def house(house: House) -> House:
    """A house whose bot hands over when it is asked to."""

    async def hands_over(ask: dict[str, Any]) -> tuple[int, Any]:
        text = ask["input"]["text"]
        if text != "找人工":
            return 200, done(ask, {"type": "text", "text": f"echo: {text}"})
        command = {"type": "request_person", "reason": "客户要求人工"}
        return 200, done(ask, {"type": "text", "text": "正在为您转接"}, commands=[command])

    house.bot.answer = hands_over
    return house


async def leaves_a_number_and_takes_it_back(house: House, client: WebchatClient) -> None:
    await client.acked(await client.send("2小时后给我打电话 13800138000"))
    (reply,) = await client.replies(1)
    assert "尾号 8000" in text_of(reply)
    (row,) = await rows(house, task)
    assert row.state == "scheduled"
    assert row.opens_at > SystemClock().now()
    assert "13800138000" not in f"{row.facts} {row.reason}"
    await client.acked(await client.send("年费多少"))
    replies = await client.replies(2)
    assert text_of(replies[1]) == "echo: 年费多少", "the bot goes on meanwhile"
    await client.acked(await client.send("取消回电"))
    await client.replies(3)
    (row,) = await rows(house, task)
    assert row.state == "cancelled"


async def test_a_number_is_left_and_a_colleague_takes_over(house: House) -> None:
    for login in ("li.ming", "wang.fang"):
        await make_account(house.hub.staff, login)
    port = house.settings.staff_port
    async with signed_in_desk(port, "li.ming") as desk, house.client() as client:
        await leaves_a_number_and_takes_it_back(house, client)
        await client.acked(await client.send("找人工"))
        place = await desk.accept()
        await desk.wish("say", task=place, text="您好，请稍等")
        async with signed_in_desk(port, "wang.fang") as other:
            whom = await _account(house, "wang.fang")
            asked = await desk.wish("consult", task=place, agent=whom, note="这笔能退吗")
            assert asked["type"] == "done"
            await other.until(lambda each: each.state["tasks"])
            seen: dict[str, Any] = other.state["tasks"][0]
            assert (seen["state"], seen["asked_by"]) == ("consulting", "员工 li.ming")
            assert (await other.wish("open", task=place))["type"] == "done"
            await other.until(lambda each: each.opened.get("task") == place)
            assert (await other.wish("say", task=place, text="我来说"))["code"] == "not_found"
            assert (await other.wish("note", task=place, text=NOTE))["type"] == "done"
            await desk.until(lambda each: NOTE in each.words())
            await desk.until(lambda each: each.state["tasks"][0].get("consulted") == "员工 wang.fang")
            assert (await desk.wish("give_consulted", task=place))["type"] == "done"
            # Between asking and being given it, it may be nobody's for a moment.
            await other.until(lambda each: [one["state"] for one in each.state["tasks"]] == ["assigned"])
            await desk.until(lambda each: each.state["tasks"] == [])
            assert (await other.wish("say", task=place, text="由我继续为您办理"))["type"] == "done"
            await client.until(lambda: text_of(client.outgoing[-1]) == "由我继续为您办理")
            agreed = await other.wish("agree", task=place, at="2020-01-01T00:00:00Z", by="here")
            assert agreed["code"] == "bad_input"
        heard = str(client.frames)
    assert NOTE not in heard, "a note never reaches the customer"
    assert "这笔能退吗" not in heard


async def _account(house: House, login: str) -> str:
    (row,) = [each for each in await rows(house, account) if each.login == login]
    return str(row.account_id)
