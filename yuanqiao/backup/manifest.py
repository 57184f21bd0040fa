"""What a backup says of itself: every file with its size and SHA-256, written when all else is on disk."""

import hashlib
import os
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hub.errors import BadInput

MANIFEST = "manifest.json"
DATABASE = "database"
PIECE_BYTES = 1 << 20


class BackupFile(BaseModel):
    """One file of a backup; `path`: relative to its folder."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str
    size: int = Field(ge=0)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class BackupManifest(BaseModel):
    """A whole backup; without this file a folder is none. `heads`: the revisions of its schema."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: Literal[1] = 1
    made_at: datetime
    database: Literal["sqlite", "postgresql"]
    heads: tuple[str, ...]
    files: tuple[BackupFile, ...]


def measured(folder: Path, file: Path) -> BackupFile:
    """What the manifest says of a file below the folder of the backup."""
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as opened:
        while piece := opened.read(PIECE_BYTES):
            digest.update(piece)
            size += len(piece)
    return BackupFile(path=file.relative_to(folder).as_posix(), size=size, sha256=digest.hexdigest())


def write_manifest(folder: Path, manifest: BackupManifest) -> None:
    """Writes it, synced: from then on the folder is a backup."""
    with (folder / MANIFEST).open("x", encoding="utf-8") as file:
        file.write(manifest.model_dump_json(indent=1))
        file.flush()
        os.fsync(file.fileno())


def checked(folder: Path) -> BackupManifest:
    """The manifest of a backup that is whole; raises `BadInput` with the first thing that is not."""
    try:
        manifest = BackupManifest.model_validate_json((folder / MANIFEST).read_bytes())
    except FileNotFoundError as error:
        raise BadInput(
            f"{folder} has no {MANIFEST}: it is no backup, or one that was not finished"
        ) from error
    except ValidationError as error:
        raise BadInput(f"{folder / MANIFEST} is not the manifest of a backup of this version") from error
    for each in manifest.files:
        file = folder / each.path
        if ".." in Path(each.path).parts or Path(each.path).is_absolute():
            raise BadInput(f"the manifest names a file outside of the backup: {each.path}")
        if file.is_symlink() or not file.is_file():
            raise BadInput(f"{file} is missing")
        if measured(folder, file) != each:
            raise BadInput(f"{file} is not what was backed up")
    return manifest
