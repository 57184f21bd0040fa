"""Looking into files: pictures as they should come out, and a process that ends with its bounds."""

import asyncio
import io
import os
import struct
import sys
from pathlib import Path

import pytest
from PIL import Image

from hub.errors import MediaBroken, MediaKind, MediaTooLarge, Unavailable, YuanqiaoError
from hub.media.inspecting import Inspected
from hub.media.inspector import Inspector
from hub.media.kinds import EXTENSIONS, FAMILIES
from hub.media.limits import PIXELS_LIMIT
from tests.hostile_files.pictures import saved
from tests.support.processes import runs

ALL = frozenset(FAMILIES)


async def look(tmp_path: Path, content: bytes, *, bytes_limit: int = 15_000_000) -> tuple[Inspected, bytes]:
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_bytes(content)
    inspected = await Inspector(bytes_limit=bytes_limit).inspect(source, target, ALL)
    return inspected, target.read_bytes()


@pytest.mark.parametrize("orientation", range(1, 9))
async def test_a_photograph_stands_as_its_camera_was_held(tmp_path: Path, orientation: int) -> None:
    upright = Image.new("RGB", (40, 24), "white")
    upright.paste("red", (0, 0, 20, 12))
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # what turns it into what such a camera writes
    held = upright if orientation == 1 else upright.transpose(Image.Transpose(back[orientation]))
    content, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = orientation
    held.save(content, "JPEG", exif=exif, quality=95)
    inspected, kept = await look(tmp_path, content.getvalue())
    assert (inspected.width, inspected.height) == (40, 24)
    with Image.open(io.BytesIO(kept)) as shown:
        assert [_is_red(shown, at) for at in ((5, 5), (35, 5), (5, 20), (35, 20))] == [
            True,
            False,
            False,
            False,
        ]


def _is_red(image: Image.Image, at: tuple[int, int]) -> bool:
    red, green, _ = image.getpixel(at)  # type: ignore[misc]
    return bool(red > 200 and green < 100)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGB", "RGBA", "I;16"])
async def test_a_png_of_every_mode_looks_as_it_did(tmp_path: Path, mode: str) -> None:
    if mode == "I;16":
        picture = Image.new(mode, (8, 8), 128 * 256)
    elif mode == "PA":
        picture = Image.new("RGBA", (8, 8), (128, 128, 128, 0)).convert("P")
    else:
        picture = Image.new("RGBA", (8, 8), (128, 128, 128, 255)).convert(mode)
    content = io.BytesIO()
    picture.save(content, "PNG")
    inspected, kept = await look(tmp_path, content.getvalue())
    assert inspected == Inspected("image/png", 8, 8)
    with Image.open(io.BytesIO(content.getvalue())) as before, Image.open(io.BytesIO(kept)) as after:
        assert after.mode in ("L", "RGB", "RGBA")
        expected = (128, 128, 128, 255) if mode == "I;16" else before.convert("RGBA").getpixel((3, 3))
        assert after.convert("RGBA").getpixel((3, 3)) == expected


