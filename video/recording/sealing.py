"""Seals what was recorded once its call has ended: files that can be played, events, the signature."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hub.errors import BadInput, StoreUnavailable, YuanqiaoError
from hub.ports import Clock
from hub.store.database import Database
from hub.store.leases import Lease
from video.flows.kept import script_bytes_in
from video.media.parts import do_convert
from video.recording.chain import EventChain
from video.recording.files import FolderFiles
from video.recording.model import RecordingPart, Side, Track
from video.recording.seal import RecordingToSeal, do_seal
from video.recording.verify import RecordingVerdict, verify
from video.store import calls, cases, recordings
from video.store.calls import CallKey, key_of

LOOK_EVERY_S = 1.0
AT_ONCE = 10
SIDES: dict[str, Side] = {"customer": "customer", "agent": "agent"}

log = structlog.get_logger(__name__)

Looked = frozenset[tuple[str, int]]


class Sealing:
    """Looks for recordings that have ended; one process at a time does (it leads by a lease)."""

    def __init__(self, database: Database, clock: Clock, folder: Path, key: Ed25519PrivateKey) -> None:
        """`folder`: where the media server writes, a folder for each recording."""
        self._database = database
        self._clock = clock
        self._folder = folder
        self._key = key
        self._looked: dict[str, Looked] = {}
        self._failed: set[str] = set()

    async def lead(self, _lease: Lease) -> None:
        """Runs until it is cancelled. Who lost the lease may seal once more: it writes the same."""
        while True:
            try:
                await self.look()
            except StoreUnavailable:
                log.info("video.sealing_waits")
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        """Seals what has ended and is written no more; raises `StoreUnavailable`."""
        async with self._database.read() as connection:
            ended = await recordings.ended(connection, AT_ONCE)
        for row in ended:
            if not await self._is_still(row.recording):
                continue
            try:
                await self._seal(row)
            except StoreUnavailable:
                raise
            except (OSError, YuanqiaoError) as error:
                self._log_once(row.recording, error)

    def _log_once(self, name: str, error: Exception) -> None:
        """It is tried again and again: what keeps it from its seal may be mended (a program, the disk)."""
        if name not in self._failed:
            self._failed.add(name)
            log.warning("video.not_sealed", exception=type(error).__name__, detail=str(error))

    async def _is_still(self, name: str) -> bool:
        """Whether no file has grown since the last look: the server closes them a moment later."""
        before, now = self._looked.get(name), await asyncio.to_thread(_sizes, self._folder / name)
        self._looked[name] = now
        return before == now

    async def _seal(self, row: Any) -> None:
        key, folder = key_of(row), self._folder / row.recording
        async with self._database.read() as connection:
            call, case = await calls.get(connection, key), await cases.get(connection, key)
            steps = await cases.steps(connection, key)
            script = await script_bytes_in(connection, case.script, case.script_version) if case else b""
        if call is None or case is None:
            raise BadInput("the recording belongs to no call")
        await asyncio.to_thread(folder.mkdir, mode=0o700, parents=True, exist_ok=True)
        parts = await self._parts(folder, call.joined_at)
        recorded = RecordingToSeal(
            recording=row.recording,
            call=key.id,
            operator=case.account_id,
            began_at=call.joined_at,
            ended_at=row.ended_at,
            script=script,
            chain=_chain(row, call, steps),
            tracks=_tracks(row, call, case),
            parts=parts,
        )
        await asyncio.to_thread(do_seal, folder, recorded, self._key)
        verdict = await asyncio.to_thread(verify, FolderFiles(folder), self._key.public_key())
        await self._write(key, case, verdict)
        self._looked.pop(row.recording, None)

    async def _parts(self, folder: Path, began_at: datetime) -> list[RecordingPart]:
        parts: list[RecordingPart] = []
        for name in sorted(path.name for path in await asyncio.to_thread(lambda: list(folder.glob("*.mjr")))):
            found = await do_convert(folder, name, SIDES[name.partition("-")[0]], began_at)
            parts += found
            if not found:  # no packet came: an empty file holds nothing
                await asyncio.to_thread((folder / name).unlink)
        return parts

    async def _write(self, key: CallKey, case: Any, verdict: RecordingVerdict) -> None:
        """The flow is done where all of it was, and all of that is in the recording."""
        lacks = [*verdict.broken, *verdict.incomplete]
        async with self._database.write() as connection:
            await calls.get(connection, key, lock=True)
            await recordings.change(connection, key, state="sealed", sealed_at=self._clock.now(), lacks=lacks)
            if case.state == "open" and case.done_at is not None and not lacks:
                await cases.change(connection, key, state="done")
        log.info(
            "video.recording_sealed", conversation=f"{key.identity}.{key.conversation}", count=len(lacks)
        )


def _sizes(folder: Path) -> Looked:
    return frozenset((path.name, path.stat().st_size) for path in folder.glob("*.mjr"))


def _ms(call: Any, at: datetime) -> int:
    """Milliseconds since the call was joined."""
    return max(0, int((at - call.joined_at).total_seconds() * 1000))


def _chain(row: Any, call: Any, steps: Sequence[Any]) -> EventChain:
    happened = [(each.at_ms, f"step_{each.result}", each.step, each.detail) for each in steps]
    happened += [(each["at_ms"], each["kind"], None, each["detail"]) for each in row.happened]
    chain, ended_ms = EventChain(row.recording), _ms(call, row.ended_at)
    chain.add(0, "opened")
    for at_ms, kind, step, detail in sorted(happened, key=lambda each: each[0]):
        chain.add(at_ms, kind, step, **detail)
    chain.add(max(ended_ms, *(each[0] for each in happened)), "ended", why=call.ended_why)
    return chain


def _tracks(row: Any, call: Any, case: Any) -> list[Track]:
    """Both sides, sound and picture: from when they were recorded to the last step, or to the end."""
    begins_ms = _ms(call, row.began_at or row.agreed_at)
    ends_ms = _ms(call, case.done_at or row.ended_at)
    sides: tuple[Side, Side] = ("customer", "agent")
    return [
        Track(side=side, medium="audio" if sound else "video", begins_ms=begins_ms, ends_ms=ends_ms)
        for side in sides
        for sound in (True, False)
    ]
