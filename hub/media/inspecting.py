"""Looks into one file and writes what is kept of it; runs in a process of its own (`hub.media.child`)."""

import os
import shutil
from pathlib import Path
from typing import NamedTuple

from hub.errors import MediaKind, MediaTooLarge
from hub.media.kinds import FAMILIES, HEAD_BYTES, Family, kind_of
from hub.media.limits import GROWTH
from hub.media.recordings import check_recording


class Inspected(NamedTuple):
    """What was written: its kind, size in pixels, and number of pages where it has any."""

    mime: str
    width: int | None = None
    height: int | None = None
    pages: int | None = None


def inspect(source: Path, target: Path, *, bytes_limit: int, kinds: frozenset[str]) -> Inspected:
    """Makes the file harmless and writes it to `target`, which is on disk when this returns.

    Raises a `BadMedia`: for a kind that is not among `kinds`, for what is larger than it may be, or broken.
    """
    if source.stat().st_size > bytes_limit:
        raise MediaTooLarge(f"more than {bytes_limit:,} bytes")
    with source.open("rb") as file:
        mime = kind_of(file.read(HEAD_BYTES))
    if mime is None or mime not in kinds:
        raise MediaKind("no kind of file that is taken")
    inspected = _write(source, target, mime)
    if target.stat().st_size > bytes_limit * GROWTH:
        raise MediaTooLarge("too large once it is written anew")
    with target.open("rb+") as file:
        os.fsync(file.fileno())
    return inspected


def _write(source: Path, target: Path, mime: str) -> Inspected:
    # Each file has a process of its own, and half of its time went into loading what reads the other kind.
    match FAMILIES[mime]:
        case Family.PICTURE:
            from hub.media.pictures import rewrite_picture  # noqa: PLC0415

            picture = rewrite_picture(source, target, mime)
            return Inspected(picture.mime, picture.width, picture.height)
        case Family.DOCUMENT:
            from hub.media.documents import rewrite_document  # noqa: PLC0415

            return Inspected(mime, pages=rewrite_document(source, target))
        case Family.VOICE | Family.VIDEO:
            check_recording(source, mime)
            shutil.copyfile(source, target)
            return Inspected(mime)
