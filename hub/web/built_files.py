"""Serves what the front end's build made: small on the wire, hashed files for ever, and nothing else."""

import asyncio
import gzip
import hashlib
import re
from collections.abc import Callable, Mapping
from email.utils import formatdate
from functools import lru_cache
from pathlib import Path

from sanic import HTTPResponse, Request

from hub.errors import NotFound
from hub.settings import ROOT
from hub.web.conditional import unless_held

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
_PAGE = "text/html; charset=utf-8"
_FILES = 32
_BEST = 9


class FolderOfFiles:
    """The files of one application; the `BuiltFiles` of `hub/ports.py`.

    Each has a tag made of its content, and the date of its file unless something is put into it on its way.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def page(self, request: Request, name: str, headers: Mapping[str, str]) -> HTTPResponse:
        """A page under the headers of who serves it; 304 to whom it is known already."""
        return answer(request, await self._read(name), _PAGE, self._dated(name, headers))

    async def script(
        self, request: Request, name: str, headers: Mapping[str, str], change: Callable[[str], str]
    ) -> HTTPResponse:
        """A script of a fixed name, changed on its way; 304 to whom it is known already."""
        # No date of the file: what is put in may be newer.
        changed = change((await self._read(name)).decode()).encode()
        return answer(request, changed, _SCRIPT, headers)

    async def asset(self, request: Request, name: str) -> HTTPResponse:
        """A hashed script, which never changes; 304 to whom it is known already. Raises `NotFound`."""
        if not ASSET_NAME.fullmatch(name) or not (self._folder / "assets" / name).is_file():
            raise NotFound("there is no such file")
        path = f"assets/{name}"
        return answer(request, await self._read(path), _SCRIPT, self._dated(path, ASSET_HEADERS))

    def _dated(self, name: str, headers: Mapping[str, str]) -> dict[str, str]:
        written = (self._folder / name).stat().st_mtime
        return {**headers, "Last-Modified": formatdate(written, usegmt=True)}

    async def _read(self, name: str) -> bytes:
        return await asyncio.to_thread((self._folder / name).read_bytes)


def built_files(application: str) -> FolderOfFiles:
    """The files of an application of the front end, by the name of its folder."""
    return FolderOfFiles(DIST / application)


def answer(request: Request, body: bytes, kind: str, headers: Mapping[str, str]) -> HTTPResponse:
    """What was built under these headers; without the content where that is held already."""
    # Weak: the same content goes out with and without gzip.
    tag = f'W/"{_digest(body)}"'
    response = HTTPResponse(body=body, headers={**headers, "ETag": tag}, content_type=kind)
    return unless_held(request, compressed(request, response))


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
def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:32]


@lru_cache(maxsize=_FILES)
def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, _BEST, mtime=0)
