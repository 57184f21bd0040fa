"""Media over HTTP: on an origin of their own, to whoever has an address, as what they are."""

import asyncio
import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
from PIL import Image

from hub.media.store import StoredMedia
from hub.messages import Media
from tests.flow.test_uploads import photo, uploader
from tests.support.bot import TestBot
from tests.support.house import House, make_settings, running_house

KEY = "0" * 24


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def keep(house: House, tmp_path: Path, name: str = "名片.jpg") -> tuple[Media, str]:
    source = tmp_path / "source"
    source.write_bytes(photo())
    store: StoredMedia = house.hub.media
    media = await store.keep(source, identity=KEY, name=name, kinds=frozenset(["image/jpeg"]))
    return media, store.address(media, KEY)


async def get(http: aiohttp.ClientSession, url: str, method: str = "GET", **headers: str) -> Any:
    async with http.request(method, url, headers=headers) as answer:
        return answer, await answer.read()


async def test_it_is_shown_as_a_picture_and_nothing_else(
    house: House, http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    media, url = await keep(house, tmp_path)
    answer, body = await get(http, url)
    assert (answer.status, len(body)) == (200, media.bytes)
    with Image.open(io.BytesIO(body)) as shown:
        assert shown.size == (media.width, media.height)
    headers = answer.headers
    assert headers["Content-Type"] == "image/jpeg"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Content-Disposition"] == (
        "inline; filename=\"file.jpg\"; filename*=UTF-8''%E5%90%8D%E7%89%87.jpg"
    )
    private, age, _ = headers["Cache-Control"].split(", ")
    assert private == "private"
    assert 86_400 < int(age.removeprefix("max-age=")) <= 90_000
    assert (await get(http, url, **{"If-None-Match": headers["ETag"]}))[0].status == 304


async def test_parts_of_it(house: House, http: aiohttp.ClientSession, tmp_path: Path) -> None:
    media, url = await keep(house, tmp_path)
    _, whole = await get(http, url)
    size = media.bytes
    assert size > 100_001
    for asked, first, last in (
        ("bytes=0-0", 0, 0),
        ("bytes=10-100009", 10, 100_009),
        ("bytes=5-", 5, size - 1),
        ("bytes=-7", size - 7, size - 1),
        (f"bytes=-{size + 9}", 0, size - 1),
        (f"bytes=9-{size + 9}", 9, size - 1),
    ):
        answer, body = await get(http, url, Range=asked)
        assert answer.status == 206
        assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{size}"
        assert body == whole[first : last + 1]
    for passed_over in ("bytes=9-3", "bytes=0-1,3-4", "pages=1-2", "bytes=-0", "bytes=-", "x"):
        answer, body = await get(http, url, Range=passed_over)
        assert (answer.status, body) == (200, whole)
    answer, _ = await get(http, url, Range=f"bytes={size}-")
    assert (answer.status, answer.headers["Content-Range"]) == (416, f"bytes */{size}")
    answer, body = await get(http, url, "HEAD")
    assert (answer.status, answer.headers["Content-Length"], body) == (200, str(size), b"")


async def test_whoever_has_no_address_gets_nothing(
    house: House, http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    media, url = await keep(house, tmp_path)
    bare, _, query = url.partition("?")
    for other, status in (
        (bare, 403),
        (f"{bare}?{query}0", 403),
        (f"{bare}?{query.replace(KEY, '1' * 24)}", 403),
        (url.replace(media.id, "b2" * 32), 403),
        (house.hub.media.address(media.model_copy(update={"id": "b2" * 32}), KEY), 404),
        (url.replace(media.id, media.id.upper()), 404),
        (url.replace(media.id, "..%2F..%2Fyuanqiao.db"), 404),
        (url.replace("/media/", "/kb/media/"), 404),
    ):
        answer, body = await get(http, other)
        assert (answer.status, answer.content_type) == (status, "application/json"), other
        assert b"JFIF" not in body
    hub_s_own = f"http://127.0.0.1:{house.settings.port}{urlsplit(url).path}?{query}"
    assert (await get(http, hub_s_own))[0].status == 404, "the hub's own origin shows no media"
    for path in ("/", "/webchat/frame", "/webchat.js", "/metrics", "/readyz"):
        answer, _ = await get(http, f"http://127.0.0.1:{house.settings.media_port}{path}")
        assert answer.status == 404, "the media's origin has nothing else"
    assert (await get(http, url, "POST"))[0].status == 405


async def test_whom_nobody_gave_the_file_it_is_shown_without_its_name(
    house: House, http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    """What an agent or the bot sends stands in a conversation of somebody who did not bring it."""
    media, _ = await keep(house, tmp_path)
    answer, _ = await get(http, house.hub.media.address(media, "1" * 24))
    assert answer.status == 200
    assert answer.headers["Content-Disposition"].endswith("filename*=UTF-8''file.jpg")
    assert await house.hub.media.find(KEY, media.id) == media
    assert await house.hub.media.find("1" * 24, media.id) is None


async def test_without_its_scanner_nothing_is_taken_and_everything_else_goes_on(
    database_url: str, tmp_path: Path, bot: TestBot, http: aiohttp.ClientSession
) -> None:
    scanner = tmp_path / "clamd.ctl"
    settings = make_settings(database_url, tmp_path, bot.port, clamav_socket=str(scanner))
    async with running_house(settings, bot) as house, house.client() as client:
        health = f"http://127.0.0.1:{settings.port}/healthz"
        async with http.get(health) as told:
            parts = (await told.json())["parts"]
        assert (told.status, parts["scanner"], parts["media"]) == (200, "down", "ok")
        file = await uploader(house, http, client)
        answer = await file.send()
        assert (answer.status, (await answer.json())["code"]) == (503, "unavailable")
        refused = await client.send_segment(file.as_segment())
        await client.until(lambda: refused in client.refused)
        await client.acked(await client.send("还在吗"))
        async with await asyncio.start_unix_server(_finds_all_clean, scanner):
            assert (await file.grow(len(file.content), b"")).status == 204
        await client.acked(await client.send_segment(file.as_segment()))


async def _finds_all_clean(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A scanner that has come back."""
    await reader.readuntil(b"zINSTREAM\0")
    while length := int.from_bytes(await reader.readexactly(4), "big"):
        await reader.readexactly(length)
    writer.write(b"stream: OK\0")
    await writer.drain()
    writer.close()
