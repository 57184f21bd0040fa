"""Makes a backup beside the running house: all that was accepted before it began is in it."""

import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from hub.errors import BadInput
from hub.settings import Settings
from hub.store.database import Database
from hub.store.migrate import current_revisions
from yuanqiao.backup.dumping import check_there, dump
from yuanqiao.backup.manifest import DATABASE, BackupManifest, measured, write_manifest
from yuanqiao.backup.places import BEFORE_DATABASE, files_of, kept_folders


async def make_backup(
    settings: Settings, database: Database, folder: Path, now: datetime, done: Callable[[], None]
) -> BackupManifest:
    """Writes a whole backup into a new folder; `done` is called for each file.

    Raises `BadInput` where the folder is there already, `SetupError`, `StoreUnavailable`. What was begun
    and not finished has no manifest.
    """
    check_there(database.url)
    _make_folder(folder)
    async with database.read() as connection:
        heads = await connection.run_sync(current_revisions)
    for name, source in kept_folders(settings).items():
        if name in BEFORE_DATABASE:
            _copy(source, folder / name, done)
    dump(database.url, folder / DATABASE)
    done()
    for name, source in kept_folders(settings).items():
        if name not in BEFORE_DATABASE:
            _copy(source, folder / name, done)
    manifest = BackupManifest(
        made_at=now,
        database="sqlite" if database.is_sqlite else "postgresql",
        heads=tuple(sorted(heads)),
        files=tuple(measured(folder, each) for each in files_of(folder)),
    )
    write_manifest(folder, manifest)
    return manifest


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True)
    except FileExistsError as error:
        raise BadInput(f"{folder} is there already; it is not written over") from error


def _copy(source: Path, target: Path, done: Callable[[], None]) -> None:
    for file in files_of(source):
        copy = target / file.relative_to(source)
        copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            shutil.copyfile(file, copy)
        except FileNotFoundError:
            continue  # drained, swept or renamed meanwhile: what it held is where the house moved it
        with copy.open("rb") as opened:
            os.fsync(opened.fileno())
        done()
