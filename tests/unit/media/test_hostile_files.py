"""Every hostile file is refused with its code, or made harmless: nothing of what it carried is kept."""

import io
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from connectors.webchat.uploads import KINDS
from hub.errors import BadMedia
from hub.media.inspector import Inspector
from tests.hostile_files import MARK, Hostile, every

BYTES_LIMIT = 15_000_000
TAKEN = frozenset(KINDS)
OF_THE_WRITER = {"background", "loop", "duration", "timestamp"}


def test_there_are_many_of_each_kind() -> None:
    found = every()
    assert len({one.what for one in found}) == len(found) >= 60
    codes = [one.refused for one in found]
    assert {code: codes.count(code) >= 2 for code in set(codes)} == dict.fromkeys(set(codes), True)
    assert codes.count(None) > 30


@pytest.mark.parametrize("hostile", [pytest.param(one, id=one.what) for one in every()])
async def test_it_is_refused_or_made_harmless(hostile: Hostile, tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_bytes(hostile.make())
    inspector = Inspector(bytes_limit=BYTES_LIMIT)
    if hostile.refused is not None:
        with pytest.raises(BadMedia) as refused:
            await inspector.inspect(source, target, TAKEN)
        assert refused.value.code == hostile.refused, refused.value.detail
        return
    inspected = await inspector.inspect(source, target, TAKEN)
    kept = target.read_bytes()
    assert MARK not in kept
    if inspected.mime == "application/pdf":
        assert MARK not in _unpacked(kept)
    else:
        _check_only_pixels(kept)


def _unpacked(kept: bytes) -> bytes:
    """Everything in a PDF file, readable."""
    content = io.BytesIO()
    with pikepdf.open(io.BytesIO(kept)) as document:
        assert document.pages
        document.save(
            content,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
            compress_streams=False,
        )
    found = content.getvalue()
    for word in (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/OpenAction", b"/AA", b"/XFA"):
        assert word not in found
    return found


def _check_only_pixels(kept: bytes) -> None:
    with Image.open(io.BytesIO(kept), formats=["JPEG", "PNG", "WEBP"]) as image:
        image.load()
        assert not image.getexif()
        assert getattr(image, "n_frames", 1) == 1
        assert {name for name in image.info if not name.startswith("jfif")} <= OF_THE_WRITER
