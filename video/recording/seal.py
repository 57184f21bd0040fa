"""Seals a recording: writes what is known of it into its folder, and signs that."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from video.flows.script import read_script
from video.recording.chain import EventChain, digest
from video.recording.keys import sign
from video.recording.lines import to_line
from video.recording.model import (
    EVENTS,
    FORMAT,
    MANIFEST,
    SCRIPT,
    SIGNATURE,
    EventsSealed,
    RecordingManifest,
    RecordingPart,
    ScriptUsed,
    Track,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingToSeal:
    """What is to be sealed. `script`: the bytes of the script's version by which the call went."""

    recording: str
    call: str
    operator: str
    began_at: datetime
    ended_at: datetime
    script: bytes
    chain: EventChain
    tracks: Sequence[Track]
    parts: Sequence[RecordingPart]


def sealed_files(recorded: RecordingToSeal, key: Ed25519PrivateKey) -> dict[str, bytes]:
    """The files that are added to the media; raises `BadInput` for a script that is none."""
    script = read_script(recorded.script)
    manifest = RecordingManifest(
        format=FORMAT,
        recording=recorded.recording,
        call=recorded.call,
        operator=recorded.operator,
        began_at=_moment(recorded.began_at),
        ended_at=_moment(recorded.ended_at),
        script=ScriptUsed(script=script.script, version=script.version, sha256=digest(recorded.script)),
        events=EventsSealed(count=len(recorded.chain.lines), last_sha256=recorded.chain.last),
        tracks=list(recorded.tracks),
        parts=list(recorded.parts),
    )
    written = to_line(manifest.model_dump())
    return {
        SCRIPT: recorded.script,
        EVENTS: b"".join(recorded.chain.lines),
        SIGNATURE: sign(key, written),
        MANIFEST: written,
    }


def do_seal(folder: Path, recorded: RecordingToSeal, key: Ed25519PrivateKey) -> None:
    """Writes the seal into the folder in which the media lie already.

    The manifest comes last and under its own name only once everything is on the disk, so a folder without
    one is not sealed yet and can be sealed again. Raises `OSError`, `BadInput`.
    """
    for name, data in sealed_files(recorded, key).items():
        _write(folder / name, data)
    _sync(folder)


def _write(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
