"""`GET /media/<sha256>` on an origin of its own: what a file could do there, it could do to nobody.

No cookie, no token and no page of the hub belongs to that origin, so a file that a browser took for a page
would find nothing (OWASP ASVS 5.0, 3.2.1 and 5.4.3).
"""

import asyncio
import re
from typing import NamedTuple
from urllib.parse import quote

from sanic import HTTPResponse, Request

from hub.errors import NotFound
from hub.media.addresses import PATH
from hub.media.kinds import EXTENSIONS
from hub.media.store import Shown, StoredMedia
from hub.web.conditional import names_tag
from hub.web.edge.door import Door
from hub.web.edge.server import Edge
from hub.web.server import Server, answer_error

PIECE_BYTES = 65_536
_INLINE = frozenset(("image/jpeg", "image/png", "image/webp", "image/gif", "application/pdf"))
_ID = re.compile(r"[0-9a-f]{64}")
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


class Span(NamedTuple):
    """A part of a file, from one byte to another, both included."""

    start: int
    end: int

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return self.end - self.start + 1


def make_media_server(media: StoredMedia, door: Door) -> Server:
    """The application of the media's own origin."""
    server = Edge("yuanqiao-media", door)
    server.config.REQUEST_MAX_SIZE = PIECE_BYTES
    server.exception(Exception)(answer_error)

    @server.route(f"{PATH}/<media_id:str>", methods=["GET", "HEAD"])
    async def show(request: Request, media_id: str) -> HTTPResponse | None:
        if not _ID.fullmatch(media_id):
            raise NotFound("there is no such file")
        query = {name: request.args.get(name, "") for name in ("i", "e", "s")}
        return await _reply(request, await media.shown(media_id, query))

    return server


async def _reply(request: Request, shown: Shown) -> HTTPResponse | None:
    headers, size = headers_of(shown), shown.media.bytes
    if names_tag(request.headers.getall("if-none-match", []), headers["ETag"]):
        return HTTPResponse(status=304, headers=headers)
    span = span_of(request.headers.get("range", ""), size)
    if span is None:
        status, span = 200, Span(0, size - 1)
    elif span.start >= size:
        return HTTPResponse(status=416, headers=headers | {"Content-Range": f"bytes */{size}"})
    else:
        status = 206
        headers["Content-Range"] = f"bytes {span.start}-{span.end}/{size}"
    headers["Content-Length"] = str(span.size)
    if request.method == "HEAD":
        return HTTPResponse(status=status, headers=headers, content_type=shown.media.mime)
    await _send(request, shown, span, status, headers)
    return None


async def _send(request: Request, shown: Shown, span: Span, status: int, headers: dict[str, str]) -> None:
    # Not Sanic's `file_stream`: of a range it sends whole pieces, and so more than it was asked for (25.12).
    response = await request.respond(status=status, headers=headers, content_type=shown.media.mime)
    left = span.size
    # Not closed in another thread, as `aiofiles` does: whoever is cut off as it ends would leave it open.
    with await asyncio.to_thread(shown.path.open, "rb") as file:
        file.seek(span.start)
        while left > 0 and (piece := await asyncio.to_thread(file.read, min(left, PIECE_BYTES))):
            left -= len(piece)
            await response.send(piece)
    await response.eof()


def headers_of(shown: Shown) -> dict[str, str]:
    """What keeps a file a file, and how long it may be shown."""
    return {
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Content-Disposition": disposition(shown.media.name, shown.media.mime),
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": f"private, max-age={shown.seconds}, immutable",
        "Accept-Ranges": "bytes",
        "ETag": f'"{shown.media.id}"',
    }


def disposition(name: str, mime: str) -> str:
    """How a browser names the file, and whether it may show it (RFC 6266, 4 and appendix D)."""
    how = "inline" if mime in _INLINE else "attachment"
    plain = f"file.{EXTENSIONS[mime]}"
    encoded = quote(name or plain, safe="")
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{encoded}"


def span_of(header: str, size: int) -> Span | None:
    """The one range that is asked for; None for the whole.

    Other forms may be passed over (RFC 9110, 14.2).
    """
    found = _RANGE.fullmatch(header.strip())
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        return Span(max(0, size - int(last)), size - 1) if int(last) else None
    end = min(int(last), size - 1) if last else size - 1
    if last and int(last) < int(first):
        return None
    return Span(int(first), end)
