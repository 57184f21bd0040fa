"""The call to the bot: signed, bounded in time and size, and silence is never an answer (C3)."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from hub.engine.client import BotClient, HistoryNeeded
from hub.engine.connections import REPLY_LIMIT
from hub.engine.contract import Ask, TextInput
from hub.engine.signing import sign_call, turn_token
from hub.errors import BotFailed, BotUnavailable, SetupError
from hub.messages import Facts
from tests.support.bot import SECRET, TestBot, done
from tests.support.ports import free_port

ASK = Ask(
    conversation="0123456789abcdef01234567.1",
    turn=7,
    ask=1,
    base=6,
    deadline_s=5.0,
    correlation_id="c",
    channel="webchat",
    at="2026-11-01T08:00:00+00:00",
    token="v1.0.0",
    input=TextInput(text="怎么挂失？"),
)


@pytest.fixture
async def client(bot: TestBot) -> AsyncIterator[BotClient]:
    opened = BotClient(bot.url, SECRET)
    yield opened
    await opened.close()


def answers(bot: TestBot, status: int, body: Any) -> None:
    async def answer(_ask: dict[str, Any]) -> tuple[int, Any]:
        return status, body

    bot.answer = answer


GOOD = done(ASK.model_dump(mode="json"), {"type": "text", "text": "好的"})


async def test_an_answer_is_read(bot: TestBot, client: BotClient) -> None:
    answers(bot, 200, GOOD | {"a_field_of_tomorrow": 1})
    answer = await client.ask(ASK)
    assert (answer.turn, answer.replies[0].model_dump()["text"]) == (7, "好的")
    assert bot.asks == [ASK.model_dump(mode="json")]


async def test_the_signature_covers_time_and_body(client: BotClient, bot: TestBot) -> None:
    """Counted here once more, by the words of docs/bot-protocol.md."""
    seen: list[tuple[dict[str, str], bytes]] = []

    async def look(request: web.Request) -> web.Response:
        seen.append((dict(request.headers), await request.read()))
        return web.json_response(GOOD)

    app = web.Application()
    app.router.add_post("/turn", look)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    own = BotClient(f"http://127.0.0.1:{runner.addresses[0][1]}", SECRET)
    await own.ask(ASK)
    await own.close()
    await runner.cleanup()
    ((headers, body),) = seen
    signed = f"{headers['X-Yuanqiao-Time']}\n".encode() + body
    assert headers["X-Yuanqiao-Signature"] == hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert abs(int(headers["X-Yuanqiao-Time"]) - time.time()) < 5
    assert json.loads(body)["turn"] == 7


async def test_a_wrong_secret_is_a_failure(bot: TestBot) -> None:
    stranger = BotClient(bot.url, "another secret")
    with pytest.raises(BotFailed) as failed:
        await stranger.ask(ASK)
    await stranger.close()
    assert (failed.value.fields["bot_code"], bot.asks) == ("bad_signature", [])


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (200, GOOD | {"turn": 8}, "wrong_turn"),
        (200, GOOD | {"replies": []}, "empty"),
        (200, GOOD | {"replies": [{"type": "text", "text": ""}]}, "bad_answer"),
        (200, GOOD | {"replies": [{"type": "notice", "code": "late", "text": "x"}]}, "bad_answer"),
        (200, GOOD | {"commands": [{"type": "send_money"}]}, "bad_answer"),
        (200, {key: value for key, value in GOOD.items() if key != "events"}, "bad_answer"),
        (200, {"status": "error", "turn": 7, "code": "action_failed"}, "action_failed"),
        (200, {}, "200"),
        (200, b"", "bad_answer"),
        (200, b"[]", "bad_answer"),
        (200, b"\xff\xfe", "bad_answer"),
        (200, b"[" * 100_000, "bad_answer"),
        (200, b'{"status": "done", "x": "' + b"x" * REPLY_LIMIT + b'"}', "too_large"),
        (502, {"status": "error", "turn": 7, "code": "empty"}, "empty"),
        (504, {"status": "error", "turn": 7, "code": "deadline"}, "deadline"),
        (500, b"<html>", "bad_answer"),
        (201, GOOD, "201"),
        (409, {"status": "error", "code": "conflict"}, "conflict"),
    ],
)
async def test_what_is_no_answer_is_a_failure(
    bot: TestBot, client: BotClient, status: int, body: Any, code: str
) -> None:
    answers(bot, status, body)
    with pytest.raises(BotFailed) as failed:
        await client.ask(ASK)
    assert failed.value.fields["bot_code"] == code


@pytest.mark.parametrize(("status", "code"), [(429, "busy"), (503, "not_ready")])
async def test_a_bot_that_cannot_just_now_has_not_failed(
    bot: TestBot, client: BotClient, status: int, code: str
) -> None:
    answers(bot, status, {"status": "error", "turn": 7, "code": code})
    with pytest.raises(BotUnavailable) as away:
        await client.ask(ASK)
    assert away.value.fields["why"] == code


async def test_a_bot_that_lacks_the_history_says_so(bot: TestBot, client: BotClient) -> None:
    answers(bot, 409, {"status": "history_needed", "turn": 7})
    with pytest.raises(HistoryNeeded):
        await client.ask(ASK)


async def test_the_deadline_is_kept(bot: TestBot, client: BotClient) -> None:
    async def never(_ask: dict[str, Any]) -> tuple[int, Any]:
        await asyncio.sleep(30)
        return 200, GOOD

    bot.answer = never
    began = time.monotonic()
    with pytest.raises(BotUnavailable) as away:
        await client.ask(ASK.model_copy(update={"deadline_s": 0.2}))
    assert away.value.fields["why"] == "deadline"
    assert time.monotonic() - began < 3


async def test_a_bot_that_drips_its_answer_is_held_to_the_deadline_too() -> None:
    ended = asyncio.Event()

    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        try:
            while not writer.is_closing():
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(0.02)
        except ConnectionError:
            pass
        finally:
            writer.close()
            ended.set()

    async with await asyncio.start_server(drip, "127.0.0.1", 0) as server:
        own = BotClient(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", SECRET)
        with pytest.raises(BotUnavailable):
            await own.ask(ASK.model_copy(update={"deadline_s": 0.3}))
        await own.close()
        await asyncio.wait_for(ended.wait(), 5)


async def test_nobody_there_is_unavailable_and_not_healthy() -> None:
    own = BotClient(f"http://127.0.0.1:{free_port()}", SECRET)
    with pytest.raises(BotUnavailable):
        await own.ask(ASK)
    assert await own.healthy() is False
    await own.close()


@pytest.mark.parametrize("healthy", [True, False])
async def test_health_is_what_the_bot_says(bot: TestBot, client: BotClient, healthy: bool) -> None:
    bot.healthy = healthy
    assert await client.healthy() is healthy


def test_the_turn_token_is_bound_to_its_turn() -> None:
    nothing, gold = Facts(), Facts(tier="gold")
    signed = f"v2\n1234567890\nk.1\n7\n{hashlib.sha256(b'{}').hexdigest()}".encode()
    expected = hmac.new(b"s", signed, hashlib.sha256).hexdigest()
    assert turn_token("s", 1234567890, "k.1", 7, nothing) == f"v2.1234567890.{expected}"
    others = [
        ("s", 1234567891, "k.1", 7, nothing),
        ("s", 1234567890, "k.2", 7, nothing),
        ("s", 1234567890, "k.1", 8, nothing),
        ("s", 1234567890, "k.1", 7, gold),
        ("t", 1234567890, "k.1", 7, nothing),
    ]
    tokens = {turn_token(*parts) for parts in others}
    assert len({token.rpartition(".")[2] for token in tokens} | {expected}) == 6


def test_nothing_is_signed_without_a_secret() -> None:
    for sign in (lambda: sign_call("", 1, b""), lambda: turn_token("", 1, "k.1", 1, Facts())):
        with pytest.raises(SetupError, match="make run"):
            sign()
