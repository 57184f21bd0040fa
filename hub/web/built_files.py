"""Serves what the front end's build made: small on the wire, hashed files for ever, and nothing else."""

import gzip
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

from sanic import HTTPResponse, Request
from sanic.response import file

from hub.errors import NotFound
from hub.settings import ROOT

DIST = ROOT / "web" / "dist"

WORTH_BYTES = 1000
"""Below that, one packet takes it as it is."""

ASSET_NAME = re.compile(r"[0-9A-Za-z_-]+\.js")
"""The build makes nothing but scripts: styles are in them."""

ASSET_HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "X-Content-Type-Options": "nosniff",
}

_SCRIPT = "text/javascript; charset=utf-8"
_FILES = 32
_BEST = 9


class FolderOfFiles:
    """The files of one application; the `BuiltFiles` of `hub/ports.py`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def page(self, request: Request, name: str, headers: Mapping[str, str]) -> HTTPResponse:
        """A page under the headers of who serves it."""
        found = await file(self._folder / name, mime_type="text/html; charset=utf-8", headers=dict(headers))
        return compressed(request, found)

    async def script(
        self, request: Request, name: str, headers: Mapping[str, str], change: Callable[[str], str]
    ) -> HTTPResponse:
        """A script of a fixed name, changed on its way."""
        # No date of the file: what is put in may be newer.
        found = await file(self._folder / name, mime_type=_SCRIPT, headers=dict(headers), last_modified=None)
        found.body = change((found.body or b"").decode()).encode()
        return compressed(request, found)

    async def asset(self, request: Request, name: str) -> HTTPResponse:
        """A hashed script, which never changes. Raises `NotFound`."""
        path = self._folder / "assets" / name
        if not ASSET_NAME.fullmatch(name) or not path.is_file():
            raise NotFound("there is no such file")
        return compressed(request, await file(path, mime_type=_SCRIPT, headers=dict(ASSET_HEADERS)))


def built_files(application: str) -> FolderOfFiles:
    """The files of an application of the front end, by the name of its folder."""
    return FolderOfFiles(DIST / application)


def compressed(request: Request, response: HTTPResponse) -> HTTPResponse:
    """The response with its body as gzip, where the browser takes that and it is worth it."""
    response.headers["Vary"] = "Accept-Encoding"
    body = response.body or b""
    if len(body) < WORTH_BYTES or not accepts_gzip(request.headers.get("accept-encoding", "")):
        return response
    response.body = _gzip(body)
    response.headers["Content-Encoding"] = "gzip"
    return response


def accepts_gzip(header: str) -> bool:
    """Whether an Accept-Encoding header names gzip and does not weigh it with 0 (RFC 9110, 12.5.3)."""
    for part in header.lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() == "gzip":
            return weight.replace(" ", "").rstrip("0") not in ("q=", "q=0.")
    return False


@lru_cache(maxsize=_FILES)
def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, _BEST, mtime=0)
