"""A real PostgreSQL of the tests' own: its files in a temporary folder, on a free port of loopback."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.support.ports import free_port
from tests.support.postgres_client import PostgresClient
from tests.support.processes import children_of, runs

INSTALL = "apt-get install postgresql"
GONE_WITHIN_S = 30.0


def find_binaries() -> Path | None:
    """The folder of initdb and pg_ctl, from PATH or from where Debian keeps them."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    return folders[-1] if folders else None


class Postgres:
    """One cluster, always on the same port; every database in it is made from an empty template."""

    def __init__(self, binaries: Path, folder: Path, port: int | None = None) -> None:
        """`port`: where it listens already, if another process has started it."""
        self.binaries = binaries
        self.data = folder / "data"
        self.port = free_port() if port is None else port
        self.folder = folder
        self._made = 0

    def start(self, **settings: str) -> None:
        """Makes the cluster where there is none, and starts it; `settings` are of the server's own."""
        if not self.data.exists():
            self.run(
                "initdb", "-D", str(self.data), "-U", "yuanqiao", "-A", "trust", "-E", "UTF8", "--no-sync"
            )
        options = f"-p {self.port} -h 127.0.0.1 -k ''"
        options += "".join(f" -c {name}={value}" for name, value in settings.items())
        log = str(self.folder / "log")
        self.run("pg_ctl", "-D", str(self.data), "-l", log, "-o", options, "-w", "start")

    def stop(self) -> None:
        """Stops the cluster at once, if it runs."""
        if (self.data / "postmaster.pid").exists():
            self.run("pg_ctl", "-D", str(self.data), "-m", "immediate", "-w", "stop")

    def kill(self) -> None:
        """Kills the server with -9, the postmaster and all that it started; `start` recovers it."""
        postmaster = self._postmaster()
        processes = [postmaster, *children_of(postmaster)]
        for pid in processes:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + GONE_WITHIN_S
        while any(runs(pid) for pid in processes):
            if time.monotonic() > deadline:
                raise TimeoutError("PostgreSQL does not die")
            time.sleep(0.002)
        # All are dead, but one that init has not reaped yet would look alive to the next postmaster.
        (self.data / "postmaster.pid").unlink()

    def configure(self, **settings: str) -> None:
        """Writes settings of the server, for whoever connects from now on."""
        with (self.data / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
        self.run("pg_ctl", "-D", str(self.data), "reload")

    def new_database(self, name: str = "", *, template: str = "template1") -> str:
        """The SQLAlchemy URL of a fresh database: empty, or a copy of another that nobody is connected to."""
        if not name:
            self._made += 1
            name = f"test_{os.getpid()}_{self._made}"  # several processes may make some in one cluster
        self._ask(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return f"postgresql+asyncpg://yuanqiao@127.0.0.1:{self.port}/{name}"

    def drop(self, url: str) -> None:
        """Drops one of its databases, whoever is still connected to it."""
        self._ask(f'DROP DATABASE IF EXISTS "{url.rpartition("/")[2]}" WITH (FORCE)')

    def _ask(self, statement: str) -> None:
        with PostgresClient(self.port, "postgres") as client:
            client.run(statement)

    def _postmaster(self) -> int:
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def run(self, program: str, *arguments: str) -> None:
        """Runs one of its programs to its end; raises `RuntimeError` with the end of the logs."""
        command = [str(self.binaries / program), *arguments]
        if os.geteuid() == 0:
            # PostgreSQL refuses to run as root; Debian's package brings a user for it.
            command = ["runuser", "-u", "postgres", "--", *command]
        # What it prints goes to a file: a pipe would stay open as long as the server runs.
        with (self.folder / "commands.log").open("a") as out:
            code = subprocess.run(
                command, check=False, stdout=out, stderr=out, timeout=60, cwd="/"
            ).returncode
        if code != 0:
            said = [file.read_text(errors="replace")[-1000:] for file in sorted(self.folder.glob("*log"))]
            raise RuntimeError(f"{program} ended with {code}:\n" + "\n".join(said))


def new_folder(within: Path | None = None) -> Path:
    """A folder for a cluster, which the account that PostgreSQL runs under may write to."""
    folder = Path(tempfile.mkdtemp(prefix="yuanqiao-pg-", dir=within))
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
    return folder


def remove(postgres: Postgres) -> None:
    """Stops a cluster and removes its files."""
    try:
        postgres.stop()
    finally:
        shutil.rmtree(postgres.folder, ignore_errors=True)


@contextmanager
def running_postgres(binaries: Path) -> Iterator[Postgres]:
    """A cluster that runs while the block does."""
    postgres = Postgres(binaries, new_folder())
    try:
        postgres.start()
        yield postgres
    finally:
        remove(postgres)
