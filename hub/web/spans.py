"""Sends files, whole or the one range of them that was asked for (RFC 9110, 14)."""

import asyncio
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from sanic import HTTPResponse, Request

PIECE_BYTES = 65_536
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


class ByteRange(NamedTuple):
    """A part of a file, from one byte to another, both included."""

    start: int
    end: int

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return self.end - self.start + 1


async def send_file(
    request: Request, path: Path, headers: Mapping[str, str], mime: str
) -> HTTPResponse | None:
    """Answers with a file, or with the range of it that the request names; raises `OSError`."""
    size = (await asyncio.to_thread(path.stat)).st_size
    told, span = dict(headers), span_of(request.headers.get("range", ""), size)
    if span is None:
        status, span = 200, ByteRange(0, size - 1)
    elif span.start >= size:
        return HTTPResponse(status=416, headers=told | {"Content-Range": f"bytes */{size}"})
    else:
        status = 206
        told["Content-Range"] = f"bytes {span.start}-{span.end}/{size}"
    told["Content-Length"] = str(span.size)
    if request.method == "HEAD":
        return HTTPResponse(status=status, headers=told, content_type=mime)
    # Not Sanic's `file_stream`: of a range it sends whole pieces, and so more than it was asked for (25.12).
    response = await request.respond(status=status, headers=told, content_type=mime)
    left = span.size
    # Not closed in another thread, as `aiofiles` does: whoever is cut off as it ends would leave it open.
    with await asyncio.to_thread(path.open, "rb") as file:
        file.seek(span.start)
        while left > 0 and (piece := await asyncio.to_thread(file.read, min(left, PIECE_BYTES))):
            left -= len(piece)
            await response.send(piece)
    await response.eof()
    return None


def span_of(header: str, size: int) -> ByteRange | None:
    """The one range that is asked for; None for the whole.

    Other forms may be passed over (RFC 9110, 14.2).
    """
    found = _RANGE.fullmatch(header.strip())
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        return ByteRange(max(0, size - int(last)), size - 1) if int(last) else None
    end = min(int(last), size - 1) if last else size - 1
    if last and int(last) < int(first):
        return None
    return ByteRange(int(first), end)
