"""Pictures of answers: what they must be, and the files that a folder of articles brings."""

import hashlib
import warnings
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from hub.errors import BadInput
from kb.rich import STORED, Unreadable, parse, pictures

BYTES_LIMIT = 300_000
SIDE_LIMIT = 2000
"""Most pixels of a side."""

_EXTENSIONS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}


class BadPicture(BadInput):
    """A file that cannot stand in an answer."""

    code = "bad_picture"


class StoredPicture(NamedTuple):
    """A picture as it is stored: `name` is the SHA-256 of `content` in hex, and its kind."""

    name: str
    width: int
    height: int
    content: bytes


def check_picture(content: bytes) -> StoredPicture:
    """The picture in these bytes, whatever the file is called.

    A whole, still PNG, JPEG or WebP picture of at most 300,000 bytes and 2000 × 2000 pixels; raises
    `BadPicture`.
    """
    if len(content) > BYTES_LIMIT:
        raise BadPicture(f"more than {BYTES_LIMIT:,} bytes")
    kind, width, height = _read(content)
    return StoredPicture(f"{hashlib.sha256(content).hexdigest()}.{_EXTENSIONS[kind]}", width, height, content)


def with_stored_pictures(answer: str, folder: Path) -> tuple[str, list[StoredPicture]]:
    """A Markdown answer as it is stored, and the pictures that it names in `folder`/media.

    Raises `Unreadable`, or `BadPicture` with the name of the file.
    """
    found = []
    for picture in pictures(parse(answer)):
        if picture.source.startswith(STORED):
            continue
        media = _read_file(folder, picture.source)
        stored = answer.replace(f"]({picture.source})", f"]({STORED}{media.name})")
        if stored == answer and media not in found:
            raise Unreadable(f"image {picture.source}: written otherwise than ![words]({picture.source})")
        answer = stored
        found.append(media)
    return answer, found


def _read_file(folder: Path, source: str) -> StoredPicture:
    try:
        with (folder / source).open("rb") as file:
            return check_picture(file.read(BYTES_LIMIT + 1))
    except OSError as error:
        raise BadPicture(f"image {source}: cannot be read: {error.strerror}") from error
    except BadPicture as error:
        raise BadPicture(f"image {source}: {error.detail}") from error


def _read(content: bytes) -> tuple[str, int, int]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a picture that is odd in any way is not for customers
            with Image.open(BytesIO(content), formats=list(_EXTENSIONS)) as image:
                width, height = image.size
                if max(width, height) > SIDE_LIMIT:
                    raise BadPicture(f"{width} × {height} pixels, more than {SIDE_LIMIT} × {SIDE_LIMIT}")
                if getattr(image, "is_animated", False):
                    raise BadPicture("it moves")
                image.load()  # a picture that ends too early shows only now
                return str(image.format), width, height
    except BadPicture:
        raise
    except Exception as error:  # Pillow raises a dozen kinds for broken files
        raise BadPicture(f"no whole PNG, JPEG or WebP picture ({type(error).__name__})") from error
