"""Which model is to be loaded: only a file whose SHA-256 is the one in `current.json`.

Imports nothing of Rasa: that takes seconds, and a model that cannot be used is told before.
"""

from pathlib import Path

from bot.errors import CannotStart
from bot.inputs import file_sha256, read_current

NO_MODEL = 3
"""Exit code for a model that is missing, altered or unreadable."""


def current_model(directory: Path) -> tuple[Path, str]:
    """The file that `current.json` names, and its SHA-256; raises `CannotStart` with one clear sentence."""
    stored = read_current(directory)
    if stored is None:
        raise CannotStart(f"There is no model in {directory}: run `python -m bot.train`.", NO_MODEL)
    path = directory / stored.model
    try:
        found = file_sha256(path)
    except OSError:
        raise CannotStart(f"The model {path} cannot be read: run `python -m bot.train`.", NO_MODEL) from None
    if found != stored.sha256:
        raise CannotStart(
            f"The model {path} is not the one that was trained (its SHA-256 differs from current.json): "
            "run `python -m bot.train`.",
            NO_MODEL,
        )
    return path, found
