"""Content hashes, and the small files that say what something was last made from."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path


def digest(paths: Iterable[Path], *more: str) -> str:
    """SHA-256 (hex) over names and contents of files, and over further words; a file may be missing."""
    total = hashlib.sha256()
    for word in more:
        total.update(word.encode() + b"\0")
    for path in sorted(paths):
        content = path.read_bytes() if path.is_file() else b"missing"
        total.update(f"{path.name}\0{path}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


def files_below(folder: Path, *, without: frozenset[str]) -> Iterator[Path]:
    """Every file below a folder, except in sub-folders of the given names."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in without)
        yield from (Path(place) / name for name in sorted(names))


def read(stamp: Path) -> str:
    """What a stamp holds, or nothing."""
    return stamp.read_text("utf-8").strip() if stamp.is_file() else ""


def write(stamp: Path, text: str) -> None:
    """Writes a stamp whole or not at all."""
    fresh = stamp.with_name(stamp.name + ".new")
    fresh.write_text(text + "\n", "utf-8")
    fresh.replace(stamp)
