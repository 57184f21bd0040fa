"""The pointer file of the embedded index: which of the built versions readers use."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from hub.errors import Unavailable

FORMAT = 3
"""Counted up whenever an index changes its form: 2 tells audiences, regions and segments, 3 its synonyms."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """One built version: its number and folder `v<number>`, and what it was built from.

    `change` is the knowledge base's change number, `analysis` the fingerprint of normalisation and synonyms;
    `grown`: so many changed articles were brought in since all were indexed.
    """

    number: int
    change: int
    analysis: str
    documents: int
    format: int = FORMAT
    grown: int = 0

    def folder(self, index_dir: Path) -> Path:
        """Where this version lies."""
        return index_dir / f"v{self.number}"


def path_of(index_dir: Path) -> Path:
    """The pointer file of an index."""
    return index_dir / "current.json"


def read(index_dir: Path) -> Pointer | None:
    """The version in use, `None` before the first build; raises `Unavailable` for what nobody can read."""
    try:
        text = path_of(index_dir).read_text("utf-8")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Unavailable("the search index cannot be read", cause=str(error)) from error
    try:
        pointer = Pointer(**json.loads(text))
    except (ValueError, TypeError) as error:
        raise Unavailable("the search index is of an unknown form: rebuild it") from error
    if pointer.format != FORMAT:
        raise Unavailable("the search index is of another format: rebuild it", format=pointer.format)
    return pointer


def replace(index_dir: Path, pointer: Pointer) -> None:
    """Makes a version the one in use, at once for every reader, and on disk when this returns."""
    target = path_of(index_dir)
    temporary = target.with_suffix(".tmp")
    with temporary.open("w", encoding="utf-8") as file:
        json.dump(asdict(pointer), file)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(target)
    directory = os.open(index_dir, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def read_number(index_dir: Path) -> int | None:
    """The number in use, `None` where there is none or nobody can read it: then a build begins anew."""
    try:
        pointer = read(index_dir)
    except Unavailable:
        return None
    return pointer.number if pointer else None
