"""A call from the invitation to its end, at the wire: states, links, signals, losses."""

import aiohttp
import pytest

from handoff.store.schema import task
from tests.flow.video.meeting import ON_SQLITE, come_in, met
from tests.support.house import House
from tests.support.looking import rows
from tests.support.staff import make_account, staff_client
from tests.support.video import agent_side, customer_side, has_link
from tests.support.webchat import text_of
from video.store.schema import video_call, video_link

OFFER = {"kind": "offer", "sdp": "v=0\r\n"}
ANSWER = {"kind": "answer", "sdp": "v=0\r\n"}


async def test_from_the_invitation_to_the_end(house: House) -> None:
    async with met(house) as both, customer_side(house) as customer:
        ticket = await both.link()
        call = await both.agent.call_is("invited")
        assert await both.agent.ask("accept", call=call["call"]) == "conflict", "nobody is there yet"
        await come_in(customer, ticket)
        await both.agent.call_is("ringing")
        await customer.call_is("ringing", agent="")
        assert await both.agent.ask("accept", call=call["call"]) == "done"
        joined = await customer.call_is("joined")
        assert (joined["round"], joined["agent"]) == (1, "员工 li.ming")
        await both.agent.put("signal", call=call["call"], round=1, data=OFFER)
        heard = await customer.one(lambda frame: frame["type"] == "signal")
        assert heard["data"] == OFFER
        await customer.put("signal", call=call["call"], round=1, data=ANSWER)
        assert (await both.agent.one(lambda frame: frame["type"] == "signal"))["data"] == ANSWER
        await customer.put("leave", call=call["call"])
        assert await customer.closed() == 1000
        await both.agent.until(lambda: both.agent.call is None)
        await both.client.until(lambda: text_of(both.client.outgoing[-1]) == "您已结束视频通话。")
    (row,) = await rows(house, video_call)
    assert (row.state, row.ended_why, row.started_by, row.round) == ("ended", "customer", "agent", 1)


@ON_SQLITE
async def test_the_customer_asks_an_agent_for_a_call(house: House) -> None:
    async with met(house) as both:
        await both.client.acked(await both.client.send("视频通话"))
        await both.client.until(lambda: has_link(both.client))
        await both.agent.call_is("invited")
        await both.client.acked(await both.client.send("我想问视频会员怎么取消"))
        await both.desk.until(lambda desk: any("会员" in words for words in desk.words()))
    (row,) = await rows(house, video_call)
    assert row.started_by == "customer"
    assert len(await rows(house, video_link)) == 1, "a sentence that has the word in it asks for nothing"


async def test_a_link_opens_once_and_not_for_ever(house: House) -> None:
    async with met(house) as both:
        ticket = await both.link()
        stored = [row.digest for row in await rows(house, video_link)]
        assert ticket not in str(stored), "the database holds no link"
        async with customer_side(house) as customer:
            await come_in(customer, ticket)
            await both.agent.call_is("ringing")
            async with customer_side(house) as again:
                await again.put("enter", ticket=ticket)
                assert await again.closed() == 4403
        await both.agent.call_is("lost")
        late = await both.link()
        both.later(11 * 60)
        async with customer_side(house) as customer:
            await customer.put("enter", ticket=late)
            assert await customer.closed() == 4403


