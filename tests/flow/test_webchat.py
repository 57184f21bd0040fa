"""The web-chat protocol against a running hub (docs/webchat-protocol.md)."""

import asyncio
import contextlib
import json
import uuid
from typing import Any

import pytest
from sqlalchemy import select
from websockets.exceptions import ConnectionClosed

from connectors.webchat.parts import READINGS_PER_MINUTE
from hub.inbox import StoredInbox
from hub.store.schema import message
from tests.support.bot import after
from tests.support.house import House
from tests.support.looking import stored
from tests.support.waiting import eventually, steady
from tests.support.webchat import WebchatClient, text_of


async def test_one_client_id_has_one_effect_however_often_it_comes(house: House) -> None:
    client_id = str(uuid.uuid4())
    async with house.client() as one:
        await one.acked(await one.send("第一句", client_id))
        two = house.client()
        two.token = one.token
        async with two:
            for _ in range(10):
                await one.send("第一句", client_id)
                await two.send("第一句", client_id)
            await two.acked(client_id)
            await one.send("第二句")
            await one.replies(2)
    assert await stored(house) == 2
    assert [text_of(m) for m in one.outgoing] == ["echo: 第一句", "echo: 第二句"]


async def test_a_cut_connection_loses_and_repeats_nothing(house: House) -> None:
    house.bot.answer = after(0.3)
    client = house.client()
    await client.connect()
    for number in range(6):
        client_id = str(uuid.uuid4())
        await client.send(f"话 {number}", client_id)
        if number % 2:
            await asyncio.sleep(0.05)
        client.cut()
        await client.ended()
        await client.connect()
        await client.send(f"话 {number}", client_id)
        await client.acked(client_id)
    await client.until(lambda: client.outgoing and "话 5" in text_of(client.outgoing[-1]))
    await client.disconnect()
    assert [text_of(m) for m in client.incoming] == [f"话 {n}" for n in range(6)]
    assert [m["seq"] for _, m in sorted(client.messages.items())] == list(range(1, len(client.messages) + 1))


async def test_history_after_reload_and_older_pages(house: House) -> None:
    async with house.client() as client:
        for number in range(40):
            await client.send(f"问 {number}")
            await client.replies(number + 1)
        token = client.token
    again = house.client()
    again.token = token
    async with again:
        await again.until(lambda: any(f["type"] == "caught_up" for f in again.frames))
        assert len(again.messages) == 50
        assert again.frames[0]["resume"] is False
        assert again.frames[51] == {"type": "caught_up", "more_before": True}
        conversation, seq = min(again.messages)
        await again.say({"type": "older", "before": {"conversation": conversation, "seq": seq}})
        await again.until(lambda: again.frames[-1]["type"] == "older")
        older = again.frames[-1]
        assert [m["seq"] for m in older["messages"]] == list(range(1, 31))
        assert older["more"] is False


async def test_a_place_that_is_not_known_starts_afresh(house: House) -> None:
    async with house.client() as client:
        await client.send("你好")
        await client.replies(1)
        token = client.token
    again = house.client()
    again.token = token
    await again.connect(after={"conversation": 7, "seq": 99})
    await again.until(lambda: len(again.messages) == 2)
    assert again.frames[0]["resume"] is False
    await again.disconnect()


async def test_a_gap_is_filled_on_request(house: House) -> None:
    async with house.client() as client:
        for number in range(3):
            await client.send(f"问 {number}")
            await client.replies(number + 1)
        client.messages.clear()
        await client.say({"type": "resume", "after": {"conversation": 1, "seq": 2}})
        await client.until(lambda: client.frames[-1]["type"] == "caught_up")
        assert sorted(client.messages) == [(1, 3), (1, 4), (1, 5), (1, 6)]


async def test_who_reads_history_without_end_is_hung_up_on_and_others_are_not(house: House) -> None:
    async with house.client() as other:
        client = house.client()
        await client.connect()
        for number in range(READINGS_PER_MINUTE + 20):
            kind, place = ("resume", "after") if number % 2 else ("older", "before")
            with contextlib.suppress(ConnectionClosed):
                await client.say({"type": kind, place: {"conversation": 1, "seq": 1}})
        await client.ended()
        assert client.close_code == 4429
        await other.say({"type": "resume", "after": {"conversation": 1, "seq": 0}})
        await other.until(lambda: other.frames[-1]["type"] == "caught_up")
        await other.send("还在吗")
        await other.replies(1)


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "send", "id": "not-a-uuid", "segments": [{"type": "text", "text": "x"}]},
        {"type": "send", "id": str(uuid.uuid4()), "segments": []},
        {
            "type": "send",
            "id": str(uuid.uuid4()),
            "segments": [{"type": "notice", "code": "late", "text": "x"}],
        },
        {"type": "unknown"},
        {"type": "received", "conversation": -1, "seq": 10**12},
        [],
    ],
)
async def test_a_frame_that_nobody_could_mean_closes_the_socket(house: House, frame: Any) -> None:
    client = house.client()
    await client.connect()
    await client.until(lambda: client.frames)
    await client.say(frame)
    await client.ended()
    assert client.close_code == 4400
    assert await stored(house) == 0


