"""The pictures of answers over HTTP: as what they are, never as anything else, and kept by browsers."""

import aiohttp
import pytest

from hub.clock import SystemClock
from kb.store import media
from tests.support.house import House

PNG = b"\x89PNG\r\n\x1a\n<script>alert(1)</script>"
NAME = f"{'a1' * 32}.png"


async def test_a_picture_is_served_as_a_picture_alone(house: House) -> None:
    async with house.database.write() as connection:
        await media.insert_once(connection, NAME, 8, 8, PNG, SystemClock().now())
    async with aiohttp.ClientSession() as http:
        reply = await http.get(f"http://127.0.0.1:{house.settings.port}/kb/media/{NAME}")
        assert (reply.status, await reply.read()) == (200, PNG)
    assert reply.headers["Content-Type"] == "image/png"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert reply.headers.getall("Cache-Control") == ["public, max-age=31536000, immutable"]


async def test_who_holds_the_picture_already_gets_no_content(house: House) -> None:
    async with house.database.write() as connection:
        await media.insert_once(connection, NAME, 8, 8, PNG, SystemClock().now())
    url = f"http://127.0.0.1:{house.settings.port}/kb/media/{NAME}"
    async with aiohttp.ClientSession() as http:
        tag = (await http.get(url)).headers["ETag"]
        reply = await http.get(url, headers={"If-None-Match": tag})
        assert (reply.status, await reply.read()) == (304, b"")
        assert reply.headers.getall("Cache-Control") == ["public, max-age=31536000, immutable"]
        assert (await http.get(url, headers={"If-None-Match": '"other"'})).status == 200


@pytest.mark.parametrize(
    "name",
    [
        f"{'b2' * 32}.png",
        f"{'a1' * 32}.jpg",
        f"{'A1' * 32}.png",
        f"{'a1' * 32}.svg",
        f"{'a1' * 32}",
        f"{'a1' * 32}.png%00",
        f"..%2F{NAME}",
        f"x%2F..%2F{NAME}",
        "%25",
        "",
    ],
)
async def test_whatever_is_no_name_of_a_picture_is_not_there(house: House, name: str) -> None:
    async with house.database.write() as connection:
        await media.insert_once(connection, NAME, 8, 8, PNG, SystemClock().now())
    async with aiohttp.ClientSession() as http:
        reply = await http.get(f"http://127.0.0.1:{house.settings.port}/kb/media/{name}")
        assert reply.status == 404
        assert reply.content_type == "application/json"
