"""Puts a backup back where nothing is: never over what is there."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection, inspect

from hub.errors import BadInput, SetupError
from hub.settings import Settings
from hub.store.database import Database
from hub.store.lock import hold_database
from hub.store.migrate import NEWER, known_revisions
from yuanqiao.backup.dumping import load
from yuanqiao.backup.manifest import DATABASE, BackupManifest, checked
from yuanqiao.backup.places import files_of, kept_folders


async def restore(
    settings: Settings, database: Database, folder: Path, migrations: Iterable[Path]
) -> BackupManifest:
    """Restores a backup that is whole into an empty house, which has to be stopped.

    Raises `BadInput` for a backup that is not whole or does not fit, `SetupError` where something is there.
    """
    manifest = checked(folder)
    kind = "sqlite" if database.is_sqlite else "postgresql"
    if manifest.database != kind:
        raise BadInput(f"the backup is one of {manifest.database}, and the settings name {kind}")
    if set(manifest.heads) - known_revisions(migrations):
        raise SetupError(NEWER)
    await _check_empty(settings, database)
    with hold_database(settings):
        load(database.url, folder / DATABASE)
        for name, target in kept_folders(settings).items():
            for file in files_of(folder / name):
                copy = target / file.relative_to(folder / name)
                copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                shutil.copyfile(file, copy)
    return manifest


async def _check_empty(settings: Settings, database: Database) -> None:
    _check_no_files(settings, database)
    if database.is_sqlite:
        return
    async with database.read() as connection:
        tables = await connection.run_sync(_tables)
    if tables:
        raise SetupError(f"the database has tables ({tables[0]}, …): a backup is restored into an empty one")


def _check_no_files(settings: Settings, database: Database) -> None:
    for target in kept_folders(settings).values():
        if next(files_of(target), None) is not None:
            raise SetupError(f"{target} is not empty: a backup is restored into an empty house")
    if database.is_sqlite and Path(database.url.database or "").exists():
        raise SetupError(f"{database.url.database} is there: a backup is restored into an empty house")


def _tables(connection: Connection) -> list[str]:
    return sorted(inspect(connection).get_table_names())
