"""Brings a customer's picture to the agent's socket, which alone holds it, until the step is done.

The line between processes takes 64 kB at a time, so it goes in parts; what gets lost is taken again. What is
between the processes learns nothing of it: all of it is encrypted, for its call alone.
"""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hub.compact_json import write_json
from video.calls.rooms import Frame
from video.identity.card import CardRead
from video.identity.limits import PICTURE_BYTES

KIND = "picture_part"
PART_BYTES = 45_000
PARTS_LIMIT = PICTURE_BYTES // PART_BYTES + 2
NONCE_BYTES = 12
"""NIST SP 800-38D, 8.2: 96 bits, by chance."""


@dataclass(frozen=True, slots=True)
class TakenPicture:
    """The customer's picture of their card (JPEG), at which step it was taken, and what was read in it."""

    step: str
    jpeg: bytes = field(repr=False)
    card: CardRead

    @property
    def sha256(self) -> str:
        """Of the picture, in hex."""
        return hashlib.sha256(self.jpeg).hexdigest()


class PictureSeal:
    """Makes one encrypted piece of a picture and what was read in it, and opens it."""

    def __init__(self, secret: str) -> None:
        """`secret`: the hub's own, which all its processes have; a key is derived for this alone."""
        self._key = AESGCM(hmac.digest(secret.encode(), b"yuanqiao video pictures 1", "sha256"))

    def close(self, call: str, taken: TakenPicture) -> bytes:
        """The piece, for this call."""
        told = write_json({"step": taken.step, "card": asdict(taken.card)}).encode()
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._key.encrypt(nonce, told + b"\n" + taken.jpeg, call.encode())

    def open(self, call: str, piece: bytes) -> TakenPicture | None:
        """What stands in a piece; None for one that is not whole, or another call's."""
        try:
            plain = self._key.decrypt(piece[:NONCE_BYTES], piece[NONCE_BYTES:], call.encode())
        except (InvalidTag, ValueError):
            return None
        told, _, jpeg = plain.partition(b"\n")
        said = json.loads(told)
        return TakenPicture(said["step"], jpeg, CardRead(**said["card"]))


def parts_of(piece: bytes) -> Iterator[Frame]:
    """The frames in which it goes to the agent's side."""
    starts = range(0, len(piece), PART_BYTES)
    for place, start in enumerate(starts):
        data = base64.b64encode(piece[start : start + PART_BYTES]).decode()
        yield {"type": KIND, "place": place, "of": len(starts), "data": data}


class CustomerPictures:
    """What came to one agent's socket: the newest picture of each call."""

    def __init__(self, seal: PictureSeal) -> None:
        self._seal = seal
        self._parts: dict[str, list[Frame]] = {}
        self._taken: dict[str, TakenPicture] = {}

    def hear(self, call: str, part: Frame) -> TakenPicture | None:
        """Takes a part; the picture, once it is whole. One that lacks a part is never told."""
        parts = self._parts.setdefault(call, [])
        if part["place"] == 0:
            parts.clear()
        if len(parts) >= PARTS_LIMIT or part["place"] != len(parts):
            return None
        parts.append(part)
        if len(parts) < part["of"]:
            return None
        del self._parts[call]
        taken = self._seal.open(call, _joined(parts))
        if taken is not None:
            self._taken[call] = taken
        return taken

    def at(self, call: str, step: str) -> TakenPicture | None:
        """The newest picture of a call, where it was taken at this step."""
        taken = self._taken.get(call)
        return taken if taken is not None and taken.step == step else None

    def forget(self, call: str) -> None:
        """The step is done, or the call is over."""
        self._taken.pop(call, None)
        self._parts.pop(call, None)


def _joined(parts: list[Frame]) -> bytes:
    try:
        return b"".join(base64.b64decode(part["data"], validate=True) for part in parts)
    except binascii.Error:
        return b""
