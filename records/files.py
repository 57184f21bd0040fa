"""What lies of a customer outside of the database: media, unfinished uploads, lines of logs."""

import mmap
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from hub.settings import Settings


def remove_media(settings: Settings, media_ids: Iterable[str]) -> int:
    """Removes the bytes of files, and tells how many were there."""
    return sum(_unlink(settings.media_folder / each[:2] / each[2:4] / each) for each in media_ids)


def remove_uploads(settings: Settings, keys: Sequence[str]) -> int:
    """Removes what came of uploads of these identities (`connectors/webchat/upload_folder.py`)."""
    folders = {settings.media_folder, settings.var_dir}
    found = {
        path for folder in folders for key in keys for path in folder.glob(f"**/{key}.*") if path.is_file()
    }
    return sum(map(_unlink, found))


def waiting_callbacks(settings: Settings) -> list[Path]:
    """Files of the spools that hold callbacks: encrypted, whosever they are, until they are handed over."""
    folders = {settings.ingress_folder, settings.var_dir / "ingress"}
    found = {path for folder in folders for path in folder.glob("**/*") if path.name != "drained"}
    return sorted(path for path in found if path.is_file() and path.stat().st_size)


def blank_in_logs(settings: Settings, words: Iterable[str]) -> int:
    """Overwrites each of these words in the logs with as many zeros, and tells how often.

    In place and of the same length: whoever appends to a file meanwhile is not disturbed.
    """
    sought = [word.encode() for word in words if word]
    return sum(
        _blank(path, sought) for path in sorted((settings.var_dir / "log").glob("*")) if path.is_file()
    )


def _blank(path: Path, sought: Sequence[bytes]) -> int:
    if not path.stat().st_size:
        return 0
    with path.open("r+b") as file, mmap.mmap(file.fileno(), 0) as seen:
        places = [(at, len(word)) for word in sought for at in _places(seen, word)]
        for at, length in places:
            seen[at : at + length] = b"0" * length
        seen.flush()
    return len(places)


def _places(seen: mmap.mmap, word: bytes) -> Iterator[int]:
    at = seen.find(word)
    while at >= 0:
        yield at
        at = seen.find(word, at + len(word))


def _unlink(path: Path) -> bool:
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    return True
