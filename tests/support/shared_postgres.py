"""One PostgreSQL for all workers of a test run: whoever needs it first starts it, the run's end stops it."""

import shutil
from pathlib import Path

from tests.support import run
from tests.support.migrated import COPIES, migrate_at
from tests.support.postgres import Postgres, new_folder, remove

TEMPLATE = "migrated"
"""The database that migrated ones are copied from; copying takes a fraction of the time of migrating."""

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
ROOM = 2**30
"""Bytes that the shared cluster may need; where memory has less, it lies on the disk."""

SETTINGS = {
    # Each worker's hubs keep pools of their own.
    "max_connections": "500",
    # No test of the shared server cuts the power; killed processes lose nothing by this.
    "fsync": "off",
    "max_wal_size": "128MB",
}


def shared_postgres(binaries: Path) -> Postgres:
    """The cluster of this run, started where it does not run yet."""
    with run.one_at_a_time("postgres") as note:
        if not note.exists():
            started = Postgres(binaries, new_folder(_place()))
            try:
                started.start(**SETTINGS)
            except BaseException:
                remove(started)
                raise
            note.write_text(f"{binaries}\n{started.folder}\n{started.port}\n")
    found = _noted()
    assert found is not None
    return found


def migrated_copy(postgres: Postgres) -> str:
    """The URL of a fresh, migrated database of the shared cluster."""
    with run.one_at_a_time("postgres-migrated") as note:
        if not note.exists():
            migrate_at(postgres.new_database(TEMPLATE))
            note.touch()
    url = postgres.new_database(template=TEMPLATE)
    COPIES.add(url)
    return url


def stop_shared_postgres() -> None:
    """Stops the cluster of this run, if one was started, and removes its files."""
    if (started := _noted()) is not None:
        remove(started)


def _place() -> Path | None:
    """Memory, if there is room: every database is some 300 files, which a disk takes seconds to make."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    return MEMORY if roomy else None


def _noted() -> Postgres | None:
    note = run.folder() / "postgres"
    if not note.exists():
        return None
    binaries, folder, port = note.read_text().splitlines()
    return Postgres(Path(binaries), Path(folder), int(port))
