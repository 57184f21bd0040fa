"""Packs a conversation: reads it, hashes and signs what was read, and writes down who did."""

import asyncio
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hub.ids import conversation_id
from hub.ports import Clock
from hub.staff.audit import TERMINAL, Audit
from hub.store.database import Database
from yuanqiao.evidence.container import write_archive
from yuanqiao.evidence.model import (
    FORMAT,
    MANIFEST,
    SIGNATURE,
    EvidenceManifest,
    chained,
    digest,
    line,
    lines,
    sign,
)
from yuanqiao.evidence.reading import ConversationKey, Packed, read_conversation
from yuanqiao.evidence.recordings import recordings_of


async def pack(
    database: Database,
    clock: Clock,
    place: ConversationKey,
    key: Ed25519PrivateKey,
    *,
    zone: str,
    recordings: Path | None = None,
) -> bytes:
    """The file of a conversation; the audit tells that it was packed, and the hash of its manifest.

    `recordings`: a folder below which sealed recordings lie. Raises `NotFound`, `TooLarge`.
    """
    async with database.read_aside() as connection:
        packed = await read_conversation(connection, place, zone)
    name = conversation_id(place.identity, place.number)
    found: list[dict[str, Any]] = []
    if recordings is not None:
        folder = recordings
        found = await asyncio.to_thread(lambda: list(recordings_of(folder, name)))
    packed.rows["recordings.jsonl"] = found
    entries = sealed(name, packed, key, clock.now().isoformat(timespec="milliseconds"))
    made = write_archive(entries)
    async with database.write() as connection:
        await Audit(clock).append(
            connection,
            "conversation.packed",
            actor=TERMINAL,
            object_kind="conversation",
            object_id=name,
            manifest=digest(entries[MANIFEST]),
        )
    return made


def sealed(name: str, packed: Packed, key: Ed25519PrivateKey, packed_at: str) -> dict[str, bytes]:
    """The entries of the file, the signed page among them."""
    files = {entry: lines(rows) for entry, rows in sorted(packed.rows.items())}
    listed = chained(name, files)
    manifest = EvidenceManifest(
        format=FORMAT,
        conversation=name,
        channel=packed.channel,
        packed_at=packed_at,
        audit_head=packed.audit_head,
        entries=listed,
        last=listed[-1].chain,
    )
    written = line(manifest.model_dump())
    return {MANIFEST: written, SIGNATURE: sign(key, written), **files}
