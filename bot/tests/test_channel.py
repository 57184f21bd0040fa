"""The way in: signature, time window, size, form, and what does not exist."""

import asyncio
import json
import time
from typing import Any

import pytest

from bot.channel import BODY_LIMIT
from bot.signing import WINDOW_S, sign
from bot.tests.conftest import SECRET, Hub, call
from bot.tests.fake_actions import FakeActions
from bot.turns import Turns

BODY = json.dumps(call()).encode()


def headers(secret: str = SECRET, shift_s: int = 0, body: bytes = BODY) -> dict[str, str]:
    """Headers of a call that was signed with a secret at another time."""
    unix_time = str(int(time.time()) + shift_s)
    return {"X-Yuanqiao-Time": unix_time, "X-Yuanqiao-Signature": sign(secret, unix_time, body)}


def without(name: str) -> dict[str, str]:
    """Good headers but for one."""
    return {key: value for key, value in headers().items() if key != name}


@pytest.mark.parametrize(
    "bad",
    [
        {},
        without("X-Yuanqiao-Time"),
        without("X-Yuanqiao-Signature"),
        headers(secret="another"),
        headers(body=BODY + b" "),
        {**headers(), "X-Yuanqiao-Time": "1"},
        {**headers(), "X-Yuanqiao-Time": "-5"},
        {**headers(), "X-Yuanqiao-Time": "9" * 400},
        {**headers(), "X-Yuanqiao-Time": "nan"},
        {**headers(), "X-Yuanqiao-Signature": ""},
        {**headers(), "X-Yuanqiao-Signature": "0" * 64},
    ],
)
async def test_a_call_that_is_not_the_hubs_is_refused(
    hub: Hub, actions: FakeActions, bad: dict[str, str]
) -> None:
    status, answer = await hub.post(BODY, bad)
    assert (status, answer["code"]) == (403, "bad_signature")
    assert actions.calls == []


@pytest.mark.parametrize("shift_s", [-WINDOW_S - 5, WINDOW_S + 5])
async def test_a_call_of_another_time_is_refused(hub: Hub, shift_s: int) -> None:
    status, answer = await hub.post(BODY, headers(shift_s=shift_s))
    assert (status, answer["code"]) == (403, "bad_signature")


@pytest.mark.parametrize("shift_s", [-WINDOW_S + 5, 0, WINDOW_S - 5])
async def test_clocks_may_differ_a_little(hub: Hub, shift_s: int) -> None:
    status, answer = await hub.post(BODY, headers(shift_s=shift_s))
    assert (status, answer["status"]) == (200, "done")


async def test_a_large_call_is_refused(hub: Hub) -> None:
    # By hand: the bot answers and hangs up as soon as it knows the size, before all is sent.
    reader, writer = await asyncio.open_connection("127.0.0.1", int(hub.url.rpartition(":")[2]))
    writer.write(f"POST /turn HTTP/1.1\r\nHost: bot\r\nContent-Length: {BODY_LIMIT + 1}\r\n\r\n".encode())
    answer = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    assert b" 413 " in answer.splitlines()[0]
    assert json.loads(answer.rpartition(b"\r\n\r\n")[2])["code"] == "too_large"


@pytest.mark.parametrize(
    "change",
    [
        {"turn": 0},
        {"turn": "1"},
        {"turn": True},
        {"base": 1},
        {"base": -1},
        {"ask": None},
        {"conversation": ""},
        {"conversation": 7},
        {"deadline_s": 0},
        {"deadline_s": 1e9},
        {"channel": "../etc"},
        {"input": {"kind": "text"}},
        {"input": {"kind": "text", "text": 5}},
        {"input": {"kind": "command", "text": "/restart"}},
        {"input": {"kind": "pick", "text": "x", "intent": "restart", "entities": {}}},
        {"input": {"kind": "pick", "text": "x", "intent": "session_start", "entities": {}}},
        {"input": {"kind": "pick", "text": "x", "intent": "back", "entities": {}}},
        {"input": {"kind": "pick", "text": "x", "intent": "nobody_knows", "entities": {}}},
        {"input": {"kind": "pick", "text": "x", "intent": "pick_article", "entities": {"verified": "yes"}}},
        {
            "input": {
                "kind": "pick",
                "text": "x",
                "intent": "pick_article",
                "entities": {"article_id": {"a": 1}},
            }
        },
        {"history": {"carried": {"slots": {}}, "turns": [{"turn": 3, "events": [], "state": {"slots": {}}}]}},
    ],
)
async def test_a_call_that_cannot_be_understood_is_refused(hub: Hub, change: dict[str, Any]) -> None:
    status, answer = await hub.ask(**change)
    assert (status, answer["code"]) == (400, "bad_request"), answer


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff\xfe", b"[" * 100_000, b'{"turn": 1'])
async def test_what_is_no_call_is_refused(hub: Hub, body: bytes) -> None:
    status, answer = await hub.post(body)
    assert (status, answer["code"]) == (400, "bad_request")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/webhooks/rest/webhook"),
        ("GET", "/webhooks/rest/"),
        ("GET", "/"),
        ("GET", "/status"),
        ("GET", "/domain"),
        ("PUT", "/model"),
        ("POST", "/model/parse"),
        ("GET", "/conversations/key.1/tracker"),
        ("POST", "/conversations/key.1/trigger_intent"),
        ("GET", "/turn"),
        ("POST", "/health"),
    ],
)
async def test_nothing_else_of_rasa_is_served(hub: Hub, method: str, path: str) -> None:
    async with hub.session.request(method, hub.url + path, data=b"{}") as response:
        assert response.status in (404, 405)
        assert (await response.json())["status"] == "error"


async def test_health_tells_the_model_and_when_the_bot_goes_down(hub: Hub, turns: Turns) -> None:
    async with hub.session.get(f"{hub.url}/health") as response:
        assert response.status == 200
        assert await response.json() == {"status": "ready", "model": turns.model}
    turns.close()
    async with hub.session.get(f"{hub.url}/health") as response:
        assert response.status == 503
    status, answer = await hub.ask()
    assert (status, answer["code"]) == (503, "not_ready")
