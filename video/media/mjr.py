"""Reads which stretches a file of Janus' recorder holds, also where its writer was killed in the middle.

The format (version 2): `MJR00002`, two bytes of length, a header in JSON (`t` medium, `c` codec, `u`
microseconds since 1970 at the first packet); then for each packet `MEET`, four bytes of milliseconds since
the first packet, two bytes of length, and the packet. Numbers are in network byte order.
"""

import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from hub.errors import BadInput
from video.recording.gaps import TOLERATED_MS
from video.recording.model import Medium

MAGIC = b"MJR00002"
PACKET = b"MEET"
MEDIA: dict[str, Medium] = {"a": "audio", "v": "video"}

_LENGTH = struct.Struct("!H")
_PACKET = struct.Struct("!4sIH")


@dataclass(frozen=True, slots=True)
class Mjr:
    """What one file holds.

    `began_us`: microseconds since 1970 at the first packet. `stretches`: (first, last) packet in milliseconds
    since then, parted where more than `TOLERATED_MS` lie between two packets. `whole`: the file ends where a
    packet ends.
    """

    medium: Medium
    codec: str
    began_us: int
    stretches: tuple[tuple[int, int], ...]
    whole: bool


def read_mjr(path: Path) -> Mjr | None:
    """What the file holds; None where no packet was ever written to it. Raises `BadInput`, `OSError`."""
    with path.open("rb") as file:
        magic = file.read(len(MAGIC))
        if not MAGIC.startswith(magic):
            raise BadInput(f"{path.name} is no recording of the media server")
        header = _block(file)
        if header is None:
            return None
        medium, codec, began_us = _header(path.name, header)
        stretches, whole = _packets(file)
    return Mjr(medium, codec, began_us, stretches, whole) if stretches else None


def _block(file: BinaryIO) -> bytes | None:
    """Bytes behind their length; None where the file ends before them."""
    length = file.read(_LENGTH.size)
    if len(length) < _LENGTH.size:
        return None
    (wanted,) = _LENGTH.unpack(length)
    data = file.read(wanted)
    return data if len(data) == wanted else None


def _header(name: str, data: bytes) -> tuple[Medium, str, int]:
    try:
        header: Any = json.loads(data)
        medium, codec, began_us = MEDIA[header["t"]], header["c"], header["u"]
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(f"{name} has a header that cannot be read") from error
    if not isinstance(codec, str) or type(began_us) is not int or began_us < 0:
        raise BadInput(f"{name} has a header that cannot be read")
    return medium, codec, began_us


def _packets(file: BinaryIO) -> tuple[tuple[tuple[int, int], ...], bool]:
    """The stretches up to where packets end; False where something else follows, as behind a full disk."""
    found: list[tuple[int, int]] = []
    while fixed := file.read(_PACKET.size):
        if len(fixed) < _PACKET.size:
            return tuple(found), False
        mark, at_ms, length = _PACKET.unpack(fixed)
        if mark != PACKET or len(file.read(length)) < length:
            return tuple(found), False
        if found and at_ms - found[-1][1] <= TOLERATED_MS:
            found[-1] = (found[-1][0], max(found[-1][1], at_ms))
        else:
            found.append((at_ms, at_ms))
    return tuple(found), True