async def test_receipts_move_forward_only(house: House) -> None:
    async def status() -> str:
        async with house.database.read() as connection:
            return str(
                (await connection.execute(select(message.c.status).where(message.c.seq == 2))).scalar_one()
            )

    async with house.client() as client:
        await client.send("你好")
        await client.replies(1)
        await client.say({"type": "read", "conversation": 1, "seq": 2})
        await eventually(status, "read")
        await client.say({"type": "received", "conversation": 1, "seq": 2})
        await asyncio.sleep(0.8)
        assert await status() == "read"


async def test_a_closed_conversation_is_followed_by_another(house: House) -> None:
    async with house.client() as client:
        await client.send("一")
        await client.replies(1)
        await client.say({"type": "close", "conversation": 1, "seq": max(client.messages)[1]})
        await client.events("closed")
        await client.send("二")
        await client.replies(2)
        assert sorted(client.messages) == [(1, 1), (1, 2), (2, 1), (2, 2)]
        assert house.bot.asks[-1]["base"] == 0


async def test_that_a_conversation_is_closed_is_said_to_who_comes_back(house: House) -> None:
    async with house.client() as client:
        await client.send("一")
        await client.replies(1)
        await client.say({"type": "close", "conversation": 1, "seq": max(client.messages)[1]})
        await client.events("closed")
    await client.connect()
    await client.until(lambda: client.frames and client.frames[-1]["type"] == "caught_up")
    welcomes = [frame for frame in client.frames if frame["type"] == "welcome"]
    assert [frame.get("closed") for frame in welcomes] == [None, 1]
    await client.send("二")
    await client.replies(2)
    await client.disconnect()
    await client.connect()
    await client.until(lambda: sum(frame["type"] == "welcome" for frame in client.frames) == 3)
    assert "closed" not in [frame for frame in client.frames if frame["type"] == "welcome"][-1]
    await client.disconnect()


@pytest.mark.parametrize("words", ["\u200b", "\u3164\u2800", "\u202e \ufeff"])
async def test_words_of_which_nothing_can_be_seen_are_refused(house: House, words: str) -> None:
    async with house.client() as client:
        for segment in ({"type": "text", "text": words}, {"type": "choice", "id": "person", "label": words}):
            await client.say({"type": "send", "id": str(uuid.uuid4()), "segments": [segment]})
        await client.until(lambda: sum(frame["type"] == "refused" for frame in client.frames) == 2)
        assert {frame["code"] for frame in client.frames if frame["type"] == "refused"} == {"bad_input"}
    assert await stored(house) == 0


async def test_a_uuid_in_upper_case_is_the_same_message(house: House) -> None:
    client_id = str(uuid.uuid4())
    async with house.client() as client:
        await client.acked(await client.send("一次", client_id.upper()))
        await client.acked(await client.send("一次", client_id))
        await client.replies(1)
        assert client.incoming[0]["client_id"] == client_id, "lower case, as the protocol says"
    assert await stored(house) == 1


async def test_secrets_are_replaced_and_the_customer_is_told(house: House) -> None:
    async with house.client() as client:
        client_id = await client.send("我的卡号是 4111 1111 1111 1111，密码是 839201")
        await client.replies(2)
        assert client.incoming[0]["client_id"] == client_id
        said = json.dumps([*client.messages.values(), *house.bot.asks], ensure_ascii=False)
        assert "839201" not in said
        assert "4111 1111" not in said
        assert client.outgoing[0]["segments"][0]["code"] == "secret_removed"


async def test_a_slow_reader_is_cut_off_and_can_resume(house: House) -> None:
    slow = house.client()
    await slow.connect()
    await slow.send("开始")
    await slow.replies(1)
    session = next(iter(house.hub.channels["webchat"].sender._fanout.sessions.of(_identity(house, slow))))
    for number in range(2000):
        session.put_live({"type": "pong", "n": number})
        if session.broken:
            break
    assert session.broken
    await slow.ended()
    assert slow.close_code == 1013
    await slow.connect()
    await slow.send("继续")
    await slow.replies(2)
    await slow.disconnect()


def _identity(house: House, client: WebchatClient) -> str:
    from hub.ports import Address
    from yuanqiao.hub import key_of

    assert client.token is not None
    return key_of(Address("webchat", "default", client.token.split(".")[1]))


async def test_an_answer_to_a_closed_conversation_is_dropped(house: House) -> None:
    house.bot.answer = after(0.8)
    async with house.client() as client:
        await client.acked(await client.send("等一下"))
        await client.events("typing")
        await client.say({"type": "close", "conversation": 1, "seq": max(client.messages)[1]})
        await client.events("closed")
        await client.send("新的问题")
        replies = await client.replies(1)
        assert (text_of(replies[0]), replies[0]["conversation"]) == ("echo: 新的问题", 2)
        await asyncio.sleep(0.8)
        assert len(client.outgoing) == 1


async def test_frames_that_nobody_reads_make_no_task_and_leave_none_behind(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They wait in a short queue, and then in the client's own buffers."""
    entered, released = asyncio.Event(), asyncio.Event()

    async def held(*_: object) -> None:
        entered.set()
        await released.wait()

    async def tasks() -> int:
        return len(asyncio.all_tasks())

    monkeypatch.setattr(StoredInbox, "accept", held)
    before = await steady(tasks)
    client = house.client()
    await client.connect()
    await client.send("第一句")
    await entered.wait()
    with_one = await tasks()
    for number in range(40):
        await client.send(f"第 {number} 句")
    await asyncio.sleep(0.2)
    assert await tasks() == with_one
    client.cut()
    await client.ended()
    released.set()
    await eventually(tasks, before)
