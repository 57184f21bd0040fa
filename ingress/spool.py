"""The spool (write-ahead log): callbacks on disk, synced before anyone is told so, gone once drained.

A folder of segments `000000000001.spool`, each a row of records (`ingress/records.py`); `drained` says how
far they were handed over. What a crash tore off at the end of a segment was never acknowledged, and is cut.
One process holds the folder.
"""

import asyncio
import fcntl
import os
import shutil
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple

import structlog

from hub.errors import SetupError, StoreUnavailable
from hub.store.encrypted import DataKeys
from ingress.files import open_private, sync_folder
from ingress.records import HEAD, MOST_BYTES, Spooled, seal, unseal

SEGMENT_BYTES = 16 * 1024 * 1024
MOST_TOGETHER = 256
"""So many callbacks share one sync at most."""

log = structlog.get_logger(__name__)


class SpoolPlace(NamedTuple):
    """A place in the spool: a segment's number, and the bytes before it in the segment."""

    segment: int
    offset: int


class Record(NamedTuple):
    """A record that was read, and the place behind it."""

    spooled: Spooled
    behind: SpoolPlace


class Spool:
    """One folder, held until `close`; `depth` is how many callbacks wait in it."""

    def __init__(self, folder: Path, keys: DataKeys) -> None:
        """Opens and mends the folder; raises `SetupError` where another process holds it."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder = folder
        self._keys = keys
        self._held = _hold(folder)
        try:
            self._drained = self._read_drained()
            self.depth = sum(1 for _ in self._records(mend=True))
        except BaseException:
            self._held.close()
            raise
        self._at_work = False
        self._wanted = asyncio.Event()
        self._waiting: list[tuple[Spooled, asyncio.Future[None]]] = []
        self.arrived = asyncio.Event()
        self._file: IO[bytes] | None = None
        self._segment = max(self._segments(), default=0) + 1
        self._offset = 0

    def close(self) -> None:
        """Lets the folder go."""
        if self._file is not None:
            self._file.close()
        self._held.close()

    async def append(self, spooled: Spooled) -> None:
        """Writes a callback; on disk when this returns. Raises `StoreUnavailable`, and nothing is kept then.

        `run` has to be at work beside it.
        """
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((spooled, done))
        self._wanted.set()
        await done

    async def run(self) -> None:
        """Writes what is to be appended, together what came together, until it is cancelled."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            while self._waiting:
                batch, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
                await self._write_batch(batch)

    async def _write_batch(self, batch: list[tuple[Spooled, "asyncio.Future[None]"]]) -> None:
        self._at_work = True
        try:
            await asyncio.to_thread(self._write, [spooled for spooled, _ in batch])
        except OSError as error:
            log.error("ingress.not_spooled", why=error.strerror)
            _end(batch, StoreUnavailable("the spool cannot be written"))
        else:
            self.depth += len(batch)
            _end(batch, None)
            self.arrived.set()
        finally:
            self._at_work = False

    def _write(self, batch: list[Spooled]) -> None:
        file = self._opened()
        start = self._offset
        try:
            for spooled in batch:
                record = seal(spooled, self._keys, f"spool:{self._segment}:{self._offset}")
                file.write(record)
                self._offset += len(record)
            file.flush()
            os.fdatasync(file.fileno())
        except OSError:
            # What a failed sync left behind nobody knows: that segment is written to no more.
            self._offset = start
            with suppress(OSError):
                os.ftruncate(file.fileno(), start)
            file.close()
            self._file = None
            self._segment += 1
            self._offset = 0
            raise

    def _opened(self) -> IO[bytes]:
        if self._file is not None and self._offset >= SEGMENT_BYTES:
            self._file.close()
            self._file, self._segment, self._offset = None, self._segment + 1, 0
        if self._file is None:
            path = self._path(self._segment)
            self._file = open_private(path, "xb")
            sync_folder(self.folder)
        return self._file

    def read(self, after: SpoolPlace, most: int) -> list[Record]:
        """The next records behind a place, oldest first."""
        found = []
        for record in self._records(after):
            found.append(record)
            if len(found) >= most:
                break
        return found

    def sealed_apart(self, spooled: Spooled) -> bytes:
        """A record that lies elsewhere than in a segment."""
        return seal(spooled, self._keys, "spool:refused")

    @property
    def drained(self) -> SpoolPlace:
        """Up to here everything was handed over."""
        return self._drained

    def set_drained(self, place: SpoolPlace, count: int) -> None:
        """Notes how far was handed over, and removes the segments before; raises `OSError`."""
        with open_private(self.folder / "drained", "w") as file:
            file.write(_worded(place))
            file.flush()
            os.fsync(file.fileno())
        sync_folder(self.folder)
        self._drained = place
        self.depth -= count
        for segment in self._segments():
            whole = segment == place.segment and place.offset >= self._path(segment).stat().st_size
            if segment < place.segment or (whole and segment != self._segment):
                self._path(segment).unlink()
        if self.depth == 0 and self._file is not None:
            self._drop_written()

    def _drop_written(self) -> None:
        """Ends the segment that is written to: all of it was handed over."""
        if self._at_work or self._file is None or self._drained != (self._segment, self._offset):
            return
        self._file.close()
        self._path(self._segment).unlink()
        self._file, self._segment, self._offset = None, self._segment + 1, 0

    def _records(self, after: SpoolPlace | None = None, *, mend: bool = False) -> Iterator[Record]:
        after = self._drained if after is None else after
        for segment in self._segments():
            if segment >= after.segment:
                start = after.offset if segment == after.segment else 0
                yield from self._records_of(segment, start, mend=mend)

    def _records_of(self, segment: int, start: int, *, mend: bool) -> Iterator[Record]:
        path = self._path(segment)
        with path.open("r+b" if mend else "rb") as file:
            file.seek(start)
            offset = start
            while len(head := file.read(HEAD.size)) == HEAD.size:
                length, checksum = HEAD.unpack(head)
                # A power cut may leave zeros at the end, and the checksum of nothing is zero.
                payload = file.read(length) if 0 < length <= MOST_BYTES else b""
                if not payload or len(payload) != length or zlib.crc32(payload) != checksum:
                    break
                spooled = unseal(payload, self._keys, f"spool:{segment}:{offset}")
                offset += HEAD.size + length
                yield Record(spooled, SpoolPlace(segment, offset))
            unread = path.stat().st_size - offset
            if mend and unread:
                self._mend(file, segment, offset, unread)

    def _mend(self, file: IO[bytes], segment: int, offset: int, unread: int) -> None:
        """A crash tears the end of the last segment; anywhere else a disk lies, and what is left is kept."""
        log.warning("ingress.torn_end_cut", count=unread)
        if segment != max(self._segments()):
            shutil.copy(self._path(segment), self._path(segment).with_suffix(".broken"))
        file.truncate(offset)

    def _segments(self) -> list[int]:
        return sorted(int(path.stem) for path in self.folder.glob("*.spool"))

    def _path(self, segment: int) -> Path:
        return self.folder / f"{segment:012d}.spool"

    def _read_drained(self) -> SpoolPlace:
        try:
            said = (self.folder / "drained").read_text("ascii", "replace")
            place = SpoolPlace(*map(int, said.split()[:2]))
        except (FileNotFoundError, ValueError, TypeError):
            return SpoolPlace(0, 0)
        # Half written when the power went: all that is there is handed over again, and known by its ids.
        return place if said == _worded(place) else SpoolPlace(0, 0)


def _worded(place: SpoolPlace) -> str:
    words = f"{place.segment} {place.offset}"
    return f"{words} {zlib.crc32(words.encode()):08x}"


def _end(batch: list[tuple[Spooled, "asyncio.Future[None]"]], error: StoreUnavailable | None) -> None:
    for _, done in batch:
        if not done.done():  # nobody waits any more where it is
            if error is None:
                done.set_result(None)
            else:
                done.set_exception(error)


def _hold(folder: Path) -> IO[str]:
    held: IO[str] = open_private(folder / "lock", "w")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        held.close()
        raise SetupError(
            f"another ingress is at work on {folder}: give this one a name of its own"
        ) from error
    return held
