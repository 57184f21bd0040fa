"""The folder in which media lie: each file under the hash of its bytes, on disk before anyone is told.

ab/cd/abcd…     what is kept; written once, never changed
tmp/            what is being written; whatever a crash leaves there is swept away
"""

import contextlib
import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from hub.errors import Unavailable

LEFT_AFTER_S = 3600.0
"""What is so old in `tmp` was left by a process that died: nothing takes so long to write."""


class FolderFile(NamedTuple):
    """What lies in the folder: the SHA-256 in hex, and the size in bytes."""

    id: str
    bytes: int


class MediaFolder:
    """One folder, perhaps shared by several processes on several machines; every call blocks."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._temporary = root / "tmp"

    def path_of(self, media_id: str) -> Path:
        """Where a file lies, or would lie."""
        return self.root / media_id[:2] / media_id[2:4] / media_id

    @contextlib.contextmanager
    def writing(self) -> Iterator[Path]:
        """A path to write to; what still lies there at the end of the block is removed."""
        make_folder(self._temporary)
        path = self._temporary / secrets.token_hex(16)
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    def take_in(self, written: Path) -> FolderFile:
        """Moves a file that is on disk to its place; it survives a power cut once this returns."""
        kept = FolderFile(_hash(written), written.stat().st_size)
        place = self.path_of(kept.id)
        make_folder(place.parent)
        if not place.exists():
            written.chmod(0o600)
            written.replace(place)
        # Where it was there: whoever brought it may not have come so far yet.
        sync_folder(place.parent)
        return kept

    def check(self) -> None:
        """Raises `Unavailable` where nothing can be written."""
        try:
            with self.writing() as probe:
                probe.write_bytes(b"\0")
        except OSError as error:
            raise Unavailable(f"the media folder cannot be written: {error.strerror}") from error

    def sweep(self) -> int:
        """Removes what processes that died left behind, and tells how much it was."""
        removed = 0
        for path in self._temporary.glob("*"):
            with contextlib.suppress(FileNotFoundError):  # another process sweeps, too
                if time.time() - path.stat().st_mtime > LEFT_AFTER_S:
                    path.unlink()
                    removed += 1
        return removed


def make_folder(folder: Path) -> None:
    """Makes a folder and those above it; their entries are on disk when this returns."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Has the disk keep which files a folder holds."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