async def test_the_first_frame_of_what_moves_stays(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    content = io.BytesIO()
    frames[0].save(content, "GIF", save_all=True, append_images=frames[1:])
    inspected, kept = await look(tmp_path, content.getvalue())
    assert inspected.mime == "image/png"
    with Image.open(io.BytesIO(kept)) as shown:
        assert shown.convert("RGB").getpixel((3, 3)) == (255, 0, 0)


async def test_a_photograph_in_four_inks_is_shown_in_colours(tmp_path: Path) -> None:
    content = io.BytesIO()
    Image.new("CMYK", (8, 8), (0, 255, 255, 0)).save(content, "JPEG")
    _, kept = await look(tmp_path, content.getvalue())
    with Image.open(io.BytesIO(kept)) as shown:
        assert shown.mode == "RGB"
        assert _is_red(shown, (3, 3))


async def test_the_largest_picture_fits_into_its_bounds(tmp_path: Path) -> None:
    content, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    assert PIXELS_LIMIT == 8000 * 6250
    Image.new("RGB", (8000, 6250), "white").save(content, "JPEG", exif=exif)
    inspected, _ = await look(tmp_path, content.getvalue())
    assert (inspected.width, inspected.height) == (6250, 8000)


def _wav() -> bytes:
    return b"RIFF" + struct.pack("<I", 36) + b"WAVEfmt " + bytes(28)


def _box(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", len(content) + 8) + kind + content


RECORDINGS = [
    (b"#!AMR\n" + bytes(64), "audio/amr"),
    (b"\x02#!SILK_V3" + bytes(64), "audio/silk"),
    (b"ID3\x03\0\0\0\0\0\0" + bytes(64), "audio/mpeg"),
    (b"\xff\xfb\x90\0" + bytes(64), "audio/mpeg"),
    (_wav(), "audio/wav"),
    (_box(b"ftyp", b"M4A \0\0\0\0") + _box(b"moov") + _box(b"mdat", bytes(9)), "audio/mp4"),
    (_box(b"ftyp", b"mp42\0\0\0\0") + _box(b"free") + _box(b"moov"), "video/mp4"),
]


@pytest.mark.parametrize(("content", "mime"), RECORDINGS)
async def test_recordings_are_kept_as_they_came(tmp_path: Path, content: bytes, mime: str) -> None:
    assert await look(tmp_path, content) == (Inspected(mime), content)


@pytest.mark.parametrize(
    "content",
    [
        _box(b"ftyp", b"mp42\0\0\0\0") + _box(b"moov") + b"<html>",
        _box(b"ftyp", b"mp42\0\0\0\0") + _box(b"html"),
        _box(b"ftyp", b"mp42\0\0\0\0"),
        _box(b"ftyp", b"mp42\0\0\0\0") + struct.pack(">I", 99) + b"moov",
        _wav()[:-9],
    ],
)
async def test_a_recording_that_is_laid_out_otherwise_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(MediaBroken):
        await look(tmp_path, content)


async def test_limits_and_kinds(tmp_path: Path) -> None:
    with pytest.raises(MediaTooLarge):
        await look(tmp_path, saved("JPEG"), bytes_limit=100)
    source = tmp_path / "source"
    source.write_bytes(saved("JPEG"))
    with pytest.raises(MediaKind):
        await Inspector(bytes_limit=9999).inspect(source, tmp_path / "target", frozenset(["image/png"]))
    assert set(EXTENSIONS) == ALL


@pytest.mark.parametrize(
    ("end", "error"),
    [
        ("kill -SEGV $$", MediaBroken),
        ("kill -ABRT $$", MediaBroken),
        ("kill -XCPU $$", MediaBroken),
        ("kill -KILL $$", Unavailable),
        ("exit 1", Unavailable),
    ],
)
async def test_a_decoder_that_breaks_down_is_a_fault_of_the_file_and_a_kill_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str, error: type[YuanqiaoError]
) -> None:
    dying = tmp_path / "python"
    dying.write_text(f"#!/bin/sh\n{end}\n")
    dying.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(dying))
    with pytest.raises(error):
        await look(tmp_path, saved("JPEG"))


async def test_what_takes_too_much_of_a_processor_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = tmp_path / "python"
    busy.write_text(f"#!/bin/sh\nulimit -S -t 1\nexec {sys.executable} -c 'while True: pass'\n")
    busy.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(busy))
    with pytest.raises(MediaBroken):
        await look(tmp_path, saved("JPEG"))


async def test_whoever_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = tmp_path / "pid"
    hanging = tmp_path / "python"
    hanging.write_text(f"#!/bin/sh\necho $$ > {note}\nexec sleep 600\n")
    hanging.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(hanging))
    monkeypatch.setattr("hub.media.inspector.WALL_LIMIT_S", 0.5)
    with pytest.raises(Unavailable):
        await look(tmp_path, saved("JPEG"))
    assert not runs(int(note.read_text()))


async def test_a_few_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "source"
    source.write_bytes(saved("JPEG"))
    inspector, running, most = Inspector(bytes_limit=10**6, at_once=2), 0, 0
    real = inspector._run

    async def counted(*arguments: object) -> tuple[bytes, int]:
        nonlocal running, most
        running += 1
        most = max(most, running)
        try:
            return await real(*arguments)  # type: ignore[arg-type]
        finally:
            running -= 1

    monkeypatch.setattr(inspector, "_run", counted)
    await asyncio.gather(*(inspector.inspect(source, tmp_path / f"{n}", ALL) for n in range(6)))
    assert most == 2


async def test_the_child_has_nothing_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUANQIAO_MEDIA_SECRET", "secret-of-the-tests-that-is-long-enough")
    asking = tmp_path / "python"
    asking.write_text("#!/bin/sh\nexport -p\nls -l /proc/self/fd >&1\n")
    asking.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(asking))
    said, _ = await Inspector(bytes_limit=1)._run(tmp_path, tmp_path, ALL)
    assert b"PATH" in said
    assert b"YUANQIAO" not in said
    assert os.environ["YUANQIAO_MEDIA_SECRET"]
