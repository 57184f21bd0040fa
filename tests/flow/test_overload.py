"""More than can be answered: who is refused, what is told, and that it ends by itself.

Promise G6 of docs/how-a-message-travels.md.
"""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from websockets.exceptions import InvalidStatus

from hub.errors import Overloaded
from tests.support.bot import TestBot, echo
from tests.support.house import House, make_settings, running_house
from tests.support.looking import settled
from tests.support.waiting import eventually
from tests.support.webchat import WebchatClient
from yuanqiao.asking.client import WebchatClient as VisitorsClient

HANDS = 2
"""Until the first answer the gate believes in one turn a second for each."""


@pytest.fixture
async def narrow(database_url: str, tmp_path: Path, bot: TestBot) -> AsyncIterator[House]:
    """A hub with two hands; what it takes in is the same whether its bot is slow or away."""
    settings = make_settings(
        database_url, tmp_path, bot.port, turn_concurrency=HANDS, answer_within_s=10.0, give_up_after_s=20.0
    )
    async with running_house(settings, bot) as house:
        yield house


@pytest.fixture
async def patient(database_url: str, tmp_path: Path, bot: TestBot) -> AsyncIterator[House]:
    """A hub with two hands that keeps sixty seconds of work during an outage, and else two."""
    settings = make_settings(
        database_url, tmp_path, bot.port, turn_concurrency=HANDS, answer_within_s=2.0, give_up_after_s=120.0
    )
    async with running_house(settings, bot) as house:
        yield house


async def test_an_overloaded_hub_refuses_and_recovers_by_itself(narrow: House) -> None:
    may_answer = asyncio.Event()

    async def when_allowed(ask: dict[str, Any]) -> tuple[int, Any]:
        await may_answer.wait()
        return await echo(ask)

    narrow.bot.answer = when_allowed
    clients = [narrow.client() for _ in range(24)]
    for client in clients:
        await client.connect()
        await client.until(lambda c=client: c.token)
    ids = {client: await client.send("问题") for client in clients}
    for client, sent in ids.items():
        await client.until(lambda c=client, i=sent: i in c.acks or i in c.refused)
    refused = [client for client in clients if client.refused]
    assert len(refused) == 24 - 14, "14 turns are 7 s of work, seven tenths of what may wait"
    for client in refused:
        frame = client.refused[ids[client]]
        assert frame["code"] == "overloaded"
        assert 1 <= frame["retry_after_s"] <= 75
    assert await _level(narrow) == "no_new_messages"
    await _check_newcomer(narrow)
    await _check_newcomer_over_http(narrow)
    waits = next(client for client in clients if client.acks)
    await waits.acked(await waits.send("再补充一句"))

    may_answer.set()
    for client in set(clients) - set(refused):
        await client.replies(1)
    await settled(narrow)
    await eventually(lambda: _level(narrow), "open")
    for client in refused:
        await client.send("问题", ids[client])
        await client.replies(1)
        assert len(client.incoming) == 1, "what was refused was not stored"
    for client in clients:
        await client.disconnect()


async def test_a_bot_that_is_down_closes_nothing(patient: House) -> None:
    await patient.bot.stop()
    clients = [patient.client() for _ in range(12)]
    for client in clients:
        await client.connect()
        await client.until(lambda c=client: c.token or c.close_code)
    for client in clients:
        assert client.token, "nobody has asked yet"
        await _send_until_taken(client)
    await patient.bot.start(patient.settings.bot_port)
    for client in clients:
        await client.until(lambda c=client: any(m["author"]["kind"] == "bot" for m in c.outgoing), 30)
        await client.disconnect()


async def _check_newcomer(house: House) -> None:
    """Who is new is told when to come again, and the socket is closed."""
    newcomer = house.client()
    await newcomer.connect()
    await newcomer.ended()
    assert newcomer.close_code == 4429
    (told,) = newcomer.frames
    assert (told["type"], told["code"]) == ("refused", "overloaded")
    assert told["retry_after_s"] >= 1


async def _check_newcomer_over_http(house: House) -> None:
    """A client that says that it is new is told the same before the socket opens."""
    address = f"http://127.0.0.1:{house.settings.port}"
    with pytest.raises(Overloaded) as refused:
        await VisitorsClient.open(address, None, None)
    assert isinstance(refused.value.__cause__, InvalidStatus)
    assert refused.value.__cause__.response.status_code == 429
    assert refused.value.retry_after_s >= 1


async def _send_until_taken(client: WebchatClient) -> None:
    """Comes again under the same id, more often than it is told to."""
    client_id = await client.send("有人吗")
    async with asyncio.timeout(30):
        while client_id not in client.acks:
            await client.until(lambda: client_id in client.acks or client_id in client.refused)
            if client.refused.pop(client_id, None):
                await asyncio.sleep(0.2)
                await client.send("有人吗", client_id)


async def _level(house: House) -> str:
    url = f"http://127.0.0.1:{house.settings.port}/healthz"
    async with aiohttp.ClientSession() as http, http.get(url) as response:
        return str((await response.json())["load"]["level"])
