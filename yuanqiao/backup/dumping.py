"""The database as one file, as it was at one moment: read while the house writes, put back where nothing is.

SQLite by its online backup (https://www.sqlite.org/backup.html), PostgreSQL by its pg_dump and pg_restore.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL

from hub.errors import SetupError, StoreUnavailable
from hub.store.servers import environment_of

SQLITE_FILE, POSTGRES_FILE = "yuanqiao.db", "yuanqiao.dump"
SAID = 400


def check_there(url: URL) -> None:
    """Raises `SetupError` where an SQLite file is named that is not there: opening it would make one."""
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise SetupError(f"there is no database at {url.database}")


def dump(url: URL, folder: Path) -> Path:
    """Writes the database into a folder, synced; raises `SetupError`, `StoreUnavailable`."""
    folder.mkdir()
    if url.get_backend_name() == "sqlite":
        return _dump_sqlite(Path(url.database or ""), folder / SQLITE_FILE)
    file = folder / POSTGRES_FILE
    _run(url, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={file}")
    _sync(file)
    return file


def load(url: URL, folder: Path) -> None:
    """Puts a dump back where nothing is; raises `SetupError`, `StoreUnavailable`."""
    if url.get_backend_name() == "sqlite":
        _load_sqlite(folder / SQLITE_FILE, Path(url.database or ""))
    else:
        options = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges")
        _run(url, "pg_restore", *options, f"--dbname={url.database}", str(folder / POSTGRES_FILE))


def _dump_sqlite(source: Path, target: Path) -> Path:
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as reading,
            closing(sqlite3.connect(target)) as writing,
        ):
            reading.backup(writing)
            # One file, that opens anywhere: its log belongs to the place that it came from.
            writing.execute("PRAGMA journal_mode=DELETE")
            found = writing.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.Error as error:
        raise StoreUnavailable("the database cannot be read", cause=str(error)) from error
    if found != "ok":
        raise StoreUnavailable(f"the copy of the database is not sound: {str(found)[:SAID]}")
    _sync(target)
    return target


def _load_sqlite(source: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = target.with_suffix(".restoring")
    shutil.copyfile(source, part)
    _sync(part)
    part.rename(target)


def _run(url: URL, program: str, *arguments: str) -> None:
    """Runs one of PostgreSQL's programs; the password goes by the environment, which no other user sees."""
    if shutil.which(program) is None:
        raise SetupError(
            f"{program} is missing: install PostgreSQL's client of the server's version or newer"
        )
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    try:
        subprocess.run(  # noqa: S603  (a program of PostgreSQL, with the settings of the operator)
            [program, "--no-password", *arguments],
            env=environment | environment_of(url),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        raise StoreUnavailable(f"{program} failed: {error.stderr.strip()[:SAID]}") from error


def _sync(file: Path) -> None:
    with file.open("rb") as opened:
        os.fsync(opened.fileno())
