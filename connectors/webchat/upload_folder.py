"""The uploads of web chats on disk: the bytes that came so far, and a journal of each.

    KEY.UUID.data     the file, as long as it was announced, until it was looked into
    KEY.UUID.journal  lines of JSON: what was announced, every piece that is on disk, and the verdict

A piece counts once its line is in the journal, and the line is written once the piece is on disk: what was
acknowledged survives a power cut, and what a crash left half written is written over. KEY is the identity's
key, so nobody can name another's upload. Several hubs may share the folder.
"""

import contextlib
import fcntl
import json
import os
import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from hub.errors import BadInput, BadMedia, Conflict, NotFound, TooMany, bad_media
from hub.messages import Media

UNFINISHED_LIMIT = 2000
UNFINISHED_BYTES_LIMIT = 4_000_000_000
"""Most uploads of everybody that have no verdict yet, and bytes that were announced for them."""

OWN_UNFINISHED_LIMIT = 8
OWN_UNFINISHED_BYTES_LIMIT = 60_000_000
"""The same for one visitor."""

FULL_RETRY_S = 60.0

FORGOTTEN_AFTER_S = 7200.0
"""An upload that has grown by nothing for so long is given up."""

KNOWN_FOR_S = 7 * 86_400.0
"""So long it is known what became of an upload: a message that names it may be sent again."""


@dataclass(frozen=True, slots=True)
class StoredUpload:
    """An upload as far as it is on disk; `media` or `refused` is the verdict once there is one."""

    identity: str
    id: str
    length: int
    name: str
    offset: int = 0
    media: Media | None = None
    refused: BadMedia | None = None

    @property
    def is_whole(self) -> bool:
        """Whether every byte has come."""
        return self.offset == self.length

    @property
    def has_verdict(self) -> bool:
        """Whether the file was looked into."""
        return self.media is not None or self.refused is not None


