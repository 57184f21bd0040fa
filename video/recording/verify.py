"""Checks a sealed recording with nothing but its files and the key: no database, no network, no settings."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import ValidationError

from hub.errors import BadInput, NotFound
from video.flows.progress import FlowProgress, StepRefused
from video.flows.script import Script, read_script
from video.recording.chain import BrokenChain, digest, read_chain
from video.recording.files import Files, read_whole
from video.recording.gaps import find_gaps
from video.recording.keys import is_signed
from video.recording.lines import from_line
from video.recording.model import (
    EVENTS,
    MANIFEST,
    SCRIPT,
    SIGNATURE,
    RecordingEvent,
    RecordingManifest,
    RecordingPart,
)

PAGE_LIMIT = 64 << 20
"""Most bytes of manifest, events and script; media are read piece by piece and may be of any size."""


@dataclass(slots=True)
class RecordingVerdict:
    """What was found. `broken`: it is not what was sealed; `incomplete`: it is, and something is missing."""

    manifest: RecordingManifest | None = None
    broken: list[str] = field(default_factory=list)
    incomplete: list[str] = field(default_factory=list)


def verify(files: Files, key: Ed25519PublicKey) -> RecordingVerdict:
    """Looks at everything; what depends on a manifest that cannot be believed is not looked at."""
    verdict = RecordingVerdict()
    data, signature = read_whole(files, MANIFEST, PAGE_LIMIT), read_whole(files, SIGNATURE, 64)
    if data is None or signature is None:
        verdict.broken.append("there is no manifest with a signature")
    elif not is_signed(key, data, signature):
        verdict.broken.append("the signature of the manifest is not this key's")
    else:
        verdict.manifest = _manifest(data)
        if verdict.manifest is None:
            verdict.broken.append("the manifest has another form than this program knows")
        else:
            _look(files, verdict.manifest, verdict)
    return verdict


def _manifest(data: bytes) -> RecordingManifest | None:
    try:
        return RecordingManifest.model_validate(from_line(data))
    except (ValueError, ValidationError, RecursionError):
        return None


def _look(files: Files, manifest: RecordingManifest, verdict: RecordingVerdict) -> None:
    named = {MANIFEST, SIGNATURE, EVENTS, SCRIPT, *(part.file for part in manifest.parts)}
    verdict.broken += [f"{name} is not named in the manifest" for name in sorted(files.names() - named)]
    for part in manifest.parts:
        verdict.broken += _wrong_part(files, part)
    script = _script(files, manifest, verdict)
    events = _events(files, manifest, verdict)
    if script is not None and events is not None:
        verdict.incomplete += _not_by_script(script, events, manifest)
    verdict.incomplete += [
        f"{gap.side}'s {gap.medium} is missing from {gap.begins_ms} to {gap.ends_ms} ms"
        for gap in find_gaps(manifest.tracks, manifest.parts)
    ]


def _wrong_part(files: Files, part: RecordingPart) -> Iterator[str]:
    hashed, size = hashlib.sha256(), 0
    try:
        for chunk in files.chunks(part.file):
            hashed.update(chunk)
            size += len(chunk)
    except NotFound as error:
        yield error.detail
        return
    if size != part.size or hashed.hexdigest() != part.sha256:
        yield f"{part.file} is not what was sealed"


def _script(files: Files, manifest: RecordingManifest, verdict: RecordingVerdict) -> Script | None:
    data = read_whole(files, SCRIPT, PAGE_LIMIT)
    if data is None or digest(data) != manifest.script.sha256:
        verdict.broken.append(f"{SCRIPT} is missing, or not what was sealed")
        return None
    try:
        script = read_script(data)
    except BadInput as error:
        verdict.broken.append(error.detail)
        return None
    if (script.script, script.version) != (manifest.script.script, manifest.script.version):
        verdict.broken.append("the script is another one than the manifest says")
        return None
    return script


def _events(
    files: Files, manifest: RecordingManifest, verdict: RecordingVerdict
) -> list[RecordingEvent] | None:
    data = read_whole(files, EVENTS, PAGE_LIMIT)
    if data is None:
        verdict.broken.append(f"{EVENTS} is missing")
        return None
    try:
        read = list(read_chain(manifest.recording, data))
    except BrokenChain as error:
        verdict.broken.append(str(error))
        return None
    if len(read) != manifest.events.count or read[-1][1] != manifest.events.last_sha256:
        verdict.broken.append(f"{EVENTS} does not end with the event that was sealed last")
        return None
    return [event for event, _ in read]


def _not_by_script(
    script: Script, events: list[RecordingEvent], manifest: RecordingManifest
) -> Iterator[str]:
    progress, agreed_ms = FlowProgress(script), None
    for event in events:
        if event.kind == "step_failed":
            yield f"step {event.step} failed at {event.at_ms} ms"
        if event.kind != "step_done" or event.step is None:
            continue
        if event.detail.get("demo") is True:
            yield f"step {event.step} was played by a demonstration, which proves nothing"
        answer = event.detail.get("answer")
        try:
            progress = progress.do(event.step, answer if isinstance(answer, str) else None)
        except StepRefused as error:
            yield f"step {event.step}: {error.detail}"
            continue
        if agreed_ms is None:
            agreed_ms = event.at_ms
    yield from (f"step {name} is missing" for name in progress.missing)
    begun = min((part.begins_ms for part in manifest.parts), default=None)
    if script.recorded and begun is not None and (agreed_ms is None or begun < agreed_ms):
        yield "recording began before the customer agreed to it"
