"""The tree that the house tests look at: what git tracks."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def tracked(*suffixes: str) -> list[Path]:
    """Files that git tracks, with one of the suffixes (all of them, if none is named), as absolute paths."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    files = [ROOT / name for name in listed if name]
    return [file for file in files if file.is_file() and (not suffixes or file.suffix in suffixes)]


def copy_of_packages(target: Path, packages: tuple[str, ...]) -> None:
    """Copies pyproject.toml and the Python sources of packages, with what is not yet committed."""
    shutil.copy(ROOT / "pyproject.toml", target)
    for package in packages:
        shutil.copytree(
            ROOT / package,
            target / package,
            ignore=shutil.ignore_patterns(".*", "__pycache__", "node_modules"),
        )
