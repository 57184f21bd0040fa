"""Pictures that editors put into answers: looked into by another process, written anew from pixels."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.media.inspector import Inspector
from hub.media.scanner import ClamdScanner
from hub.settings import Settings
from kb.media import BYTES_LIMIT, StoredPicture, check_picture
from kb.rich import STORED, Part, pictures
from kb.store import media as store

KINDS = frozenset(("image/png", "image/jpeg", "image/webp"))


class _Scanner(Protocol):
    async def scan(self, source: Path) -> None: ...


class PictureIntake:
    """Makes what an editor chose into what an answer may show."""

    def __init__(self, inspector: Inspector, scanner: _Scanner | None = None) -> None:
        self._inspector = inspector
        self._scanner = scanner

    async def take(self, content: bytes) -> StoredPicture:
        """The picture in these bytes, with nothing of the file in it but its pixels.

        Raises a `BadMedia` or `BadPicture`; `Unavailable` where it cannot be looked into just now.
        """
        with TemporaryDirectory(prefix="yuanqiao-picture-") as folder:
            source, target = Path(folder) / "source", Path(folder) / "target"
            await asyncio.to_thread(source.write_bytes, content)
            if self._scanner is not None:
                await self._scanner.scan(source)
            await self._inspector.inspect(source, target, KINDS)
            kept = await asyncio.to_thread(target.read_bytes)
        return await asyncio.to_thread(check_picture, kept)


def open_intake(settings: Settings) -> PictureIntake:
    """As files of customers are looked into: by the same process, and the same scanner where there is one."""
    scanner = ClamdScanner(settings.clamav_socket) if settings.clamav_socket else None
    return PictureIntake(Inspector(bytes_limit=BYTES_LIMIT), scanner)


async def missing_pictures(connection: AsyncConnection, parts: Sequence[Part]) -> list[str]:
    """What an answer calls its pictures of which none is stored: customers would read their words alone."""
    named = dict.fromkeys(picture.source for picture in pictures(parts))
    stored = [source.removeprefix(STORED) for source in named if source.startswith(STORED)]
    there = await store.sizes(connection, stored) if stored else {}
    return [
        source for source in named if not (source.startswith(STORED) and source.removeprefix(STORED) in there)
    ]
