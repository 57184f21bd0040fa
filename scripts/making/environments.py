"""The three environments, each made by uv from its own lock file."""

import sys
from dataclasses import dataclass
from pathlib import Path

from making import pythons, stamps
from making.failure import CannotGoOnError
from making.places import ROOT
from making.shell import Shell, clean_environment

STAMP = ".made-from"


@dataclass(frozen=True)
class Environment:
    """One project with a lock file; `extra` is the extra that the root's processes need."""

    title: str
    project: Path
    python_310: bool = False
    extra: str = ""
    build_group: str = ""

    @property
    def venv(self) -> Path:
        """Where the environment lies."""
        return self.project / ".venv"

    @property
    def python(self) -> Path:
        """The environment's interpreter."""
        return self.venv / "bin" / "python"

    def is_made(self, *, for_tests: bool) -> bool:
        """Whether it was made from these very lock files; one made for tests serves for running too."""
        stamp = stamps.read(self.venv / STAMP)
        accepted = {self._content("tests")} | (set() if for_tests else {self._content("run")})
        return self.python.exists() and stamp in accepted

    def make(self, shell: Shell, uv: str, *, for_tests: bool) -> None:
        """Brings the environment to what the lock file says."""
        if not (self.project / "uv.lock").is_file():
            raise CannotGoOnError(f"{self.project / 'uv.lock'} is missing: this checkout is not complete.")
        shell.run(
            self._command(shell, uv, for_tests=for_tests),
            failed=f"{self.title} could not be made from {self.project.name}/uv.lock",
            env=clean_environment() | {"UV_NO_PROGRESS": "1"},
        )
        stamps.write(self.venv / STAMP, self._content("tests" if for_tests else "run"))

    def _command(self, shell: Shell, uv: str, *, for_tests: bool) -> list[str]:
        command = [uv, "sync", "--frozen", "--project", str(self.project)]
        if self.extra:
            command += ["--extra", self.extra]
        if not for_tests:
            # inexact: running once must not tear the test tools out again
            command += ["--no-dev", "--inexact"]
            command += ["--group", self.build_group] if self.build_group else []
        if not self.python_310:
            command += ["--reinstall-package", "yuanqiao"]  # finds packages added since
        if not self.python.exists():
            command += ["--python", pythons.find_python_310(shell, uv) if self.python_310 else sys.executable]
        return command

    def _content(self, purpose: str) -> str:
        packages = sorted(str(found.parent.relative_to(ROOT)) for found in ROOT.glob("*/__init__.py"))
        return stamps.digest(
            [self.project / "pyproject.toml", self.project / "uv.lock", ROOT / "pyproject.toml"],
            purpose,
            str(self.python.resolve()),
            *packages,
        )


HUB = Environment("the hub's environment", ROOT, extra="server", build_group="build")
ACTIONS = Environment("the actions' environment", ROOT / "actions")
BOT = Environment("the bot's environment", ROOT / "bot", python_310=True)
ALL = (HUB, ACTIONS, BOT)
