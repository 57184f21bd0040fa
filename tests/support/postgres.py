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

from tests.support.ports import lasting_port
from tests.support.processes import children_of, runs

INSTALL = "apt-get install postgresql"
GONE_WITHIN_S = 10.0


def find_binaries() -> Path | None:
    """The folder of initdb and pg_ctl, from PATH or from where Debian keeps them."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    return folders[-1] if folders else None


class Postgres:
    """One cluster, always on the same port; every database in it is made from an empty template."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self._binaries = binaries
        self.data = folder / "data"
        self.port = lasting_port()
        self._folder = folder
        self._made = 0

    def start(self) -> None:
        """Makes the cluster where there is none, and starts it."""
        if not self.data.exists():
            self._run(
                "initdb", "-D", str(self.data), "-U", "yuanqiao", "-A", "trust", "-E", "UTF8", "--no-sync"
            )
        options = f"-p {self.port} -h 127.0.0.1 -k ''"
        log = str(self._folder / "log")
        self._run("pg_ctl", "-D", str(self.data), "-l", log, "-o", options, "-w", "start")

    def stop(self) -> None:
        """Stops the cluster at once, if it runs."""
        if (self.data / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", str(self.data), "-m", "immediate", "-w", "stop")

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
        self._run("pg_ctl", "-D", str(self.data), "reload")

    def new_database(self) -> str:
        """The SQLAlchemy URL of a fresh, empty database."""
        self._made += 1
        name = f"test_{self._made}"
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "yuanqiao", name)
        return f"postgresql+asyncpg://yuanqiao@127.0.0.1:{self.port}/{name}"

    def _postmaster(self) -> int:
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._binaries / program), *arguments]
        if os.geteuid() == 0:
            # PostgreSQL refuses to run as root; Debian's package brings a user for it.
            command = ["runuser", "-u", "postgres", "--", *command]
        # What it prints goes to a file: a pipe would stay open as long as the server runs.
        with (self._folder / "commands.log").open("a") as out:
            code = subprocess.run(
                command, check=False, stdout=out, stderr=out, timeout=60, cwd="/"
            ).returncode
        if code != 0:
            said = [file.read_text(errors="replace")[-1000:] for file in sorted(self._folder.glob("*log"))]
            raise RuntimeError(f"{program} ended with {code}:\n" + "\n".join(said))


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
