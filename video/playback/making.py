"""Makes the one picture of each call once it is sealed, one at a time in the whole house."""

import asyncio
from pathlib import Path

import structlog

from hub.errors import SetupError, StoreUnavailable
from hub.store.database import Database
from hub.store.leases import Lease
from video.playback.derived import picture_of
from video.playback.picture import do_make
from video.playback.sealed import read_sealed
from video.store import kept

LOOK_EVERY_S = 2.0

log = structlog.get_logger(__name__)


class Making:
    """Looks for sealed recordings without a picture; one process at a time does (it leads by a lease)."""

    def __init__(self, database: Database, folder: Path) -> None:
        """`folder`: that of all recordings."""
        self._database = database
        self._folder = folder

    async def lead(self, _lease: Lease) -> None:
        """Runs until it is cancelled; who lost the lease makes the same picture once more."""
        while True:
            try:
                busy = await self.look()
            except StoreUnavailable:
                busy = False
                log.info("video.picture_waits")
            if not busy:
                await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> bool:
        """Makes one picture, or writes that it could not be made; false where none is wanted."""
        async with self._database.read() as connection:
            row = await kept.without_picture(connection)
        if row is None:
            return False
        made = await self._make(row.recording, row.agent_name)
        async with self._database.write() as connection:
            await kept.change(connection, row.recording, picture="made" if made else "failed")
        return True

    async def _make(self, recording: str, agent_name: str) -> bool:
        folder = self._folder / recording
        try:
            manifest = (await asyncio.to_thread(read_sealed, folder)).manifest
            target = picture_of(self._folder, recording)
            return manifest is not None and await do_make(folder, manifest, agent_name, target)
        except (OSError, SetupError) as error:
            log.warning("video.picture_not_made", exception=type(error).__name__, detail=str(error))
            return False
