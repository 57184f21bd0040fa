"""A picture from an editor's hand to a customer's page, and what no picture is."""

import base64
import hashlib
import io
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from PIL import Image
from sqlalchemy import select

from hub.store.schema_staff import audit
from kb.media import BYTES_LIMIT
from kb.store.schema import media
from tests.flow.test_studio import content, signed_in
from tests.support.house import House
from tests.support.staff import StaffClient, make_account

SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"


def drawn(size: tuple[int, int] = (60, 40), kind: str = "PNG") -> bytes:
    chosen = io.BytesIO()
    Image.new("RGB", size, "teal").save(chosen, kind)
    return chosen.getvalue()


def sent(chosen: bytes) -> dict[str, str]:
    return {"data": base64.b64encode(chosen).decode()}


@pytest.fixture
async def li(house: House) -> AsyncIterator[StaffClient]:
    await make_account(house.hub.staff, "li.editor", ["editor"])
    await make_account(house.hub.staff, "wang.lead", ["supervisor"])
    async with signed_in(house, "li.editor") as client:
        yield client


async def kept(house: House) -> list[str]:
    async with house.database.read() as connection:
        return list((await connection.execute(select(media.c.name))).scalars())


async def test_a_picture_is_put_in_previewed_and_shown_to_customers(house: House, li: StaffClient) -> None:
    stored = await li.ask("POST", "/staff/kb/pictures", sent(drawn() + SVG))
    assert stored.status == 200, stored
    assert (stored.body["width"], stored.body["height"]) == (60, 40)
    name = stored.body["source"].removeprefix("media:")
    again = await li.ask("POST", "/staff/kb/pictures", sent(drawn()))
    assert again.body == stored.body, "what stood behind the picture is gone"
    assert await kept(house) == [name]
    answer = f"看图。\n\n![卡的背面]({stored.body['source']})"
    shown = await li.ask("POST", "/staff/kb/preview", {"content": content(answer=answer)})
    assert shown.body["problems"] == []
    assert shown.body["blocks"][1] == {
        "type": "image",
        "url": f"/kb/media/{name}",
        "alt": "卡的背面",
        "width": 60,
        "height": 40,
    }
    async with aiohttp.ClientSession() as session:
        async with session.get(f"http://127.0.0.1:{house.settings.port}/kb/media/{name}") as served:
            body = await served.read()
            assert served.headers["Content-Type"] == "image/png"
            assert f"{hashlib.sha256(body).hexdigest()}.png" == name
        own = f"http://127.0.0.1:{house.settings.staff_port}/staff/kb/pictures/{name}"
        async with session.get(own) as refused:
            assert refused.status == 401
    async with house.database.read() as connection:
        actions = list((await connection.execute(select(audit.c.action))).scalars())
    assert actions.count("picture.added") == 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (sent(SVG), 422, "media_type"),
        (sent(b"%PDF-1.7 no picture"), 422, "media_type"),
        (sent(b"<!doctype html><script>alert(1)</script>"), 422, "media_type"),
        (sent(drawn()[:-30]), 422, "media_broken"),
        (sent(drawn((2001, 10))), 400, "bad_picture"),
        (sent(drawn() + bytes(BYTES_LIMIT)), 400, "bad_input"),
        ({"data": "A" * (3 * BYTES_LIMIT)}, 413, "too_large"),
        ({"data": "no Base64"}, 400, "bad_input"),
    ],
)
async def test_what_is_no_picture_is_refused_and_nothing_is_kept(
    house: House, li: StaffClient, body: dict[str, Any], status: int, code: str
) -> None:
    refused = await li.ask("POST", "/staff/kb/pictures", body)
    assert (refused.status, refused.code) == (status, code)
    assert await kept(house) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_who_only_reads_sees_a_picture_and_adds_none(house: House, li: StaffClient) -> None:
    stored = (await li.ask("POST", "/staff/kb/pictures", sent(drawn()))).body
    name = stored["source"].removeprefix("media:")
    async with signed_in(house, "wang.lead") as wang:
        assert (await wang.ask("POST", "/staff/kb/pictures", sent(drawn()))).status == 403
        shown = await wang.session.get(f"{wang.url}/staff/kb/pictures/{name}")
        assert shown.status == 200
        assert shown.headers["Content-Type"] == "image/png"
        assert "no-store" in shown.headers["Cache-Control"]
        assert (await wang.ask("GET", f"/staff/kb/pictures/{'0' * 64}.png")).status == 404
