"""Reads what a sealed folder says of itself, to be looked at; whether it is genuine `verify` tells."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from hub.errors import BadInput
from video.flows.script import Script, read_script
from video.recording.files import FolderFiles, read_whole
from video.recording.lines import from_line
from video.recording.model import MANIFEST, SCRIPT, RecordingManifest
from video.recording.verify import PAGE_LIMIT


@dataclass(frozen=True, slots=True)
class SealedFolder:
    """What stands in it; None where a page is missing or cannot be read."""

    manifest: RecordingManifest | None
    script: Script | None


def read_sealed(folder: Path) -> SealedFolder:
    """What a folder says of itself."""
    files = FolderFiles(folder)
    manifest, script = read_whole(files, MANIFEST, PAGE_LIMIT), read_whole(files, SCRIPT, PAGE_LIMIT)
    return SealedFolder(_manifest(manifest), _script(script))


def _manifest(data: bytes | None) -> RecordingManifest | None:
    try:
        return None if data is None else RecordingManifest.model_validate(from_line(data))
    except (ValueError, ValidationError, RecursionError):
        return None


def _script(data: bytes | None) -> Script | None:
    try:
        return None if data is None else read_script(data)
    except BadInput:
        return None
