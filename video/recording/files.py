"""Where the files of a recording are read from: a folder, or memory."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from hub.errors import NotFound

CHUNK_BYTES = 1 << 20


class Files(Protocol):
    """The files of one recording, by name."""

    def names(self) -> set[str]:
        """Everything that lies there."""
        ...

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of one, piece by piece; raises `NotFound` where there is no such plain file."""
        ...


class FolderFiles:
    """A folder; links are not followed, and what is no plain file is not read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> set[str]:
        """Everything that lies there, folders and links among it."""
        return {each.name for each in self.folder.iterdir()}

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of one; raises `NotFound`."""
        path = self.folder / name
        if path.is_symlink() or not path.is_file():
            raise NotFound(f"{name} is missing, or no plain file")
        with path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                yield chunk


class MemoryFiles:
    """Files in memory."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files

    def names(self) -> set[str]:
        """Their names."""
        return set(self.files)

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of one, in one piece; raises `NotFound`."""
        if name not in self.files:
            raise NotFound(f"{name} is missing")
        yield self.files[name]


def read_whole(files: Files, name: str, limit: int) -> bytes | None:
    """The bytes of a file of at most `limit`; None where it is missing or longer."""
    held = bytearray()
    try:
        for chunk in files.chunks(name):
            held += chunk
            if len(held) > limit:
                return None
    except NotFound:
        return None
    return bytes(held)
