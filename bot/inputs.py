"""Knows what a model is made from, and whether the stored model was made from exactly that.

Imports nothing of Rasa: asking whether training is needed must cost next to nothing.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CURRENT = "current.json"

CONFIG = ROOT / "config.yml"
DOMAIN = ROOT / "domain.yml"
DATA = ROOT / "bot" / "data"

# The lock file stands for Rasa and the libraries below it, the components for our own arithmetic.
FILES = ("config.yml", "domain.yml", "bot/uv.lock", "bot/training.py")
FOLDERS = {"bot/data": "*.yml", "bot/components": "*.py"}


@dataclass(frozen=True)
class StoredModel:
    """What `current.json` says: the model's file name, its SHA-256, and the hash of its inputs."""

    model: str
    sha256: str
    inputs: str

    def write(self, directory: Path) -> None:
        """Replaces `current.json` at once: a reader sees the old one or the new one."""
        fresh = directory / f"{CURRENT}.new"
        fresh.write_text(json.dumps(asdict(self), indent=2) + "\n", "utf-8")
        fresh.replace(directory / CURRENT)


def read_current(directory: Path) -> StoredModel | None:
    """The stored model's entry, or None where there is none that can be read."""
    try:
        entry = json.loads((directory / CURRENT).read_text("utf-8"))
        stored = StoredModel(str(entry["model"]), str(entry["sha256"]), str(entry["inputs"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return stored if Path(stored.model).name == stored.model else None


def file_sha256(path: Path) -> str:
    """The hex SHA-256 of a file's bytes; raises `OSError`."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def hash_of_inputs(root: Path = ROOT) -> str:
    """One hash over name and content of everything that a model is made from."""
    digest = hashlib.sha256()
    for path in input_files(root):
        name = path.relative_to(root).as_posix()
        digest.update(f"{name}\n{file_sha256(path)}\n".encode())
    return digest.hexdigest()


def input_files(root: Path = ROOT) -> Iterator[Path]:
    """Every file that a model is made from, in a fixed order."""
    yield from (root / name for name in FILES)
    for folder, pattern in FOLDERS.items():
        yield from sorted((root / folder).rglob(pattern))


def training_needed(directory: Path, inputs: str) -> bool:
    """Whether the stored model is missing, altered, or made from other inputs."""
    stored = read_current(directory)
    if stored is None or stored.inputs != inputs:
        return True
    try:
        return file_sha256(directory / stored.model) != stored.sha256
    except OSError:
        return True
