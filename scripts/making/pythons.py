"""Finds a Python 3.10 for the bot: on PATH, among pyenv's versions, among uv's, or by download."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from making.failure import CannotGoOnError
from making.shell import Shell, ask

WANTED = "3.10"
# A name is not enough: pyenv's shims exist and fail, and a Python built without ssl or zlib breaks later.
_PROBE = "import sys, ssl, sqlite3, zlib, ctypes; print('%d.%d' % sys.version_info[:2])"

MISSING = (
    "The bot needs Python 3.10, which is neither on PATH nor among pyenv's versions, and uv could not "
    "download it: run `uv python install 3.10` where there is a network, or `pyenv install 3.10`, "
    "or put a python3.10 on PATH, then run make again."
)


def find_python_310(shell: Shell, uv: str) -> str:
    """The path of a Python 3.10 that runs; raises `CannotGoOnError` saying how to get one."""
    for candidate in _candidates():
        if works(candidate):
            return candidate
    managed = [uv, "python", "find", "--managed-python", "--no-python-downloads", WANTED]
    found = ask(managed)
    if found is None:
        shell.run([uv, "python", "install", "--no-progress", WANTED], failed=MISSING)
        found = ask(managed)
    if found is None or not works(found):
        raise CannotGoOnError(MISSING)
    return found


def works(python: str) -> bool:
    """Whether this program runs, is Python 3.10 and has the modules that the bot lives on."""
    return ask([python, "-c", _PROBE]) == WANTED


def _candidates() -> Iterator[str]:
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        for name in (f"python{WANTED}", "python3"):
            found = shutil.which(name, path=folder) if folder else None
            if found:
                yield found
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from sorted(map(str, pyenv.glob(f"versions/{WANTED}*/bin/python")), reverse=True)
