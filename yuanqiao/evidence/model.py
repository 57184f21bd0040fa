"""Defines the page that is signed: which entries there are, with a chain of their hashes."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import BaseModel, ConfigDict, Field

FORMAT: Literal["yuanqiao-evidence-1"] = "yuanqiao-evidence-1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
PURPOSE = b"yuanqiao evidence manifest 1\0"
"""Stands before what is signed: no signature made for anything else can be one of evidence."""

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class EvidenceEntry(_Model):
    """One entry; `chain`: the hash over the chain so far, the entry's name and its hash."""

    name: str
    rows: int
    size: int
    sha256: Hash
    chain: Hash


class AuditHead(_Model):
    """The newest entry of the audit when the conversation was packed; None where there was none."""

    seq: int
    hash: Hash


class EvidenceManifest(_Model):
    """The page that is signed; `last` is the end of the chain of entries."""

    format: Literal["yuanqiao-evidence-1"]
    conversation: str
    channel: str
    packed_at: str
    audit_head: AuditHead | None
    entries: Annotated[list[EvidenceEntry], Field(min_length=1, max_length=100)]
    last: Hash


def digest(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def beginning(conversation: str) -> str:
    """What the first entry's chain begins with, so that entries belong to one conversation."""
    return digest(f"{FORMAT}\n{conversation}\n".encode())


def chained(conversation: str, files: Mapping[str, bytes]) -> list[EvidenceEntry]:
    """The entries of these files, in their order."""
    entries, last = [], beginning(conversation)
    for name, data in files.items():
        hashed = digest(data)
        last = digest(f"{last}\n{name}\n{hashed}\n".encode())
        rows = data.count(b"\n")
        entries.append(EvidenceEntry(name=name, rows=rows, size=len(data), sha256=hashed, chain=last))
    return entries


def sign(key: Ed25519PrivateKey, manifest: bytes) -> bytes:
    """64 bytes (RFC 8032)."""
    return key.sign(PURPOSE + manifest)


def is_signed(key: Ed25519PublicKey, manifest: bytes, signature: bytes) -> bool:
    """Whether the signature is this key's over this manifest."""
    try:
        key.verify(signature, PURPOSE + manifest)
    except InvalidSignature:
        return False
    return True


def line(value: Mapping[str, Any]) -> bytes:
    """One text for one value: keys in order, no blanks, Chinese as it is, times in ISO 8601."""
    written = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)
    return written.encode() + b"\n"


def lines(values: Iterable[Mapping[str, Any]]) -> bytes:
    """One line for each value."""
    return b"".join(line(value) for value in values)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return str(value.value)
    raise TypeError(f"a {type(value).__name__} cannot stand in evidence")
