"""Makes PNG files in memory for tests."""

import math
import os
import struct
import zlib


def png(width: int, height: int) -> bytes:
    """A grey picture of that size."""
    rows = b"".join(b"\0" + bytes([200]) * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def photo(side: int) -> bytes:
    """A square picture of noise, about three bytes a pixel: as large on the wire as it is on the screen."""
    rows = b"".join(b"\0" + os.urandom(3 * side) for _ in range(side))
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(rows, 0)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def landscape(width: int, height: int) -> bytes:
    """Hills under an evening sky: something to look at."""

    def row(y: int) -> bytes:
        sky = y / height
        line = bytearray(b"\0")
        for x in range(width):
            near = 0.72 + 0.1 * math.sin(x / width * 7) + 0.03 * math.sin(x / width * 23)
            far = 0.55 + 0.12 * math.sin(x / width * 4 + 2)
            if sky > near:
                line += bytes((24, 74, 82))
            elif sky > far:
                line += bytes((72, 124, 130))
            else:
                line += bytes((int(120 + 120 * sky), int(170 + 40 * sky), int(215 - 60 * sky)))
        return bytes(line)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = b"".join(row(y) for y in range(height))
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)
