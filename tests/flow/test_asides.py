"""A message for later, and a note that names a colleague; the customer hears the first of the two alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hub.store.schema_staff import account
from tests.support.bot import done
from tests.support.desk import signed_in_desk
from tests.support.house import House
from tests.support.looking import rows
from tests.support.staff import make_account
from tests.support.webchat import text_of

NOTE = "@员工 wang.fang 客户 13800138000 的年费上次是你减免的吗"


@pytest.fixture
def house(house: House) -> House:
    """A house whose bot hands over."""

    async def hands_over(ask: dict[str, Any]) -> tuple[int, Any]:
        command = {"type": "request_person", "reason": "客户要求人工"}
        return 200, done(ask, {"type": "text", "text": "正在为您转接"}, commands=[command])

    house.bot.answer = hands_over
    return house


async def account_of(house: House, login: str) -> str:
    (row,) = [each for each in await rows(house, account) if each.login == login]
    return str(row.account_id)


async def test_a_message_for_later_and_a_colleague_who_is_named(house: House) -> None:
    for login in ("li.ming", "wang.fang"):
        await make_account(house.hub.staff, login)
    await make_account(house.hub.staff, "admin", ["administrator"])
    wang, admin = await account_of(house, "wang.fang"), await account_of(house, "admin")
    port = house.settings.staff_port
    async with signed_in_desk(port, "li.ming") as desk, house.client() as client:
        await client.acked(await client.send("找人工"))
        place = await desk.accept()
        at = (datetime.now(UTC) + timedelta(seconds=2)).isoformat()
        planned = await desk.wish("say_later", task=place, text="对账单已寄出", at=at)
        assert planned["type"] == "done"
        await desk.until(lambda each: each.state["later"])
        assert desk.state["later"][0]["text"] == "对账单已寄出"
        async with signed_in_desk(port, "wang.fang") as other:
            stranger = await desk.wish("note", task=place, text="@", named=[admin])
            assert stranger["code"] == "not_found", "who serves nobody is not named"
            assert (await desk.wish("note", task=place, text=NOTE, named=[wang]))["type"] == "done"
            await other.until(lambda each: each.state["mentions"])
            (told,) = other.state["mentions"]
            assert (told["by"], "13800138000" in told["text"]) == ("员工 li.ming", False)
            refused = await other.wish("open", task=place)
            assert refused["code"] == "not_found", "to be named gives no right to the conversation"
            assert (await other.wish("see_mention", note=told["note"]))["type"] == "done"
            await other.until(lambda each: each.state["mentions"] == [])
        await client.until(lambda: text_of(client.outgoing[-1]) == "对账单已寄出")
        await desk.until(lambda each: each.state["later"] == [])
        assert "wang.fang" not in str(client.frames), "a note never reaches the customer"
