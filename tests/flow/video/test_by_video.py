"""A customer asks the bot for video: who has video is asked, and the link comes by itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from handoff.setup import AgentSetup, ChannelSetup
from handoff.setups import Setups
from handoff.store.schema import agent, reservation, task
from hub.store.staff import accounts
from tests.flow.video.meeting import ON_SQLITE, come_in, met
from tests.support.desk import DeskClient, open_desk
from tests.support.house import House
from tests.support.looking import rows
from tests.support.staff import make_account, staff_client
from tests.support.video import Side, agent_side, customer_side, has_link, ticket_of
from tests.support.webchat import WebchatClient, text_of
from video.store.schema import video_call


@dataclass
class AtWork:
    """An agent's desk and their line for calls."""

    desk: DeskClient
    video: Side


@asynccontextmanager
async def at_work(house: House, login: str) -> AsyncIterator[AtWork]:
    async with staff_client(house.settings.staff_port) as browser:
        assert (await browser.sign_in(login)).status == 200
        async with open_desk(browser) as desk, agent_side(browser) as video:
            await desk.wish("status", status="available")
            yield AtWork(desk, video)


async def serves_chats_alone(house: House, login: str) -> None:
    async with house.hub.database.write() as connection:
        account = await accounts.by_login(connection, login)
        assert account is not None
        setup = AgentSetup(account_id=account.account_id, channels={"chat": ChannelSetup(most=5, cost=20)})
        await Setups(house.hub.clock).do_put_profile(connection, setup, version=0)


async def told(client: WebchatClient, words: str) -> None:
    await client.until(lambda: any(words in text_of(each) for each in client.outgoing))


async def used(house: House) -> int:
    return sum(row.used for row in await rows(house, agent))


async def one(house: House, table: Any) -> Any:
    (row,) = await rows(house, table)
    return row


async def test_from_the_wish_to_the_call_and_back_to_the_chat(house: House) -> None:
    await make_account(house.hub.staff, "wang.fang")
    await serves_chats_alone(house, "wang.fang")
    async with (
        at_work(house, "wang.fang") as chats,
        at_work(house, "li.ming") as calls,
        house.client() as client,
    ):
        await client.acked(await client.send("视频客服"))
        await told(client, "正在为您接通视频客服")
        offer = await calls.desk.offer()
        assert (offer["task"]["medium"], offer["task"]["reason"]) == ("video", "客户要求视频")
        assert await used(house) == 100
        await calls.desk.accept()
        await client.until(lambda: has_link(client))
        await calls.desk.until(lambda desk: [each["medium"] for each in desk.state["tasks"]] == ["video"])
        call = await calls.video.call_is("invited")
        assert (await one(house, video_call)).started_by == "customer"
        async with customer_side(house) as customer:
            await come_in(customer, ticket_of(client))
            await calls.video.call_is("ringing")
            assert await calls.video.ask("accept", call=call["call"]) == "done"
            await customer.call_is("joined")
            await customer.put("leave", call=call["call"])
            assert await customer.closed() == 1000
        await told(client, "您已结束视频通话。")
        await calls.desk.until(lambda desk: [each["medium"] for each in desk.state["tasks"]] == ["chat"])
        assert await used(house) == 20
        assert chats.desk.state["offers"] == []
    assert len(await rows(house, reservation)) == 1, "who serves chats alone was asked for nothing"


@ON_SQLITE
async def test_a_call_that_the_agent_offers_takes_a_calls_room_while_it_lasts(house: House) -> None:
    async with met(house) as both, customer_side(house) as customer:
        seat = await come_in(customer, await both.link())
        assert await used(house) == 20, "a link costs nothing"
        call = (await both.agent.call_is("ringing"))["call"]
        await both.agent.ask("accept", call=call)
        await customer.call_is("joined")
        assert ((await one(house, task)).medium, await used(house)) == ("video", 100)
        await customer.socket.close()
        await both.agent.call_is("lost", customer_here=False)
        assert await used(house) == 100, "who is waited for keeps the room"
        async with customer_side(house) as again:
            await again.put("return", seat=seat)
            await again.put("ready")
            await again.call_is("joined")
        await both.agent.put("leave", call=call)
        await both.client.until(lambda: "结束视频通话" in text_of(both.client.outgoing[-1]))
        assert ((await one(house, task)).medium, await used(house)) == ("chat", 20)


@ON_SQLITE
async def test_where_nobody_with_video_is_there_the_customer_is_served_by_chat(house: House) -> None:
    await serves_chats_alone(house, "li.ming")
    async with at_work(house, "li.ming") as chats, house.client() as client:
        await client.acked(await client.send("视频"))
        await told(client, "现在没有视频客服在线，先为您转人工客服")
        offer = await chats.desk.offer()
        assert offer["task"]["medium"] == "chat"


@ON_SQLITE
async def test_where_nobody_is_there_at_all_a_message_or_a_callback_is_offered(house: House) -> None:
    async with house.client() as client:
        await client.acked(await client.send("video call"))
        await told(client, "None of our staff is online now")
        await client.acked(await client.send("视频"))
        await told(client, "请给我回电")
    assert (await one(house, task)).medium == "chat"


@ON_SQLITE
async def test_a_lost_agents_customer_stays_in_the_call_for_the_next(house: House) -> None:
    await make_account(house.hub.staff, "wang.fang")
    async with met(house) as both, customer_side(house) as customer:
        await come_in(customer, await both.link())
        call = (await both.agent.call_is("ringing"))["call"]
        await both.agent.ask("accept", call=call)
        await customer.call_is("joined")
        row = await one(house, task)
        async with at_work(house, "wang.fang") as other:
            sent = {"task": f"{both.conversation}.{row.turn}", "queue": "general", "note": "请接"}
            assert (await both.desk.wish("transfer", **sent))["type"] == "done"
            await other.desk.accept()
            await customer.call_is("lost", agent_here=False)
            both.later(60)
            assert await other.video.ask("accept", call=call) == "done", "it is kept until they answer"
            assert (await customer.call_is("joined"))["agent"] == "员工 wang.fang"
