"""Sends a file to staff: shown by nothing but the desk itself, kept in no cache."""

import asyncio

from sanic import HTTPResponse, Request

from hub.errors import NotFound
from hub.staff.routes import FileGiven
from hub.web.spans import send_file

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-store",
}


async def give(request: Request, file: FileGiven) -> HTTPResponse | None:
    """Answers with the file; raises `NotFound` where it lies there no more."""
    headers = dict(HEADERS)
    if file.save_as:
        headers["Content-Disposition"] = f'attachment; filename="{file.save_as}"'
    if file.path is not None:
        try:
            return await send_file(request, file.path, headers | {"Accept-Ranges": "bytes"}, file.mime)
        except FileNotFoundError as error:
            raise NotFound("the file is not there") from error
    response = await request.respond(headers=headers, content_type=file.mime)
    pieces = file.pieces or iter(())
    while piece := await asyncio.to_thread(next, pieces, b""):
        await response.send(piece)
    await response.eof()
    return None
