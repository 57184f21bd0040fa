"""The chat's own files: the loader, the page inside the iframe, and its hashed assets."""

import re
from pathlib import Path

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import file

from connectors.webchat.branding import brand_loader
from connectors.webchat.compression import compressed
from hub.errors import NotFound
from hub.settings import ROOT, Settings

DIST = ROOT / "web" / "dist" / "widget"


def add_pages(blueprint: Blueprint, settings: Settings, dist: Path = DIST) -> None:
    """Adds the loader, the frame and the assets; who may embed the frame stands in its headers."""
    headers = frame_headers(settings)

    @blueprint.get("/webchat.js")
    async def loader(request: Request) -> HTTPResponse:
        return compressed(request, await loader_of(dist, settings))

    @blueprint.get("/webchat/frame")
    async def frame(request: Request) -> HTTPResponse:
        page = await file(dist / "frame.html", mime_type="text/html; charset=utf-8", headers=dict(headers))
        return compressed(request, page)

    @blueprint.get("/webchat/assets/<name>")
    async def asset(request: Request, name: str) -> HTTPResponse:
        return compressed(request, await asset_of(dist, name))


async def asset_of(dist: Path, name: str) -> HTTPResponse:
    """A hashed file of the chat, which never changes. Raises `NotFound`."""
    if not ASSET_NAME.fullmatch(name) or not (dist / "assets" / name).is_file():
        raise NotFound("there is no such file")
    return await file(
        dist / "assets" / name, mime_type="text/javascript; charset=utf-8", headers=dict(ASSET_HEADERS)
    )


async def loader_of(dist: Path, settings: Settings) -> HTTPResponse:
    """The built loader with the bank's name and colour in it."""
    # No date of the file: what the settings put in may be newer.
    loader = await file(
        dist / "webchat.js",
        mime_type="text/javascript; charset=utf-8",
        headers=dict(LOADER_HEADERS),
        last_modified=None,
    )
    loader.body = brand_loader((loader.body or b"").decode(), settings).encode()
    return loader


ASSET_NAME = re.compile(r"[0-9A-Za-z_-]+\.js")
"""The build makes nothing but scripts: styles are in them."""

ASSET_HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "X-Content-Type-Options": "nosniff",
}

LOADER_HEADERS = {
    "Cache-Control": "public, max-age=300",
    "X-Content-Type-Options": "nosniff",
    # The loader is a script for other origins by design.
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def frame_headers(settings: Settings) -> dict[str, str]:
    """Headers of the frame: own scripts only, embedded by the listed pages only."""
    ancestors = " ".join(("'self'", *settings.allowed_origins))
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
    )
    return {
        "Content-Security-Policy": policy,
        "Cache-Control": "no-cache",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    }
