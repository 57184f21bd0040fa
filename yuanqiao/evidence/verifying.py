"""Checks a file of evidence with nothing but its bytes and the key: no database, no network, no settings."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import ValidationError

from hub.errors import BadInput
from hub.staff.audit import seal
from yuanqiao.evidence.container import read_archive
from yuanqiao.evidence.model import MANIFEST, SIGNATURE, EvidenceManifest, chained, is_signed


@dataclass(slots=True)
class EvidenceVerdict:
    """What was found; the file is what was packed where nothing is broken."""

    manifest: EvidenceManifest | None = None
    broken: list[str] = field(default_factory=list)


def verify(data: bytes, key: Ed25519PublicKey) -> EvidenceVerdict:
    """Looks at the form, the signature, each entry, their chain, and the seals of the audit's entries."""
    verdict = EvidenceVerdict()
    try:
        files = read_archive(data)
    except BadInput as error:
        verdict.broken.append(error.detail)
        return verdict
    if list(files)[:2] != [MANIFEST, SIGNATURE]:
        verdict.broken.append("the file does not begin with a manifest and its signature")
        return verdict
    written, signature = files.pop(MANIFEST), files.pop(SIGNATURE)
    if not is_signed(key, written, signature):
        verdict.broken.append("the signature of the manifest is not this key's")
    else:
        verdict.manifest = _manifest(written)
        if verdict.manifest is None:
            verdict.broken.append("the manifest has another form than this program knows")
        else:
            verdict.broken += _wrong(verdict.manifest, files)
    return verdict


def _manifest(written: bytes) -> EvidenceManifest | None:
    try:
        return EvidenceManifest.model_validate(json.loads(written))
    except (ValueError, ValidationError, RecursionError):
        return None


def _wrong(manifest: EvidenceManifest, files: Mapping[str, bytes]) -> Iterator[str]:
    names = [entry.name for entry in manifest.entries]
    yield from (f"{name} is missing" for name in names if name not in files)
    yield from (f"{name} is not named in the manifest" for name in files if name not in names)
    found = chained(manifest.conversation, files)
    if found != manifest.entries or manifest.entries[-1].chain != manifest.last:
        signed = {entry.name: entry.sha256 for entry in manifest.entries}
        changed = [entry.name for entry in found if signed.get(entry.name) not in (None, entry.sha256)]
        yield from (f"{name} is not what was packed" for name in changed)
        if not changed:
            yield "the entries are not in the order in which they were packed"
        return
    yield from _unsealed(files.get("audit.jsonl", b""))


def _unsealed(entries: bytes) -> Iterator[str]:
    """Entries of the audit whose hash is not that of what they say."""
    for each in entries.splitlines():
        entry: dict[str, Any] = json.loads(each)
        before, told = entry.pop("before"), entry.pop("hash")
        entry["at"] = datetime.fromisoformat(entry["at"])
        if seal(before, entry) != told:
            yield f"entry {entry['seq']} of the audit does not hold"
