"""Files that nobody else may read, on disk with the folder that names them."""

import os
from pathlib import Path
from typing import Any


def open_private(path: Path, mode: str) -> Any:
    """Opens a file that only its owner may read, unbuffered where it is binary."""
    return open(path, mode, buffering=0 if "b" in mode else -1, opener=_private)


def sync_folder(folder: Path) -> None:
    """Has the folder itself on disk: the names of its files."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
