"""Sealed recordings of a conversation: their manifests with signatures, and whether the files still fit."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from hub.errors import NotFound
from video.recording.files import FolderFiles, read_whole
from video.recording.lines import from_line
from video.recording.model import MANIFEST, SIGNATURE, RecordingManifest
from video.recording.verify import PAGE_LIMIT


def recordings_of(folder: Path, conversation: str) -> Iterator[dict[str, Any]]:
    """Each recording below a folder whose call belongs to a conversation; reads every byte of those."""
    for manifest in sorted(folder.rglob(MANIFEST)):
        files = FolderFiles(manifest.parent)
        written, signature = read_whole(files, MANIFEST, PAGE_LIMIT), read_whole(files, SIGNATURE, 64)
        found = None if written is None else _manifest(written)
        if written is None or found is None or found.call.rpartition(".")[0] != conversation:
            continue
        yield {
            "recording": found.recording,
            "call": found.call,
            "manifest_sha256": hashlib.sha256(written).hexdigest(),
            "manifest": written.decode(),
            "signature": (signature or b"").hex(),
            "parts": [
                {"file": part.file, "sha256": part.sha256, "found": _hash(files, part.file)}
                for part in found.parts
            ],
        }


def _manifest(written: bytes) -> RecordingManifest | None:
    try:
        return RecordingManifest.model_validate(from_line(written))
    except (ValueError, ValidationError, RecursionError):
        return None


def _hash(files: FolderFiles, name: str) -> str:
    """SHA-256 of a file; empty where it is missing."""
    hashed = hashlib.sha256()
    try:
        for chunk in files.chunks(name):
            hashed.update(chunk)
    except NotFound:
        return ""
    return hashed.hexdigest()
