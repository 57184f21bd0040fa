"""Outlets: kept by two people, and within ten seconds what customers are told of the nearest one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from hub.store.schema_staff import audit
from outlets.web.outlets import EXAMPLE
from tests.support.bot import echo
from tests.support.house import House
from tests.support.looking import rows
from tests.support.staff import StaffClient, make_account, staff_client
from tests.support.waiting import eventually
from tests.support.webchat import WebchatClient

ALWAYS = [[{"opens": "00:00", "closes": "24:00"}]] * 7
HERE = "黄浦区有网点吗"


def outlet(**fields: Any) -> dict[str, Any]:
    return EXAMPLE | {"weekly": ALWAYS, "telephone": "021-5550 0101"} | fields


@asynccontextmanager
async def signed_in(house: House, login: str, role: str) -> AsyncIterator[StaffClient]:
    await make_account(house.hub.staff, login, [role])
    async with staff_client(house.settings.staff_port, origin=house.settings.staff_origins[0]) as client:
        assert (await client.sign_in(login)).status == 200
        yield client


class Asking:
    """A customer who says where they are again and again, and what is answered."""

    def __init__(self, client: WebchatClient) -> None:
        self.client = client
        self.count = 0

    async def answer(self) -> list[str]:
        self.count += 1
        await self.client.acked(await self.client.send(HERE))
        replies = await self.client.replies(self.count)
        segments = replies[-1]["segments"]
        return [each.get("title") or each.get("text", "") for each in segments]

    async def knows(self) -> bool:
        return "人民广场支行" in await self.answer()


async def test_two_people_keep_an_outlet_and_customers_are_told(house: House) -> None:
    house.bot.answer = echo
    async with (
        signed_in(house, "li.editor", "editor") as li,
        signed_in(house, "wang.lead", "supervisor") as wang,
        house.client() as client,
    ):
        asking = Asking(client)
        assert not await asking.knows(), "without outlets the bot answers"
        body = {"name": "people-square", "content": outlet()}
        made = await li.ask("POST", "/staff/outlets", body)
        assert (made.status, made.body["live"]) == (200, None)
        assert (await li.ask("POST", "/staff/outlets", body)).code == "conflict"
        one = "/staff/outlets/people-square"
        assert (await li.ask("POST", f"{one}/approve", {"version": 1})).code == "not_allowed"
        assert (await wang.ask("POST", f"{one}/approve", {"version": 1})).body["live"] == 1
        await eventually(asking.knows, True)
        own = await wang.ask("POST", f"{one}/write", {"content": outlet(name="人民广场新支行")})
        assert own.body["versions"][0]["own"] is True
        assert (await wang.ask("POST", f"{one}/approve", {"version": 2})).code == "own_work"
        assert await asking.knows(), "until it is approved, customers are told what was"
        listed = (await li.ask("GET", "/staff/outlets?words=新支行")).body
        assert [(each["outlet_id"], each["live"], each["open_now"]) for each in listed["outlets"]] == [
            ("people-square", 1, True)
        ]
        assert (await li.ask("GET", "/staff/outlets?words=%25")).body["outlets"] == []
        wrong = await li.ask("POST", f"{one}/write", {"content": outlet(latitude=200)})
        assert wrong.status == 400
        assert (await wang.ask("POST", f"{one}/withdraw")).body["live"] is None
        await eventually(asking.knows, False)
    actions = [row.action for row in await rows(house, audit) if row.result == "done"]
    assert {"outlet.written", "outlet.approved", "outlet.withdrawn"} <= set(actions)


async def test_a_customer_is_asked_for_a_place_and_chooses_one(house: House) -> None:
    house.bot.answer = echo
    async with (
        signed_in(house, "li.editor", "editor") as li,
        signed_in(house, "wang.lead", "supervisor") as wang,
        house.client() as client,
    ):
        await li.ask("POST", "/staff/outlets", {"name": "people-square", "content": outlet()})
        await wang.ask("POST", "/staff/outlets/people-square/approve", {"version": 1})
        await eventually(Asking(client).knows, True)
        before = len(client.outgoing)
        await client.acked(await client.send("最近的网点在哪"))
        await client.until(lambda: len(client.outgoing) > before)
        (choices,) = client.outgoing[-1]["segments"]
        assert [each["label"] for each in choices["options"]] == ["黄浦区"]
        await client.acked(await client.send_segment({"type": "choice", **choices["options"][0]}))
        await client.until(lambda: len(client.outgoing) > before + 1)
        head, card = client.outgoing[-1]["segments"]
        assert (head["text"], card["title"]) == ("黄浦区现在营业的网点：", "人民广场支行")
        assert [each["type"] for each in card["actions"]] == ["open_page", "call"]
        assert not [ask for ask in house.bot.asks if "最近" in str(ask["input"])], "the bot is not asked"
