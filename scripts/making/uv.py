"""Finds uv, which makes every environment, or installs it into `.uv/`."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from making.failure import CannotGoOnError
from making.places import ROOT
from making.shell import Shell, ask

PINNED = "0.13.9"
BY_HASH = [
    "--require-hashes",
    "--only-binary",
    ":all:",
    "--requirement",
    str(Path(__file__).with_name("uv.txt")),
]
OWN = ROOT / ".uv"

NO_INSTALLER = (
    "This Python ({python}) has neither venv nor pip, so nothing can be installed: "
    "run `apt-get install python3-venv` (or `python3-pip`; other systems have packages of the same kind), "
    "then run make again."
)


def find_or_install(shell: Shell) -> str:
    """The path of a uv that is new enough to read the lock files."""
    return find() or _install(shell)


def find() -> str | None:
    """A uv on PATH or in `.uv/` of the pinned version or a newer one."""
    for candidate in (shutil.which("uv"), *map(str, _own_places())):
        if candidate and _version(candidate) >= _parse(PINNED):
            return candidate
    return None


def _own_places() -> tuple[Path, Path]:
    return OWN / "bin" / "uv", OWN / "packages" / "bin" / "uv"


def _version(uv: str) -> tuple[int, ...]:
    return _parse(ask([uv, "--version"]) or "")


def _parse(text: str) -> tuple[int, ...]:
    found = re.search(r"(\d+)\.(\d+)\.(\d+)", text)
    return tuple(map(int, found.groups())) if found else ()


def _install(shell: Shell) -> str:
    shutil.rmtree(OWN, ignore_errors=True)
    failed = f"uv {PINNED} could not be installed from the package index"
    if _makes_venv():
        shell.run([str(OWN / "bin" / "python"), "-m", "pip", "install", *BY_HASH], failed=failed)
    elif _has("pip"):
        shutil.rmtree(OWN, ignore_errors=True)
        target = str(OWN / "packages")
        shell.run([sys.executable, "-m", "pip", "install", "--target", target, *BY_HASH], failed=failed)
    else:
        raise CannotGoOnError(NO_INSTALLER.format(python=sys.executable))
    uv = find()
    if uv is None:
        raise CannotGoOnError(f"uv {PINNED} was installed into {OWN} but does not run on this machine.")
    return uv


def _has(module: str) -> bool:
    # Asked of a fresh interpreter: Debian splits venv and pip off, and only an import tells.
    return ask([sys.executable, "-c", f"import {module}"]) is not None


def _makes_venv() -> bool:
    if not (_has("venv") and _has("ensurepip")):
        return False
    made = subprocess.run([sys.executable, "-m", "venv", str(OWN)], capture_output=True, check=False)
    return made.returncode == 0
