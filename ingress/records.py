"""Writes a callback as one record of the spool, and reads it again.

A record is its length, a checksum, and the sealed bytes. Customers' words stand in it as they came, because
secrets are replaced only behind the hub's door: so it is encrypted, and bound to the place where it lies.
"""

import base64
import json
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO

from hub.ports.ingress import Callback
from hub.store.encrypted import DataKeys, Encrypted

HEAD = struct.Struct(">II")
"""Length of what follows, and its CRC-32."""

MOST_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Spooled:
    """A callback that was taken, when, and whose order it keeps."""

    callback: Callback
    taken_at: datetime
    ordered_by: str | None


def seal(spooled: Spooled, keys: DataKeys, place: str) -> bytes:
    """The record of a callback at a place of the spool."""
    callback = spooled.callback
    text = json.dumps(
        {
            "method": callback.method,
            "path": callback.path,
            "query": callback.query,
            "headers": dict(callback.headers),
            "body": base64.b64encode(callback.body).decode(),
            "at": spooled.taken_at.timestamp(),
            "by": spooled.ordered_by,
        }
    )
    encrypted = keys.encrypt(text, place)
    bytes_ = encrypted.key_id.encode() + b":" + encrypted.sealed
    return HEAD.pack(len(bytes_), zlib.crc32(bytes_)) + bytes_


def unseal(payload: bytes, keys: DataKeys, place: str) -> Spooled:
    """The callback of a record; raises `SetupError` where its key is missing."""
    key_id, _, sealed = payload.partition(b":")
    told = json.loads(keys.decrypt(Encrypted(key_id.decode(), sealed), place))
    callback = Callback(
        told["method"], told["path"], told["query"], told["headers"], base64.b64decode(told["body"])
    )
    return Spooled(callback, datetime.fromtimestamp(told["at"], UTC), told["by"])


def key_ids(file: IO[bytes]) -> Iterator[str]:
    """The id of the key of each record in a file, up to its end or to where it is torn; nothing is opened."""
    while len(head := file.read(HEAD.size)) == HEAD.size:
        length, _ = HEAD.unpack(head)
        payload = file.read(length) if 0 < length <= MOST_BYTES else b""
        if len(payload) != length or not payload:
            return
        yield payload.partition(b":")[0].decode("ascii", "replace")
