"""A customer is handed over, answered at the desk by an agent, and the conversation is wrapped up."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from sqlalchemy import delete

from handoff.store.schema import note, task
from handoff.web.desks import GLANCE_EVERY_S
from hub.errors import StoreUnavailable
from hub.store.schema_staff import account_role
from tests.support.bot import done
from tests.support.desk import open_desk, signed_in_desk
from tests.support.house import House
from tests.support.looking import rows
from tests.support.staff import make_account, staff_client
from tests.support.webchat import WebchatClient, text_of

SECRET_NOTE = "客户很着急，先安抚"


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


async def ask_for_a_person(client: WebchatClient) -> None:
    await client.acked(await client.send("年费为什么扣了两次"))
    await client.replies(1)
    await client.acked(await client.send("找人工"))
    await client.replies(2)


async def test_from_the_question_to_the_wrap_up(house: House) -> None:
    await make_account(house.hub.staff, "li.ming")
    async with signed_in_desk(house.settings.staff_port, "li.ming") as desk, house.client() as client:
        await ask_for_a_person(client)
        offer = await desk.offer()
        assert (offer["task"]["channel"], offer["why"]["rule"]) == ("webchat", "only_one")
        place = await desk.accept()
        assert "年费为什么扣了两次" in desk.opened["handover"]["summary"]
        assert "echo: 年费为什么扣了两次" in desk.words()
        assert (await desk.wish("say", task=place, text="您好，我来看一下"))["type"] == "done"
        await client.until(lambda: text_of(client.outgoing[-1]) == "您好，我来看一下")
        assert client.outgoing[-1]["author"] == {"kind": "agent", "name": "员工 li.ming"}
        await client.acked(await client.send("谢谢"))
        await desk.until(lambda each: "谢谢" in each.words())
        assert (await desk.wish("note", task=place, text=SECRET_NOTE))["type"] == "done"
        await desk.until(lambda each: SECRET_NOTE in each.words())
        assert (await desk.wish("end", task=place))["type"] == "done"
        await desk.until(lambda each: each.state["tasks"][0]["state"] == "wrapping")
        answer = await desk.wish("complete", task=place, disposition="solved", summary="重复扣费已说明")
        assert answer["type"] == "done"
        await desk.until(lambda each: each.state["tasks"] == [])
        await client.acked(await client.send("还有一个问题"))
        await client.until(lambda: text_of(client.outgoing[-1]) == "echo: 还有一个问题")
        heard = str(client.frames)
    assert SECRET_NOTE not in heard, "a note never reaches the customer"
    (row,) = await rows(house, task)
    assert (row.state, row.disposition, row.summary) == ("completed", "solved", "重复扣费已说明")
    assert len(await rows(house, note)) == 1


async def test_another_agent_sees_and_does_nothing_in_it(house: House) -> None:
    for login in ("li.ming", "wang.fang"):
        await make_account(house.hub.staff, login)
    port = house.settings.staff_port
    async with signed_in_desk(port, "li.ming") as desk, house.client() as client:
        await ask_for_a_person(client)
        offer = await desk.offer()
        async with signed_in_desk(port, "wang.fang") as other:
            place, own = offer["task"]["task"], offer["reservation"]
            for kind, what in (
                ("accept", {"reservation": own}),
                ("decline", {"reservation": own, "reason": "busy"}),
                ("open", {"task": place}),
                ("say", {"task": place, "text": "我来"}),
                ("note", {"task": place, "text": "我来"}),
                ("end", {"task": place}),
                ("complete", {"task": place, "disposition": "solved", "summary": ""}),
            ):
                answer = await other.wish(kind, **what)
                assert (answer["type"], answer["code"]) == ("refused", "not_found")
            assert all("年费" not in heard for heard in other.heard)


async def test_a_desk_that_comes_back_goes_on_where_it_was(house: House) -> None:
    await make_account(house.hub.staff, "li.ming")
    async with staff_client(house.settings.staff_port) as browser, house.client() as client:
        await browser.sign_in("li.ming")
        async with open_desk(browser) as desk:
            await desk.wish("status", status="available")
            await ask_for_a_person(client)
            place = await desk.accept()
            wish = "11111111-2222-4333-8444-555555555555"
            await desk.wish("say", id=wish, task=place, text="第一句")
        async with open_desk(browser) as desk:
            await desk.until(lambda each: each.state.get("tasks"))
            await desk.wish("say", id=wish, task=place, text="第一句")
            await desk.wish("say", task=place, text="第二句")
            await client.until(lambda: text_of(client.outgoing[-1]) == "第二句")
        assert [text_of(each) for each in client.outgoing].count("第一句") == 1


async def test_personal_data_is_masked_on_the_desk(house: House) -> None:
    await make_account(house.hub.staff, "li.ming")
    async with signed_in_desk(house.settings.staff_port, "li.ming") as desk, house.client() as client:
        await client.acked(await client.send("我的手机号是13812345678"))
        await client.replies(1)
        await client.acked(await client.send("找人工"))
        await desk.accept()
        assert all("13812345678" not in heard for heard in desk.heard)
        assert any("138****5678" in words for words in desk.words())


@pytest.mark.parametrize(
    "frame", ["", "{}", "[]", '{"type":"say"}', '{"type":"drop","id":"x"}', "x" * 20_000]
)
async def test_what_is_no_frame_ends_the_socket_and_nothing_else(house: House, frame: str) -> None:
    await make_account(house.hub.staff, "li.ming")
    async with staff_client(house.settings.staff_port) as browser:
        await browser.sign_in("li.ming")
        url = f"{browser.url}/staff/desk"
        async with browser.session.ws_connect(url, headers={"Origin": browser.url}) as socket:
            await socket.send_str(frame)
            async for message in socket:
                assert message.type is aiohttp.WSMsgType.TEXT
            assert socket.close_code == (4400 if len(frame) < 16_384 else 1009)
        assert (await browser.me()).status == 200


async def test_nobody_opens_a_desk_without_a_session_or_from_another_site(house: House) -> None:
    async with staff_client(house.settings.staff_port) as browser:
        url = f"{browser.url}/staff/desk"
        with pytest.raises(aiohttp.WSServerHandshakeError) as stranger:
            await browser.session.ws_connect(url, headers={"Origin": browser.url})
        assert stranger.value.status == 401
        await make_account(house.hub.staff, "li.ming")
        await browser.sign_in("li.ming")
        with pytest.raises(aiohttp.WSServerHandshakeError) as foreign:
            await browser.session.ws_connect(url, headers={"Origin": "https://evil.example"})
        assert foreign.value.status == 403


async def test_a_glance_at_all_desks_tells_each_what_concerns_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handoff.web.desk.LOOK_AGAIN_S", 3600.0)
    monkeypatch.setattr(
        "handoff.web.desks.Desks.wake", lambda _desks, _happening: None
    )  # as in another process
    await test_from_the_question_to_the_wrap_up(house)


async def test_what_no_glance_tells_is_looked_at_now_and_then(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handoff.web.desk.LOOK_AGAIN_S", 2.5 * GLANCE_EVERY_S)
    account_id = await make_account(house.hub.staff, "li.ming")
    async with signed_in_desk(house.settings.staff_port, "li.ming") as desk:
        await asyncio.sleep(3 * GLANCE_EVERY_S)  # all that a glance tells was told
        async with house.database.write() as connection:
            await connection.execute(delete(account_role).where(account_role.c.account_id == account_id))
        async with asyncio.timeout(20 * GLANCE_EVERY_S):
            while not desk.socket.closed:  # noqa: ASYNC110  (the client tells of it by this alone)
                await asyncio.sleep(0.1)


async def test_a_database_that_is_away_for_a_while_ends_no_desk(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make_account(house.hub.staff, "li.ming")
    async with signed_in_desk(house.settings.staff_port, "li.ming") as desk:
        with monkeypatch.context() as away:
            away.setattr("hub.store.database.Database.read", unavailable)
            away.setattr("hub.store.database.Database.write", unavailable)
            await desk.socket.send_json({"type": "ping"})
            refused = await desk.wish("status", status="break")
            assert (refused["type"], refused["code"]) == ("refused", "store_unavailable")
            await asyncio.sleep(2 * GLANCE_EVERY_S)
        async with house.client() as client:
            await ask_for_a_person(client)
            await desk.accept()


@asynccontextmanager
async def unavailable(_database: Any) -> AsyncIterator[Any]:
    raise StoreUnavailable("the database does not answer")
    yield
