"""A customer sends a picture or a document, and it comes back as what it is (docs/media.md)."""

import asyncio
import io
import uuid
from collections.abc import AsyncIterator

import aiohttp
import pytest
from PIL import Image

from hub.store.schema_media import media, media_of_identity
from tests.hostile_files.documents import document, written
from tests.support.house import House
from tests.support.looking import rows
from tests.support.proxy import CuttingProxy
from tests.support.uploading import PIECE, Uploader, told
from tests.support.webchat import WebchatClient


def photo(size: tuple[int, int] = (800, 600), **options: object) -> bytes:
    content = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(content, "JPEG", **({"quality": 95} | options))
    return content.getvalue()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def uploader(
    house: House, http: aiohttp.ClientSession, client: WebchatClient, **file: object
) -> Uploader:
    await client.until(lambda: client.token)
    assert client.token is not None
    own = {"port": house.settings.port, "content": photo()} | file
    return Uploader(http, token=client.token, **own)  # type: ignore[arg-type]


async def test_a_picture_arrives_and_is_shown_from_another_origin(
    house: House, http: aiohttp.ClientSession
) -> None:
    async with house.client() as client:
        exif = Image.Exif()
        exif[0x0112], exif[0x010E] = 6, "who-took-it"
        name = "卡片 6222021234567890128.jpg"
        file = await uploader(house, http, client, content=photo(exif=exif), name=name)
        answer = await file.send()
        assert (answer.status, answer.headers["Upload-Offset"]) == (204, str(len(file.content)))
        await client.acked(await client.send_segment(file.as_segment()))
        await client.replies(1)
        (message,) = client.incoming
    (segment,) = message["segments"]
    assert segment["type"] == "image"
    found = segment["media"]
    assert (found["mime"], found["width"], found["height"]) == ("image/jpeg", 600, 800), "it stands upright"
    assert "6222021234567890128" not in found["name"]
    assert found["name"].endswith(".jpg")
    assert segment["url"].startswith(f"http://127.0.0.1:{house.settings.media_port}/media/{found['id']}?")
    async with http.get(segment["url"]) as shown:
        kept = await shown.read()
    assert (shown.status, shown.content_type, len(kept)) == (200, "image/jpeg", found["bytes"])
    assert b"who-took-it" not in kept
    (row,) = await rows(house, media)
    assert (row.media_id, row.bytes, row.pages) == (found["id"], found["bytes"], None)


async def test_a_document_arrives_beside_words(house: House, http: aiohttp.ClientSession) -> None:
    async with house.client() as client:
        pdf = {"content": written(document(3)), "name": "流水.pdf", "kind": "application/pdf"}
        file = await uploader(house, http, client, **pdf)
        assert (await file.send()).status == 204
        segments = [file.as_segment(), {"type": "text", "text": "请看流水"}]
        client_id = str(uuid.uuid4())
        for _ in range(2):  # a message that is sent again names the same upload
            await client.say({"type": "send", "id": client_id, "segments": segments})
        await client.acked(client_id)
        await client.replies(1)
        (message,) = client.incoming
    assert [segment["type"] for segment in message["segments"]] == ["file", "text"]
    async with http.get(message["segments"][0]["url"]) as shown:
        assert (await shown.read()).startswith(b"%PDF-")
    assert shown.content_type == "application/pdf"
    assert shown.headers["Content-Disposition"].startswith("inline; ")
    assert shown.headers["Content-Disposition"].endswith("filename*=UTF-8''%E6%B5%81%E6%B0%B4.pdf")
    (row,) = await rows(house, media)
    assert row.pages == 3


async def test_history_has_fresh_addresses(house: House, http: aiohttp.ClientSession) -> None:
    async with house.client() as client:
        file = await uploader(house, http, client)
        await file.send()
        await client.acked(await client.send_segment(file.as_segment()))
        await client.replies(1)
        token = client.token
    again = house.client()
    again.token = token
    async with again:
        await again.until(lambda: again.incoming)
        (segment,) = again.incoming[0]["segments"]
        async with http.get(segment["url"]) as shown:
            assert (shown.status, len(await shown.read())) == (200, segment["media"]["bytes"])


