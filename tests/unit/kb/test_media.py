"""Pictures of answers: what they must be, how they are kept, and how they are named."""

import hashlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from hub.messages.blocks import Figure
from kb.answer import Answered
from kb.formats import LoadError
from kb.media import BYTES_LIMIT, BadPicture, check_picture, with_stored_pictures
from kb.store import articles as store
from kb.store import media as media_store
from tests.unit.kb.conftest import Bank, article

SHOWN = "看图。\n![卡的背面](media/card.png)"


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    """A picture of noise, so that it does not become small."""
    content = BytesIO()
    Image.effect_noise(size, 80).convert("RGB").save(content, kind, **options)
    return content.getvalue()


@pytest.mark.parametrize(("kind", "extension"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp")])
def test_the_content_says_what_a_picture_is(kind: str, extension: str) -> None:
    content = picture(kind)
    found = check_picture(content)
    assert found == (f"{hashlib.sha256(content).hexdigest()}.{extension}", 60, 40, content)


def test_the_largest_that_is_taken() -> None:
    content = BytesIO()
    Image.new("L", (2000, 2000)).save(content, "PNG")
    assert check_picture(content.getvalue())[1:3] == (2000, 2000)
    padded = picture() + bytes(BYTES_LIMIT)
    assert check_picture(padded[:BYTES_LIMIT]).width == 60


def _moving() -> bytes:
    content = BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(content, "WEBP", save_all=True, append_images=frames[1:])
    return content.getvalue()


def _bomb() -> bytes:
    """A small file that says it is enormous."""
    content = bytearray(picture())
    content[16:24] = (60_000).to_bytes(4, "big") * 2
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no whole"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no whole"),
        (b"<html><script>alert(1)</script>", "no whole"),
        (picture("GIF"), "no whole"),
        (picture("BMP"), "no whole"),
        (picture()[:-200], "no whole"),
        (picture("JPEG")[:-200], "no whole"),
        (picture("WEBP")[:-200], "no whole"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "no whole"),
        (picture(size=(2001, 10)), "2001 × 10 pixels"),
        (picture(size=(10, 2001)), "10 × 2001 pixels"),
        (_bomb(), "pixels|no whole"),
        (_moving(), "it moves"),
        (picture() + bytes(BYTES_LIMIT), "more than 300,000 bytes"),
    ],
)
def test_what_is_no_picture_for_an_answer(content: bytes, reason: str) -> None:
    with pytest.raises(BadPicture, match=reason):
        check_picture(content)


async def load(bank: Bank, content: bytes | None, **fields: Any) -> None:
    folder = bank.folder / "files" / "media"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "card.png"
    if content is None:
        file.unlink(missing_ok=True)
    else:
        file.write_bytes(content)
    await bank.load([article(**({"answer": SHOWN} | fields))])


async def test_a_picture_is_kept_and_shown(bank: Bank) -> None:
    content = picture("WEBP")  # whatever the file is called
    await load(bank, content)
    said = await bank.answerer.article("card-loss")
    assert isinstance(said, Answered)
    assert said.text == "看图。\n（图：卡的背面）"
    name = f"{hashlib.sha256(content).hexdigest()}.webp"
    assert said.blocks[1] == Figure(url=f"/kb/media/{name}", alt="卡的背面", width=60, height=40)
    async with bank.database.read() as connection:
        assert await media_store.content(connection, name) == content
        (version,) = await store.all_published_versions(connection)
    assert version.answer == f"看图。\n![卡的背面](media:{name})"


async def test_another_picture_is_another_version_and_the_same_is_none(bank: Bank) -> None:
    first = picture()
    for content in (first, first, picture("JPEG")):
        await load(bank, content)
    async with bank.database.read() as connection:
        versions = await store.all_published_versions(connection)
        kept = await media_store.sizes(connection, [v.answer[-69:-1] for v in versions])
    assert [version.version for version in versions] == [1, 2]
    assert len(kept) == 2, "the picture of the older version stays"


@pytest.mark.parametrize(
    ("content", "fields", "reason"),
    [
        (None, {}, "image media/card.png: cannot be read"),
        (b"GIF89a", {}, "image media/card.png: no whole PNG, JPEG or WebP"),
        (picture(), {"answer": "![图](<media/card.png>)"}, "written otherwise"),
        (picture(), {"answer": f"![图](media:{'0' * 64}.png)"}, f"there is no stored image {'0' * 64}.png"),
    ],
)
async def test_a_bad_picture_is_refused_and_nothing_is_kept(
    bank: Bank, content: bytes | None, fields: dict[str, Any], reason: str
) -> None:
    with pytest.raises(LoadError) as refused:
        await load(bank, content, **fields)
    (problem,) = refused.value.fields["problems"]
    assert problem.startswith("cards.yml: article card-loss: answer: ")
    assert reason in problem
    async with bank.database.read() as connection:
        assert await store.all_published_versions(connection) == []


async def test_a_picture_outside_the_folder_is_not_read(bank: Bank) -> None:
    (bank.folder / "secret.png").write_bytes(picture())
    with pytest.raises(LoadError, match="a file in media/"):
        await load(bank, None, answer="![图](media/../../secret.png)")


def test_a_folder_is_no_picture(tmp_path: Path) -> None:
    (tmp_path / "media" / "a.png").mkdir(parents=True)
    with pytest.raises(BadPicture, match="cannot be read"):
        with_stored_pictures("![图](media/a.png)", tmp_path)