@ON_SQLITE
async def test_what_was_made_up_opens_nothing(house: House) -> None:
    async with met(house) as both, customer_side(house) as customer:
        ticket = await both.link()
        seat = await come_in(customer, ticket)
        for kind, name, true in (("enter", "ticket", ticket), ("return", "seat", seat)):
            for place in (0, len(true) // 2, len(true) - 1):
                other = "a" if true[place] != "a" else "b"
                async with customer_side(house) as stranger:
                    await stranger.put(kind, **{name: true[:place] + other + true[place + 1 :]})
                    assert await stranger.closed() == 4403
                    assert stranger.frames == []


async def test_a_line_that_comes_back_within_twenty_seconds_is_in_the_same_call(house: House) -> None:
    async with met(house) as both:
        ticket = await both.link()
        async with customer_side(house) as customer:
            seat = await come_in(customer, ticket)
            call = (await both.agent.call_is("ringing"))["call"]
            await both.agent.ask("accept", call=call)
            await customer.call_is("joined")
        await both.agent.call_is("lost", customer_here=False)
        both.later(15)
        async with customer_side(house) as customer:
            await customer.put("return", seat=seat)
            await customer.put("ready")
            assert (await customer.call_is("joined"))["round"] == 2
            await both.agent.put("signal", call=call, round=1, data=OFFER)
            await both.agent.put("signal", call=call, round=2, data=ANSWER)
            assert (await customer.one(lambda frame: frame["type"] == "signal"))["round"] == 2
            assert len(customer.signals()) == 1, "what belongs to the connection before is not passed on"


async def test_a_line_that_stays_away_ends_the_call_and_the_customer_is_told(house: House) -> None:
    async with met(house) as both:
        ticket = await both.link()
        async with customer_side(house) as customer:
            seat = await come_in(customer, ticket)
            call = (await both.agent.call_is("ringing"))["call"]
            await both.agent.ask("accept", call=call)
            await customer.call_is("joined")
        await both.agent.call_is("lost")
        both.later(21)
        await both.agent.until(lambda: both.agent.call is None)
        await both.client.until(lambda: "网络中断" in text_of(both.client.outgoing[-1]))
        async with customer_side(house) as customer:
            await customer.put("return", seat=seat)
            assert (await customer.call_is("ended"))["why"] == "line"


async def test_an_agent_who_stays_away_leaves_the_customer_first_in_the_queue(house: House) -> None:
    async with met(house) as both, customer_side(house) as customer:
        await come_in(customer, await both.link())
        call = (await both.agent.call_is("ringing"))["call"]
        await both.agent.ask("accept", call=call)
        await customer.call_is("joined")
        await both.agent.socket.close()
        await customer.call_is("lost", agent_here=False)
        both.later(21)
        assert (await customer.call_is("ended"))["why"] == "agent_line"
        await both.client.until(lambda: any("优先为您接通" in text_of(each) for each in both.client.outgoing))
        (waits,) = await rows(house, task)
        assert waits.returned, "before everybody else of the same date"


@ON_SQLITE
async def test_a_second_page_takes_over_and_the_first_is_told(house: House) -> None:
    async with met(house) as both, customer_side(house) as first, customer_side(house) as second:
        seat = await come_in(first, await both.link())
        call = (await both.agent.call_is("ringing"))["call"]
        await second.put("return", seat=seat)
        await second.put("ready")
        assert await first.closed() == 4409
        await both.agent.ask("accept", call=call)
        await second.call_is("joined", customer_here=True)


@ON_SQLITE
async def test_a_conversation_that_ends_takes_its_call_with_it(house: House) -> None:
    async with met(house) as both, customer_side(house) as customer:
        await come_in(customer, await both.link())
        await both.agent.call_is("ringing")
        task = both.desk.state["tasks"][0]["task"]
        assert (await both.desk.wish("end", task=task))["type"] == "done"
        assert (await customer.call_is("ended"))["why"] == "closed"


@ON_SQLITE
async def test_another_agent_sees_no_call_and_gets_into_none(house: House) -> None:
    await make_account(house.hub.staff, "wang.fang")
    async with met(house) as both, customer_side(house) as customer:
        await come_in(customer, await both.link())
        call = (await both.agent.call_is("ringing"))["call"]
        async with staff_client(house.settings.staff_port) as browser:
            await browser.sign_in("wang.fang")
            async with agent_side(browser) as other:
                assert await other.ask("accept", call=call) == "not_found"
                assert await other.ask("invite", conversation=both.conversation) == "not_found"
                await other.put("signal", call=call, round=1, data=OFFER)
                await other.put("leave", call=call)
                assert await other.ask("accept", call=call) == "not_found"
                assert call not in str(other.frames)
        await both.agent.ask("accept", call=call)
        await customer.call_is("joined")
        assert customer.signals() == []


@ON_SQLITE
async def test_what_is_no_frame_ends_the_socket(house: House) -> None:
    for frame in ("", "[]", '{"type":"ready"}', '{"type":"enter"}', '{"type":"enter","ticket":"x","more":1}'):
        async with customer_side(house) as customer:
            await customer.socket.send_str(frame)
            assert await customer.closed() == 4400


@ON_SQLITE
async def test_no_other_site_opens_the_socket(house: House) -> None:
    async with aiohttp.ClientSession(trust_env=False) as session:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await session.ws_connect(
                f"http://127.0.0.1:{house.settings.port}/video/socket",
                headers={"Origin": "https://evil.example"},
            )
    assert refused.value.status == 403