async def test_pieces_that_were_sent_stay_and_wrong_places_are_told(
    house: House, http: aiohttp.ClientSession
) -> None:
    async with house.client() as client:
        file = await uploader(house, http, client, content=photo((2000, 1500)))
        assert len(file.content) > 3 * PIECE
        assert await file.offset() is None
        first = await file.begin()
        assert first.headers["Location"] == f"/webchat/uploads/{file.id}"
        assert (await file.grow(0)).status == 204
        assert await file.offset() == PIECE
        assert (await file.grow(0)).status == 409
        assert (await file.grow(2 * PIECE)).status == 409
        assert (await file.begin()).headers["Upload-Offset"] == str(PIECE), "begun again it is the same"
        assert (await file.begin(**{"Upload-Length": "77"})).status == 409
        assert (await file.grow(PIECE, b"")).headers["Upload-Offset"] == str(PIECE)
        refused = await client.send_segment(file.as_segment())
        await client.until(lambda: refused in client.refused)
        assert client.refused[refused]["code"] == "bad_input", "it is not whole"
        last = await file.send()
        assert last.status == 204
        assert (await file.grow(len(file.content), b"")).status == 204, "the verdict stays"
        assert (await file.give_up()).status == 204
        assert await file.offset() is None
        assert (await file.give_up()).status == 404
    assert not list((house.settings.media_folder / "parts").iterdir())


async def test_a_piece_that_is_too_large_is_read_no_further(
    house: House, http: aiohttp.ClientSession
) -> None:
    async with house.client() as client:
        file = await uploader(house, http, client, content=photo((2000, 1500)))
        await file.begin()
        assert (await file.grow(0, bytes(PIECE + 1))).status == 413
    async with aiohttp.ClientSession() as file.http:
        assert await file.offset() == 0


async def test_what_is_no_picture_is_refused_as_often_as_it_is_asked(
    house: House, http: aiohttp.ClientSession
) -> None:
    async with house.client() as client:
        file = await uploader(house, http, client, content=b"<html><script>alert(1)</script>")
        answer = await file.send()
        assert (answer.status, (await answer.json())["code"]) == (422, "media_type")
        again = await file.grow(len(file.content), b"")
        assert (again.status, (await again.json())["code"]) == (422, "media_type")
        assert again.headers["Tus-Resumable"] == "1.0.0"
        refused = await client.send_segment(file.as_segment())
        await client.until(lambda: refused in client.refused)
    assert await rows(house, media) == []
    assert [path.suffix for path in (house.settings.media_folder / "parts").iterdir()] == [".journal"]


async def test_another_visitor_has_nothing_of_it(house: House, http: aiohttp.ClientSession) -> None:
    async with house.client() as owner, house.client() as other:
        file = await uploader(house, http, owner)
        await file.send()
        await other.until(lambda: other.token)
        theirs = Uploader(http, house.settings.port, str(other.token), file.content, id=file.id)
        assert await theirs.offset() is None
        assert (await theirs.grow(0)).status == 404
        assert (await theirs.give_up()).status == 404
        refused = await other.send_segment(theirs.as_segment())
        await other.until(lambda: refused in other.refused)
        assert await theirs.send(), "the same id is another upload"
        await other.acked(await other.send_segment(theirs.as_segment()))
    assert len(await rows(house, media)) == 1
    assert len({row.identity_key for row in await rows(house, media_of_identity)}) == 2


