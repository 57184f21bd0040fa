"""The file: a ZIP archive of which only one form is taken, so that no byte of it can be another.

Every entry is stored as it is (APPNOTE.TXT 6.3.10, method 0), one behind the other, without dates, comments
and extra fields. Any program for ZIP opens it; what reads as the same entries but is written differently is
refused here, because nobody signed those bytes.
"""

import re
import struct
import zlib
from collections.abc import Mapping

from hub.errors import BadInput, TooLarge

MOST_BYTES = 512 << 20
MOST_ENTRIES = 200
NAME = re.compile(r"[a-z][a-z0-9_-]{0,60}\.(jsonl?|sig)")
"""No folder can stand in it."""

_VERSION, _NO_DATE = 20, 0x21
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")


def write_archive(entries: Mapping[str, bytes]) -> bytes:
    """The archive of these entries, in their order; raises `TooLarge`."""
    if len(entries) > MOST_ENTRIES or sum(map(len, entries.values())) > MOST_BYTES // 2:
        raise TooLarge("what belongs to this conversation is more than one file of evidence takes")
    body, directory = bytearray(), bytearray()
    for name, data in entries.items():
        encoded, size, check = name.encode(), len(data), zlib.crc32(data)
        common = (_VERSION, 0, 0, 0, _NO_DATE, check, size, size, len(encoded), 0)
        directory += _CENTRAL.pack(b"PK\1\2", _VERSION, *common, 0, 0, 0, 0, len(body)) + encoded
        body += _LOCAL.pack(b"PK\3\4", *common) + encoded + data
    count = len(entries)
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)


def read_archive(data: bytes) -> dict[str, bytes]:
    """The entries of an archive that `write_archive` made; raises `BadInput` for any other bytes."""
    if len(data) > MOST_BYTES:
        raise TooLarge("the file is larger than any file of evidence")
    entries: dict[str, bytes] = {}
    place = 0
    while data[place : place + 4] == b"PK\3\4" and len(entries) < MOST_ENTRIES:
        name, content, place = _entry(data, place)
        if name in entries:
            raise BadInput(f"the entry {name} stands there twice")
        entries[name] = content
    if not entries or write_archive(entries) != data:
        raise BadInput("the file has not the form of a file of evidence")
    return entries


def _entry(data: bytes, place: int) -> tuple[str, bytes, int]:
    """An entry's name, its content, and where the next one begins."""
    if len(data) < place + _LOCAL.size:
        raise BadInput("the file ends within an entry")
    *_, size, name_length, extra = _LOCAL.unpack_from(data, place)
    begin = place + _LOCAL.size
    content = begin + name_length + extra
    name = data[begin : begin + name_length].decode("ascii", "replace")
    if not NAME.fullmatch(name) or extra or len(data) < content + size:
        raise BadInput("an entry of the file has another form")
    return name, data[content : content + size], content + size
