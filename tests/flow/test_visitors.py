"""Who may come into the web chat, and how much of it (docs/webchat-protocol.md)."""

from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus

from tests.support.bot import TestBot
from tests.support.house import House, make_settings, running_house
from tests.support.looking import stored


async def test_visitors_do_not_see_each_other(house: House) -> None:
    async with house.client() as one, house.client() as other:
        await one.send("我的秘密")
        await one.replies(1)
        await other.say({"type": "older", "before": {"conversation": 1, "seq": 99}})
        await other.until(lambda: other.frames[-1]["type"] == "older")
        assert other.frames[-1]["messages"] == []
        assert not other.messages


async def test_a_forged_or_broken_token_is_refused(house: House) -> None:
    async with house.client() as client:
        await client.until(lambda: client.token is not None)
        good = client.token
    assert good is not None
    flipped = [good[:i] + ("0" if good[i] != "0" else "1") + good[i + 1 :] for i in range(0, len(good), 7)]
    for token in [*flipped, "", "x" * 150]:
        forger = house.client()
        forger.token = token
        await forger.connect()
        await forger.ended()
        assert forger.close_code == 4401, token
        assert forger.frames == []


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1.evil.example"])
async def test_other_origins_cannot_open_a_socket(house: House, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await house.client(origin=origin).connect()
    assert refused.value.response.status_code == 403


async def test_other_pages_cannot_embed(house: House) -> None:
    client = house.client(embedder="https://evil.example")
    await client.connect()
    await client.ended()
    assert client.close_code == 4403


async def test_too_long_a_text_is_refused_with_its_id(house: House) -> None:
    async with house.client() as client:
        client_id = await client.send("长" * 2001)
        await client.until(lambda: client_id in client.refused)
        assert client.refused[client_id]["code"] == "too_large"
        client_id = await client.send("长" * 2000)
        await client.acked(client_id)


async def test_a_flood_is_refused_and_told_when_to_come_back(
    database_url: str, tmp_path: Path, bot: TestBot
) -> None:
    settings = make_settings(database_url, tmp_path, bot.port, webchat_messages_per_minute=5)
    async with running_house(settings, bot) as house, house.client() as flood, house.client() as other:
        ids = [await flood.send(f"洪水 {n}") for n in range(8)]
        await flood.until(lambda: len(flood.acks) + len(flood.refused) == len(ids))
        assert len(flood.refused) == 3
        assert all(r["code"] == "too_many" and r["retry_after_s"] > 0 for r in flood.refused.values())
        await other.acked(await other.send("平常的话"))
        assert await stored(house) == 6


async def test_new_visitors_are_limited_by_address(database_url: str, tmp_path: Path, bot: TestBot) -> None:
    settings = make_settings(database_url, tmp_path, bot.port, webchat_visitors_per_minute=2)
    async with running_house(settings, bot) as house:
        clients = [house.client() for _ in range(3)]
        for client in clients:
            await client.connect()
        await clients[2].ended()
        assert clients[2].close_code == 4429
        for client in clients[:2]:
            await client.until(lambda client=client: client.token is not None)
            await client.disconnect()


async def _codes(house: House, *forwarded: str) -> list[int | None]:
    """With which codes new visitors' sockets were closed, None for those that were let in."""
    codes: list[int | None] = []
    for listed in forwarded:
        client = house.client(headers={"X-Forwarded-For": listed})
        await client.connect()
        await client.until(lambda client=client: client.token is not None or client.close_code is not None)
        codes.append(None if client.token is not None else client.close_code)
        await client.disconnect()
    return codes


async def test_a_made_up_header_gives_no_more_visitors(
    database_url: str, tmp_path: Path, bot: TestBot
) -> None:
    settings = make_settings(database_url, tmp_path, bot.port, webchat_visitors_per_minute=1)
    async with running_house(settings, bot) as house:
        assert await _codes(house, "198.51.100.1", "198.51.100.2") == [None, 4429]


async def test_behind_a_trusted_proxy_each_client_has_an_address(
    database_url: str, tmp_path: Path, bot: TestBot
) -> None:
    settings = make_settings(
        database_url, tmp_path, bot.port, webchat_visitors_per_minute=1, trusted_proxies="127.0.0.1"
    )
    async with running_house(settings, bot) as house:
        # What the client made up stands left of what the proxy saw.
        seen = ("198.51.100.1", "198.51.100.2", "203.0.113.9, 198.51.100.1", "198.51.100.3")
        assert await _codes(house, *seen) == [None, None, 4429, None]
