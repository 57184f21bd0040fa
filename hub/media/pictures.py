"""Pictures: told whole from what only looks like one, and written anew from their pixels alone.

Nothing of the file that came is kept but its pixels: no EXIF, no place, no thumbnail, no comment, no profile,
nothing behind the end. Pictures that move become their first frame: what else is in them is never decoded.
"""

import struct
import warnings
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from hub.errors import BadMedia, MediaBroken, MediaTooManyPixels
from hub.media.limits import PIXELS_LIMIT, SIDE_LIMIT

JPEG_QUALITY = 90
WEBP_QUALITY = 90

_WRITTEN_AS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "PNG"}
_MIME = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}

_ORIENTATION = 0x0112
"""EXIF 2.32, table 4: how a camera was held."""

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class RewrittenPicture(NamedTuple):
    """A picture as it was written: its kind, and its size in pixels."""

    mime: str
    width: int
    height: int


def rewrite_picture(source: Path, target: Path, mime: str) -> RewrittenPicture:
    """Decodes a picture of this kind and writes its pixels anew; a GIF becomes a PNG.

    Raises `MediaTooManyPixels` before anything is decoded, `MediaBroken`.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # cameras write odd metadata, and none of it is kept
            return _rewrite(source, target, mime)
    except BadMedia:
        raise
    except Exception as error:  # Pillow raises a dozen kinds for broken files
        raise MediaBroken(f"no whole picture ({type(error).__name__})") from error


def _rewrite(source: Path, target: Path, mime: str) -> RewrittenPicture:
    if mime == "image/webp":
        _check_size(*_webp_size(source))  # Pillow asks for the memory of a WebP picture as it opens it
    with _opened(source, _format(mime)) as image:
        _check_size(*image.size)
        turn = _TURNS.get(_orientation(image))
        image.load()  # a picture that ends too early shows only now
        plain = _plain(image, mime)
    if turn is not None:
        plain = plain.transpose(turn)
    plain.info = {}
    kind = _WRITTEN_AS[mime]
    plain.save(target, kind, **_options(kind))
    return RewrittenPicture(_MIME[kind], *plain.size)


def _format(mime: str) -> str:
    return mime.partition("/")[2].upper()


def _opened(source: Path, kind: str) -> Image.Image:
    try:
        return Image.open(source, formats=[kind])
    except Image.DecompressionBombError as error:
        raise MediaTooManyPixels("more pixels than any camera makes") from error


def _check_size(width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise MediaBroken("a picture without pixels")
    if max(width, height) > SIDE_LIMIT or width * height > PIXELS_LIMIT:
        most = f"{PIXELS_LIMIT:,} pixels, and {SIDE_LIMIT:,} on a side"
        raise MediaTooManyPixels(f"{width} × {height} pixels; at most {most}")


def _orientation(image: Image.Image) -> int:
    """How the picture is to be turned; 1, as it is, where the metadata cannot be read."""
    try:
        found = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001  (metadata that nobody can read says nothing, and the picture may be whole)
        return 1
    return found if isinstance(found, int) else 1


def _plain(image: Image.Image, mime: str) -> Image.Image:
    """The pixels without palette and profile, in a mode that every viewer knows."""
    if image.mode.startswith("I"):  # 16 bits of grey, of which screens show 8
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("1", "L"):
        return image.convert("L")
    see_through = mime != "image/jpeg" and image.has_transparency_data
    return image.convert("RGBA" if see_through else "RGB")


def _options(kind: str) -> dict[str, int]:
    if kind == "JPEG":
        return {"quality": JPEG_QUALITY}
    return {"quality": WEBP_QUALITY} if kind == "WEBP" else {}


def _webp_size(source: Path) -> tuple[int, int]:
    """Width and height that the header of a WebP file tells (RFC 9649, 2.5 to 2.7)."""
    with source.open("rb") as file:
        head = file.read(30)
    match head[12:16]:
        case b"VP8X":
            return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
        case b"VP8L":
            (bits,) = struct.unpack("<I", head[21:25])
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 ":
            width, height = struct.unpack("<HH", head[26:30])
            return width & 0x3FFF, height & 0x3FFF
    raise MediaBroken("a WebP file without a picture in front")
