"""What agents send beside words: the kinds that customers may send, too, and no code that leads elsewhere."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import zxingcpp
from PIL import Image as Pictures

from hub.messages import File, Image, Media, Segment

KINDS = frozenset(("image/jpeg", "image/png", "image/webp", "image/gif", "application/pdf"))
"""As customers' uploads in the web chat."""

LONGEST_SIDE = 4000
"""Pixels: a larger picture is made smaller first; a code that is lost by that no telephone reads from it."""


CODES = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.AllMatrix)
"""QR codes and their like; bars of goods lead nobody anywhere."""


async def codes_in(path: Path, media: Media) -> Sequence[str]:
    """The words of the QR and other two-dimensional codes in a picture that the house keeps."""
    if not media.mime.startswith("image/"):
        return ()
    return await asyncio.to_thread(_read_codes, path)


def segment_of(media: Media) -> Segment:
    """The segment that shows a file."""
    return Image(media=media) if media.mime.startswith("image/") else File(media=media)


def _read_codes(path: Path) -> Sequence[str]:
    found: list[str] = []
    with Pictures.open(path) as picture:
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        for number in range(getattr(picture, "n_frames", 1)):
            picture.seek(number)
            frame = picture.convert("RGB")
            frame.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            found += [code.text for code in zxingcpp.read_barcodes(frame, formats=CODES)]
    return list(dict.fromkeys(found))
