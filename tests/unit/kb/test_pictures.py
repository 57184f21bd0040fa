"""Pictures that editors choose: only their pixels are kept, and what harms is refused or made harmless."""

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image

from hub.errors import BadInput, MediaInfected
from hub.media.inspector import Inspector
from kb.media import BYTES_LIMIT, check_picture
from kb.rich import parse
from kb.store import media as store
from kb.studio import drafts
from kb.studio.drafts import DraftNotReady
from kb.studio.pictures import PictureIntake, missing_pictures
from tests.hostile_files import MARK, Hostile, every
from tests.unit.kb.conftest import Bank
from tests.unit.kb.test_drafts import LI, content, studio  # noqa: F401  (a fixture)
from tests.unit.kb.test_media import picture

NONE = f"media:{'0' * 64}.png"


def intake() -> PictureIntake:
    return PictureIntake(Inspector(bytes_limit=BYTES_LIMIT))


@pytest.mark.parametrize(("kind", "extension"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp")])
async def test_what_is_kept_are_the_pixels(kind: str, extension: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = MARK.decode()
    chosen = picture(kind, exif=exif) + MARK
    assert MARK in chosen
    found = await intake().take(chosen)
    assert MARK not in found.content
    assert found.name == f"{hashlib.sha256(found.content).hexdigest()}.{extension}"
    assert (found.width, found.height) == (60, 40)
    assert check_picture(found.content) == found


def one_of_each_kind() -> list[Hostile]:
    """One for each kind of file and way to be refused; tests/unit/media has all before the same inspector."""
    return list({(Path(one.name).suffix, one.refused): one for one in every()}.values())


@pytest.mark.parametrize("hostile", [pytest.param(one, id=one.what) for one in one_of_each_kind()])
async def test_a_hostile_file_is_refused_or_made_harmless(hostile: Hostile) -> None:
    try:
        found = await intake().take(hostile.make())
    except BadInput:
        return
    assert hostile.refused is None, "what is refused of a customer is refused of an editor"
    assert MARK not in found.content
    with Image.open(io.BytesIO(found.content)) as image:
        assert not getattr(image, "is_animated", False)


def test_documents_and_drawings_are_among_the_hostile() -> None:
    names = {Path(one.name).suffix for one in one_of_each_kind()}
    assert {".pdf", ".svg", ".png", ".jpg"} <= names


async def test_what_the_scanner_finds_is_refused() -> None:
    class Finds:
        async def scan(self, _source: Path) -> None:
            raise MediaInfected("the scanner found something in the file")

    with pytest.raises(MediaInfected):
        await PictureIntake(Inspector(bytes_limit=BYTES_LIMIT), Finds()).take(picture())


async def test_a_picture_that_is_not_there_keeps_an_article_from_its_review(studio: Bank) -> None:  # noqa: F811
    found = check_picture(picture())
    there = f"media:{found.name}"
    answer = f"看图。\n\n![卡]({there})\n\n![面]({NONE})\n\n![角](media/card.png)"
    async with studio.database.write() as connection:
        await store.insert_once(connection, *found, LI.now)
        assert await missing_pictures(connection, parse(answer)) == [NONE, "media/card.png"]
        work = await drafts.begin(connection, content(answer=answer), LI)
        with pytest.raises(DraftNotReady) as refused:
            await drafts.submit(connection, work.article_id, work.revision, LI)
        assert refused.value.fields["problems"] == ["picture_missing", "picture_missing"]
        whole = await drafts.begin(connection, content(answer=f"![卡]({there})"), LI)
        assert (await drafts.submit(connection, whole.article_id, whole.revision, LI)).state == "review"
