"""A real PostgreSQL of the tests' own: its files in a temporary folder, on a free port of loopback."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.ports import free_port

INSTALL = "apt-get install postgresql"


def find_binaries() -> Path | None:
    """The folder of initdb and pg_ctl, from PATH or from where Debian keeps them."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    return folders[-1] if folders else None


class Postgres:
    """One cluster; every database in it is made from an empty template."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self._binaries = binaries
        self.data = folder / "data"
        self.port = free_port()
        self._folder = folder
        self._made = 0

    def start(self) -> None:
        """Makes the cluster where there is none, and starts it."""
        if not self.data.exists():
            self._run(
                "initdb", "-D", str(self.data), "-U", "yuanqiao", "-A", "trust", "-E", "UTF8", "--no-sync"
            )
        options = f"-p {self.port} -h 127.0.0.1 -k {self._folder}"
        log = str(self._folder / "log")
        self._run("pg_ctl", "-D", str(self.data), "-l", log, "-o", options, "-w", "start")

    def stop(self) -> None:
        """Stops the cluster at once."""
        self._run("pg_ctl", "-D", str(self.data), "-m", "immediate", "-w", "stop")

    def new_database(self) -> str:
        """The SQLAlchemy URL of a fresh, empty database."""
        self._made += 1
        name = f"test_{self._made}"
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "yuanqiao", name)
        return f"postgresql+asyncpg://yuanqiao@127.0.0.1:{self.port}/{name}"

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._binaries / program), *arguments]
        if os.geteuid() == 0:
            # PostgreSQL refuses to run as root; Debian's package brings a user for it.
            command = ["runuser", "-u", "postgres", "--", *command]
        # What it prints goes to a file: a pipe would stay open as long as the server runs.
        with (self._folder / "commands.log").open("a") as out:
            subprocess.run(command, check=True, stdout=out, stderr=out, timeout=60, cwd="/")


@contextmanager
def running_postgres(binaries: Path) -> Iterator[Postgres]:
    """A cluster that runs while the block does."""
    folder = Path(tempfile.mkdtemp(prefix="yuanqiao-pg-"))
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
    postgres = Postgres(binaries, folder)
    try:
        postgres.start()
        yield postgres
    finally:
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)
