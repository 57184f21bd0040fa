"""The media store: looks into a file, keeps it, and lets its owner use it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import structlog

from hub.errors import BadMedia, NotFound, Unavailable
from hub.media.addresses import MediaAddresses
from hub.media.folder import FolderFile, MediaFolder
from hub.media.inspecting import Inspected
from hub.media.inspector import Inspector
from hub.media.names import clean_name
from hub.media.scanner import ClamdScanner
from hub.messages import Media
from hub.metrics import MEDIA_KEPT, MEDIA_REFUSED
from hub.ports import Clock
from hub.settings import Settings
from hub.store import media as rows
from hub.store.database import Database

SWEEP_EVERY_S = 3600.0

log = structlog.get_logger(__name__)


class MediaShown(NamedTuple):
    """What an address shows, and for how many more seconds it does."""

    media: Media
    path: Path
    seconds: int


class StoredMedia:
    """Implements `hub.ports.MediaStore` on a folder and two tables."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        folder: MediaFolder,
        addresses: MediaAddresses,
        inspector: Inspector,
        scanner: ClamdScanner | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._folder = folder
        self._addresses = addresses
        self._inspector = inspector
        self._scanner = scanner

    @property
    def bytes_limit(self) -> int:
        """Most bytes of a file."""
        return self._inspector.bytes_limit

    async def keep(self, source: Path, *, identity: str, name: str, kinds: frozenset[str]) -> Media:
        """Looks into a file, makes it harmless and keeps that for an identity; on disk when this returns.

        `kinds`: the MIME types that are taken. Raises a `BadMedia`; `Unavailable` where the scanner, the
        folder or the store does not answer: nothing is kept then.
        """
        try:
            await self._scan(source)
            kept, inspected = await self._take_in(source, kinds)
        except BadMedia as error:
            MEDIA_REFUSED.labels(error.code).inc()
            log.info("media.refused", code=error.code, reason=error.detail)
            raise
        except OSError as error:
            raise Unavailable("the media folder cannot be written", cause=error.strerror) from error
        media = _media(kept, inspected, clean_name(name, inspected.mime))
        await self._remember(media, inspected, identity)
        MEDIA_KEPT.labels(media.mime).inc()
        log.info("media.kept", identity=identity, type=media.mime, bytes=media.bytes)
        return media

    async def _scan(self, source: Path) -> None:
        # What came is scanned, not what is kept: signatures know files as attackers write them.
        if self._scanner is not None:
            await self._scanner.scan(source)

    async def _take_in(self, source: Path, kinds: frozenset[str]) -> tuple[FolderFile, Inspected]:
        with self._folder.writing() as target:
            inspected = await self._inspector.inspect(source, target, kinds)
            return await asyncio.to_thread(self._folder.take_in, target), inspected

    async def _remember(self, media: Media, inspected: Inspected, identity: str) -> None:
        now = self._clock.now()
        async with self._database.write() as connection:
            await rows.add(
                connection,
                media_id=media.id,
                mime=media.mime,
                bytes=media.bytes,
                width=media.width,
                height=media.height,
                pages=inspected.pages,
                created_at=now,
            )
            await rows.allow(connection, identity, media.id, media.name, now)

    async def find(self, identity: str, media_id: str) -> Media | None:
        """The file where this identity may use it."""
        async with self._database.read() as connection:
            row = await rows.one(connection, identity, media_id)
        return None if row is None or row.name is None else _from_row(row)

    def path(self, media: Media) -> Path:
        """Where its bytes lie."""
        return self._folder.path_of(media.id)

    def address(self, media: Media, identity: str) -> str:
        """Where a browser gets the file that stands in this identity's conversation, for a day at least."""
        return self._addresses.address(media.id, identity)

    async def shown(self, media_id: str, query: Mapping[str, str]) -> MediaShown:
        """What an address shows. Raises `BadSignature`, `NotFound`, `StoreUnavailable`."""
        identity, seconds = self._addresses.check(media_id, query)
        async with self._database.read() as connection:
            row = await rows.one(connection, identity, media_id)
        path = self._folder.path_of(media_id)
        if row is None or not await asyncio.to_thread(path.is_file):
            raise NotFound("there is no such file")
        return MediaShown(_from_row(row), path, seconds)

    async def healthy(self) -> bool:
        """Whether the folder can be written."""
        try:
            await asyncio.to_thread(self._folder.check)
        except Unavailable:
            return False
        return True

    def checks(self) -> dict[str, Callable[[], Awaitable[bool]]]:
        """What taking files in needs, by name, for `/healthz`."""
        scanner = {} if self._scanner is None else {"scanner": self._scanner.healthy}
        return {"media": self.healthy, **scanner}

    async def run(self) -> None:
        """Sweeps away what dead processes left, until it is cancelled."""
        while True:
            removed = await asyncio.to_thread(self._folder.sweep)
            if removed:
                log.info("media.swept", count=removed)
            await asyncio.sleep(SWEEP_EVERY_S)


def open_media(settings: Settings, database: Database, clock: Clock) -> StoredMedia:
    """The media store as the settings want it; raises `SetupError` without a secret."""
    return StoredMedia(
        database,
        clock,
        MediaFolder(settings.media_folder),
        MediaAddresses(settings.media_secret.get_secret_value(), settings.media_origin, clock),
        Inspector(bytes_limit=settings.media_bytes_limit),
        ClamdScanner(settings.clamav_socket) if settings.clamav_socket else None,
    )


def _media(kept: FolderFile, inspected: Inspected, name: str) -> Media:
    return Media(
        id=kept.id,
        mime=inspected.mime,
        bytes=kept.bytes,
        name=name,
        width=inspected.width,
        height=inspected.height,
    )


def _from_row(row: Any) -> Media:
    return Media(
        id=row.media_id,
        mime=row.mime,
        bytes=row.bytes,
        name=row.name or "",
        width=row.width,
        height=row.height,
    )