class UploadFolder:
    """One folder of uploads; every call blocks."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._creating = threading.Lock()

    def create(self, upload: StoredUpload) -> StoredUpload:
        """Begins an upload, or finds the one that was begun under this id.

        Raises `Conflict` where that one was announced with another length, `TooMany` beyond the limits.
        """
        with self._creating:
            known = self.find(upload.identity, upload.id)
            if known is None:
                self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._check_room(upload)
                self._begin(upload)
                known = self._read(upload.identity, upload.id)
        if known.length != upload.length:
            raise Conflict("an upload of another length has this id")
        return known

    def find(self, identity: str, upload_id: str) -> StoredUpload | None:
        """The upload; None where it never was, or was given up."""
        try:
            return self._read(identity, upload_id)
        except NotFound:
            return None

    def append(self, identity: str, upload_id: str, offset: int, piece: bytes) -> StoredUpload:
        """Adds a piece; it is on disk when this returns.

        Raises `NotFound`, `Conflict` where the upload is at another offset, `BadInput` for more than was
        announced.
        """
        with self._held(identity, upload_id) as journal:
            upload, end = _fold(identity, upload_id, journal.read())
            if offset != upload.offset:
                raise Conflict("the upload is at another offset", offset=upload.offset)
            if offset + len(piece) > upload.length:
                raise BadInput("more bytes than were announced")
            if not piece:
                return upload
            with self.data(upload).open("r+b") as file:
                file.seek(offset)
                file.write(piece)
                _sync(file)
            _write_line(journal, end, {"offset": offset + len(piece)})
            return replace(upload, offset=offset + len(piece))

    def settle(self, upload: StoredUpload) -> None:
        """Writes the verdict down and lets the bytes that came go."""
        with self._held(upload.identity, upload.id) as journal:
            known, end = _fold(upload.identity, upload.id, journal.read())
            if not known.has_verdict:
                _write_line(journal, end, _verdict(upload))
            self.data(upload).unlink(missing_ok=True)

    def remove(self, identity: str, upload_id: str) -> None:
        """Gives an upload up; raises `NotFound`."""
        upload = self._read(identity, upload_id)
        self._journal(identity, upload_id).unlink(missing_ok=True)
        self.data(upload).unlink(missing_ok=True)

    def data(self, upload: StoredUpload) -> Path:
        """Where the bytes of an upload lie."""
        return self._root / f"{upload.identity}.{upload.id}.data"

    def sweep(self) -> int:
        """Removes what was given up or is known long enough, and tells how many files it were."""
        removed, unfinished = 0, {path.stem for path in self._root.glob("*.data")}
        # Journals before data: without its journal an upload is not there, and without its data it is broken.
        for path in sorted(self._root.glob("*.*"), reverse=True):
            is_short_lived = path.stem in unfinished or path.suffix == ".new"
            keep_s = FORGOTTEN_AFTER_S if is_short_lived else KNOWN_FOR_S
            with contextlib.suppress(FileNotFoundError):  # another hub sweeps, too
                if time.time() - path.stat().st_mtime > keep_s:
                    path.unlink()
                    removed += 1
        return removed

    def _check_room(self, upload: StoredUpload) -> None:
        sizes = {path.name: _size(path) for path in self._root.glob("*.data")}
        own = [size for name, size in sizes.items() if name.startswith(f"{upload.identity}.")]
        for found, most, most_bytes in (
            (own, OWN_UNFINISHED_LIMIT, OWN_UNFINISHED_BYTES_LIMIT),
            (list(sizes.values()), UNFINISHED_LIMIT, UNFINISHED_BYTES_LIMIT),
        ):
            if len(found) >= most or sum(found) + upload.length > most_bytes:
                raise TooMany("too many unfinished uploads", retry_after_s=FULL_RETRY_S)

    def _begin(self, upload: StoredUpload) -> None:
        """The data first and the journal last, whole or not at all: it says that the upload is there."""
        with self.data(upload).open("wb") as file:
            file.truncate(upload.length)
            _sync(file)
        fresh = self._root / f"{secrets.token_hex(8)}.new"
        with fresh.open("wb") as file:
            _write_line(file, 0, {"length": upload.length, "name": upload.name})
        fresh.replace(self._journal(upload.identity, upload.id))
        handle = os.open(self._root, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def _read(self, identity: str, upload_id: str) -> StoredUpload:
        try:
            written = self._journal(identity, upload_id).read_bytes()
        except FileNotFoundError as error:
            raise NotFound("there is no such upload") from error
        return _fold(identity, upload_id, written)[0]

    def _journal(self, identity: str, upload_id: str) -> Path:
        return self._root / f"{identity}.{upload_id}.journal"

    @contextlib.contextmanager
    def _held(self, identity: str, upload_id: str) -> Iterator[BinaryIO]:
        """The journal, held against everybody else who would write to it."""
        try:
            journal = self._journal(identity, upload_id).open("r+b")
        except FileNotFoundError as error:
            raise NotFound("there is no such upload") from error
        with journal:
            fcntl.flock(journal, fcntl.LOCK_EX)
            yield journal


def _fold(identity: str, upload_id: str, written: bytes) -> tuple[StoredUpload, int]:
    """What a journal tells, and where its last whole line ends: a crash may have left a part of one."""
    first, *others = written[: written.rfind(b"\n") + 1].splitlines(keepends=True)
    announced = json.loads(first)
    upload, end = StoredUpload(identity, upload_id, announced["length"], announced["name"]), len(first)
    for line in others:
        try:
            upload = _follow(upload, json.loads(line))
        except ValueError:
            break
        end += len(line)
    return upload, end


def _follow(upload: StoredUpload, step: dict[str, Any]) -> StoredUpload:
    if "media" in step:
        return replace(upload, media=Media.model_validate(step["media"]))
    if "refused" in step:
        return replace(upload, refused=bad_media(step["refused"], step["detail"]))
    return replace(upload, offset=int(step["offset"]))


def _verdict(upload: StoredUpload) -> dict[str, Any]:
    if upload.media is not None:
        return {"media": upload.media.model_dump()}
    if upload.refused is not None:
        return {"refused": upload.refused.code, "detail": upload.refused.detail}
    raise ValueError("an upload without a verdict")


def _write_line(journal: BinaryIO, end: int, step: dict[str, Any]) -> None:
    journal.seek(end)
    journal.truncate()
    journal.write(json.dumps(step).encode() + b"\n")
    _sync(journal)


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # it got its verdict just now
        return 0
