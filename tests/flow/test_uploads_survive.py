"""What was told of a file holds: a hub that is killed again and again loses no byte and no verdict."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from tests.faults.child import THE_HUB, HubProcess
from tests.faults.forked import ForkedHub
from tests.flow.test_uploads import photo
from tests.support.bot import TestBot
from tests.support.uploading import PIECE, Uploader
from tests.support.waiting import eventually
from tests.support.webchat import WebchatClient

STARTS_S = 30


@pytest.fixture
async def hub(tmp_path: Path, bot: TestBot) -> AsyncIterator[HubProcess]:
    process = ForkedHub(THE_HUB, tmp_path, f"sqlite:///{tmp_path / 'yuanqiao.db'}", bot.port)
    await process.migrate()
    await process.start()
    yield process
    await process.stop()


async def again(hub: HubProcess) -> None:
    """Kills it with -9 and starts the next."""
    await hub.kill()
    await hub.start()


async def until_it_answers(hub: HubProcess) -> None:
    async with asyncio.timeout(STARTS_S), aiohttp.ClientSession() as http:
        while True:
            hub.check()
            try:
                async with http.get(f"http://127.0.0.1:{hub.port}/readyz"):
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)


async def test_a_hub_that_is_killed_between_the_pieces_and_behind_the_last_loses_nothing(
    hub: HubProcess, tmp_path: Path
) -> None:
    await until_it_answers(hub)
    client = WebchatClient(hub.port)
    async with client:
        await client.until(lambda: client.token)
    assert client.token is not None
    content = photo((1000, 900))
    assert 2 * PIECE < len(content) < 4 * PIECE
    offset, pieces = 0, 0
    async with aiohttp.ClientSession() as http:
        file = Uploader(http, hub.port, client.token, content)
        assert (await file.begin()).status == 201
        while offset < len(content):
            await again(hub)
            await until_it_answers(hub)
            assert await file.offset() == offset, "all that was acknowledged, and no more"
            answer = await file.grow(offset)
            assert answer.status == 204
            offset, pieces = int(answer.headers["Upload-Offset"]), pieces + 1
        assert pieces > 2
        await again(hub)
        await until_it_answers(hub)
        assert (await file.grow(len(content), b"")).status == 204, "the verdict was written down"
        async with client:
            await client.acked(await client.send_segment(file.as_segment()))
        await again(hub)
        await until_it_answers(hub)
        client.messages.clear()
        async with client:
            await client.until(lambda: client.incoming)
        (segment,) = client.incoming[0]["segments"]
        async with http.get(segment["url"]) as shown:
            assert (shown.status, len(await shown.read())) == (200, segment["media"]["bytes"])


async def test_a_hub_that_is_killed_while_it_looks_into_a_file_looks_again(
    hub: HubProcess, tmp_path: Path
) -> None:
    await until_it_answers(hub)
    client = WebchatClient(hub.port)
    async with client:
        await client.until(lambda: client.token)
    assert client.token is not None
    content = photo((6000, 4000), quality=40)
    async with aiohttp.ClientSession() as http:
        file = Uploader(http, hub.port, client.token, content)
        assert (await file.begin()).status == 201
        offset = 0
        while len(content) - offset > PIECE:
            offset = int((await file.grow(offset)).headers["Upload-Offset"])
        last = asyncio.create_task(file.grow(offset))
        await eventually(file.offset, len(content))
        await hub.kill()
        with pytest.raises(aiohttp.ClientError):
            await last
        await hub.start()
        await until_it_answers(hub)
        assert await file.offset() == len(content)
        refused = None
        async with client:
            refused = await client.send_segment(file.as_segment())
            await client.until(lambda: refused in client.refused)
            assert (await file.grow(len(content), b"")).status == 204
            await client.acked(await client.send_segment(file.as_segment()))
