"""`GET /kb/media/<name>`: the pictures of answers, to anybody who was shown one."""

import re

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import raw

from hub.errors import NotFound
from hub.store.database import Database
from hub.web.conditional import unless_held
from kb.rich.saying import MEDIA_PATH
from kb.store import media as store

CONTENT_TYPES = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}

_NAME = re.compile(rf"[0-9a-f]{{64}}\.({'|'.join(CONTENT_TYPES)})")

HEADERS = {
    # The name is a hash of the content, so what was fetched once holds for ever.
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}


def media_blueprint(database: Database) -> Blueprint:
    """The address of the pictures; 404 for every name that is not of one, 503 without the store."""
    blueprint = Blueprint("kb_media")

    @blueprint.get(f"{MEDIA_PATH}<name:str>")
    async def picture(request: Request, name: str) -> HTTPResponse:
        found = _NAME.fullmatch(name)
        if not found:
            raise NotFound("there is no such picture")
        headers = {**HEADERS, "ETag": f'"{name}"'}
        async with database.read() as connection:
            content = await store.content(connection, name)
        if content is None:
            raise NotFound("there is no such picture")
        return unless_held(request, raw(content, content_type=CONTENT_TYPES[found[1]], headers=headers))

    return blueprint
