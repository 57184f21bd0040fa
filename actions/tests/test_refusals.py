"""Who is refused, and that refusals and logs tell nothing."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from actions.tests.bank import ACTIONS_SECRET, TURN_SECRET, action_call, token
from actions.tests.conftest import Client, Server

MARK = "独一无二的客户原话"


def call(**metadata: Any) -> dict[str, Any]:
    """A good call, but for what is given."""
    return action_call("action_answer", MARK, **metadata)


@pytest.mark.parametrize("headers", [{}, {"X-Yuanqiao-Secret": "wrong"}, {"X-Yuanqiao-Secret": "é"}])
async def test_without_the_secret_nothing_is_read(client: Client, headers: dict[str, str]) -> None:
    assert await client.post(call(), headers=headers) == (403, {"error": "bad_signature"})
    assert await client.post("no call at all", headers=headers) == (403, {"error": "bad_signature"})


@pytest.mark.parametrize("path", ["/", "/actions", "/webhook"])
async def test_the_secret_comes_before_any_address(server: Server, path: str) -> None:
    async with aiohttp.ClientSession(trust_env=False) as session, session.get(server.address + path) as got:
        assert got.status == 403


@pytest.mark.parametrize(
    "bad",
    [
        token(expires_in=-1),
        token(secret="another"),
        token(turn=8),
        token(secret=TURN_SECRET).replace("v2.", "v1."),
        token()[:-1],
        "",
        "v2..",
        "v2.99999999999999999999.00",
        "v2.²." + "0" * 64,
    ],
    ids=["expired", "other secret", "other turn", "version", "cut", "empty", "dots", "far", "digit"],
)
async def test_a_turn_nobody_stands_behind_is_refused(client: Client, bad: str) -> None:
    assert await client.post(call(token=bad)) == (403, {"error": "bad_signature"})


@pytest.mark.parametrize("said", ['{"tier":"gold"}', "{}"])
async def test_a_token_holds_for_its_own_facts_only(client: Client, said: str) -> None:
    """Whoever stands between the hub and the actions can neither add facts nor take them away."""
    signed, other = '{"tier":"silver"}', json.loads(said)
    assert (await client.post(call(token=token(facts=signed), facts=json.loads(signed))))[0] == 200
    forged = call(token=token(facts=signed), facts=other)
    assert await client.post(forged) == (403, {"error": "bad_signature"})


async def test_a_token_holds_for_its_own_conversation_only(client: Client) -> None:
    stolen = call()
    stolen["tracker"]["sender_id"] = "ffffffffffffffffffffffff.1"
    assert await client.post(stolen) == (403, {"error": "bad_signature"})
    assert (await client.post(call()))[0] == 200


@pytest.mark.parametrize(
    "body",
    [None, [], {}, {"tracker": {}}, {"tracker": {"sender_id": "x", "latest_message": None}}, call(at="noon")],
)
async def test_what_is_no_call_is_a_bad_request(client: Client, body: Any) -> None:
    status, answer = await client.post(body)
    assert (status, answer) == (400, {"error": "bad_request"})


async def test_an_unknown_action_is_not_found(client: Client) -> None:
    status, _ = await client.post(action_call("action_transfer_money", MARK))
    assert status == 404


async def test_a_pick_without_an_article_is_a_bad_request(client: Client) -> None:
    status, answer = await client.post(action_call("action_show_article", MARK))
    assert (status, answer) == (400, {"error": "bad_request"})


async def test_a_call_too_large_is_refused(server: Server) -> None:
    """It is refused by the size it names: whoever goes on writing into the closed line may never read why."""
    host, port = server.address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    head = ("POST /webhook HTTP/1.1", f"Host: {host}", f"X-Yuanqiao-Secret: {ACTIONS_SECRET}")
    size = ("Content-Type: application/json", "Content-Length: 2100000", "", "")
    writer.write("\r\n".join((*head, *size)).encode())
    assert (await reader.readline()).startswith(b"HTTP/1.1 413 ")
    writer.close()
    await writer.wait_closed()


async def test_other_sites_are_not_invited(server: Server) -> None:
    headers = {"Origin": "https://elsewhere.example", "X-Yuanqiao-Secret": ACTIONS_SECRET}
    async with (
        aiohttp.ClientSession(trust_env=False) as session,
        session.post(server.address + "/webhook", json=call(), headers=headers) as got,
    ):
        assert got.status == 200
        assert not [name for name in got.headers if name.lower().startswith("access-control")]


async def test_logs_follow_the_correlation_id_and_never_quote_the_customer(
    client: Client, server: Server
) -> None:
    await client.post(call(correlation_id="a1b2c3d4"))
    await client.post({"tracker": MARK})
    text = server.log.read_text("utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert [line["event"] for line in lines if line.get("correlation_id") == "a1b2c3d4"] == [
        "answer.abstained"
    ]
    assert MARK not in text
    assert MARK.encode("unicode_escape").decode() not in text
