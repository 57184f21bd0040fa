"""`GET /media/<sha256>` on an origin of its own: what a file could do there, it could do to nobody.

No cookie, no token and no page of the hub belongs to that origin, so a file that a browser took for a page
would find nothing (OWASP ASVS 5.0, 3.2.1 and 5.4.3).
"""

import re
from urllib.parse import quote

from sanic import HTTPResponse, Request

from hub.errors import NotFound
from hub.media.addresses import PATH
from hub.media.kinds import EXTENSIONS
from hub.media.store import MediaShown, StoredMedia
from hub.web.conditional import names_tag
from hub.web.edge.door import Door
from hub.web.edge.server import Edge
from hub.web.server import Server, answer_error
from hub.web.spans import PIECE_BYTES, send_file

_INLINE = frozenset(("image/jpeg", "image/png", "image/webp", "image/gif", "application/pdf"))
_ID = re.compile(r"[0-9a-f]{64}")


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


async def _reply(request: Request, shown: MediaShown) -> HTTPResponse | None:
    headers = headers_of(shown)
    if names_tag(request.headers.getall("if-none-match", []), headers["ETag"]):
        return HTTPResponse(status=304, headers=headers)
    return await send_file(request, shown.path, headers, shown.media.mime)


def headers_of(shown: MediaShown) -> dict[str, str]:
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
