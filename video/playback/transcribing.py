"""Has the bank's model listen to each call once it is sealed, one at a time in the whole house."""

import asyncio
from pathlib import Path

import structlog

from hub.errors import StoreUnavailable, Unavailable, YuanqiaoError
from hub.store.database import Database
from hub.store.leases import Lease
from video.playback.derived import words_of
from video.playback.sealed import read_sealed
from video.playback.words import MOST, SaidInCall, write_words
from video.recording.model import RecordingManifest
from video.services.models import SpeechRecognition
from video.store import kept

LOOK_EVERY_S = 2.0
AGAIN_S = 30.0
TRIES = 5
"""A model that is gone comes back; one that fails at the same call each time must not keep others waiting."""

log = structlog.get_logger(__name__)


class Transcribing:
    """Looks for sealed recordings without a transcript; one process at a time does (it leads by a lease)."""

    def __init__(self, database: Database, folder: Path, speech: SpeechRecognition) -> None:
        """`folder`: that of all recordings."""
        self._database = database
        self._folder = folder
        self._speech = speech
        self._tries: dict[str, int] = {}

    async def lead(self, _lease: Lease) -> None:
        """Runs until it is cancelled; who lost the lease has one call heard once more."""
        while True:
            try:
                await asyncio.sleep(0 if await self.look() else LOOK_EVERY_S)
            except StoreUnavailable:
                log.info("video.transcript_waits", reason="store")
                await asyncio.sleep(LOOK_EVERY_S)
            except Unavailable as error:
                log.info("video.transcript_waits", reason=error.code)
                await asyncio.sleep(AGAIN_S)

    async def look(self) -> bool:
        """Has one call heard; false where none waits. Raises `Unavailable` where it is to be tried again."""
        async with self._database.read() as connection:
            row = await kept.without_words(connection)
        if row is None:
            return False
        by = await self._hear(row.recording)
        async with self._database.write() as connection:
            state = "failed" if by is None else "made"
            await kept.change(connection, row.recording, words=state, words_by=by)
        self._tries.pop(row.recording, None)
        return True

    async def _hear(self, recording: str) -> str | None:
        """Who heard it, None where nobody could."""
        try:
            manifest = (await asyncio.to_thread(read_sealed, self._folder / recording)).manifest
            if manifest is None:
                return None
            by, said = await self._listen(self._folder / recording, manifest)
            await asyncio.to_thread(write_words, words_of(self._folder, recording), said[:MOST])
        except Unavailable:
            self._tries[recording] = self._tries.get(recording, 0) + 1
            if self._tries[recording] < TRIES:
                raise
            log.warning("video.no_transcript", reason="unavailable")
            return None
        except (OSError, YuanqiaoError) as error:
            log.warning("video.no_transcript", exception=type(error).__name__)
            return None
        return by

    async def _listen(self, folder: Path, manifest: RecordingManifest) -> tuple[str, list[SaidInCall]]:
        """Every file of sound, each counted from when it began."""
        by, said = "", []
        begins: dict[str, int] = {}
        for part in manifest.parts:
            if part.medium == "audio" and not part.file.endswith(".mjr"):
                begins[part.file] = min(part.begins_ms, begins.get(part.file, part.begins_ms))
        sides = {part.file: part.side for part in manifest.parts}
        for file, begins_ms in begins.items():
            heard = await self._speech.hear(folder / file)
            by = heard.provider
            said += [
                SaidInCall(side=sides[file], at_ms=begins_ms + line.at_ms, text=line.text)
                for line in heard.lines
            ]
        return by, said
