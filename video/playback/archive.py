"""One file of a sealed recording, to be taken out of the house: made while it is sent."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

CHUNK_BYTES = 1 << 20
MIME = "application/zip"


class _Pipe(io.RawIOBase):
    """Takes what is written, to be handed on; nobody can go back in it."""

    def __init__(self) -> None:
        self.held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        """Takes bytes."""
        taken = bytes(data)  # type: ignore[call-overload]
        self.held += taken
        return len(taken)

    def take(self) -> bytes:
        """What was written since the last time."""
        taken = bytes(self.held)
        self.held.clear()
        return taken


def archive(sealed: Path, picture: Path) -> Iterator[bytes]:
    """The pieces of a ZIP: the sealed folder as `recording/`, and the picture beside it where there is one.

    Nothing is compressed: media are already. Raises `OSError`.
    """
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as packed:
        for name, path in _files(sealed, picture):
            with packed.open(zipfile.ZipInfo(name), "w", force_zip64=True) as into, path.open("rb") as source:
                while chunk := source.read(CHUNK_BYTES):
                    into.write(chunk)
                    yield pipe.take()
    yield pipe.take()


def _files(sealed: Path, picture: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(sealed.iterdir()):
        if path.is_file() and not path.is_symlink():
            yield f"recording/{path.name}", path
    if picture.is_file():
        yield picture.name, picture