async def test_what_is_announced_is_checked(house: House, http: aiohttp.ClientSession) -> None:
    async with house.client() as client:
        file = await uploader(house, http, client)
        for headers, status, code in (
            ({"Upload-Length": "15000001"}, 413, "too_large"),
            ({"Upload-Length": "0"}, 400, "bad_input"),
            ({"Upload-Length": "-1"}, 400, "bad_input"),
            ({"Upload-Length": "many"}, 400, "bad_input"),
            ({"Upload-Metadata": told(id=file.id, name="a.svg", type="image/svg+xml")}, 415, "unknown_kind"),
            ({"Upload-Metadata": told(id="../../etc", type="image/png")}, 400, "bad_input"),
            ({"Upload-Metadata": f"id {file.id}"}, 400, "bad_input"),
            ({"Upload-Metadata": "x" * 3000}, 400, "bad_input"),
            ({"Tus-Resumable": "0.2.0"}, 400, "bad_input"),
            ({"Authorization": "Bearer v1.nobody"}, 403, "bad_signature"),
            ({"Authorization": ""}, 403, "bad_signature"),
        ):
            answer = await file.begin(**headers)
            assert (answer.status, (await answer.json())["code"]) == (status, code), headers
        too_large = await file.begin(**{"Upload-Length": "15000001"})
        assert (await too_large.json())["limit"] == 15_000_000
        welcome = client.frames[0]["uploads"]
    assert welcome["bytes"] == 15_000_000
    assert "application/pdf" in welcome["types"]


async def test_nobody_fills_the_disk_with_beginnings(house: House, http: aiohttp.ClientSession) -> None:
    async with house.client() as client:
        statuses = []
        for _ in range(9):
            statuses.append((await (await uploader(house, http, client)).begin()).status)
        assert statuses == [201] * 8 + [429]
        large = await uploader(house, http, client)
    async with house.client() as other:
        await other.until(lambda: other.token)
        large.token = str(other.token)
        for number in range(5):
            large.id = str(uuid.uuid4())
            answer = await large.begin(**{"Upload-Length": "15000000"})
            assert answer.status == (201 if number < 4 else 429)
            assert ("Retry-After" in answer.headers) == (number == 4)


async def test_a_line_that_is_cut_as_the_last_piece_arrives_changes_nothing(
    house: House, http: aiohttp.ClientSession
) -> None:
    async with house.client() as client:
        file = await uploader(house, http, client, content=photo((3000, 2000)))
        assert (await file.begin()).status == 201
        offset = 0
        while len(file.content) - offset > PIECE:
            offset = int((await file.grow(offset)).headers["Upload-Offset"])
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await file.grow(offset)
        while await file.offset() != len(file.content):
            await file.grow(offset)
        assert (await file.grow(len(file.content), b"")).status == 204
        await client.acked(await client.send_segment(file.as_segment()))


async def test_a_photograph_of_8_mb_arrives_over_a_line_that_is_cut_three_times(
    house: House, http: aiohttp.ClientSession
) -> None:
    proxy = CuttingProxy(house.settings.port)
    content = photo((3600, 2700))
    assert len(content) > 8_000_000
    async with house.client() as client:
        file = await uploader(house, http, client, content=content, port=proxy.port)
        assert (await file.begin()).status == 201
        cuts, offset, answer = 0, 0, None
        while answer is None or offset < len(content):
            if cuts < 3 and offset >= (cuts + 1) * 2_000_000:
                proxy.cut_after_client_bytes(100_000)  # in the middle of a piece
            try:
                answer = await file.grow(offset)
                offset = int(answer.headers["Upload-Offset"])
            except aiohttp.ClientError:
                cuts += 1
                assert await file.offset() == offset, "what was acknowledged is there"
        assert (cuts, answer.status) == (3, 204)
        await client.acked(await client.send_segment(file.as_segment()))
        await client.replies(1)
        (segment,) = client.incoming[0]["segments"]
    assert (segment["media"]["width"], segment["media"]["height"]) == (3600, 2700)
    proxy.close()


async def test_one_file_is_kept_once(house: House, http: aiohttp.ClientSession) -> None:
    async with house.client() as client:
        content = photo()
        for name in ("一.jpg", "二.jpg"):
            file = await uploader(house, http, client, content=content, name=name)
            assert (await file.send()).status == 204
    (row,) = await rows(house, media)
    kept = list(house.settings.media_folder.glob(f"??/??/{'?' * 64}"))
    assert [path.name for path in kept] == [row.media_id]
    assert kept[0].stat().st_mode & 0o777 == 0o600
    assert not list((house.settings.media_folder / "tmp").iterdir())
