"""The chat's own files: the loader, the page inside the iframe, and its hashed assets."""

from pathlib import Path

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import file

from connectors.webchat.branding import brand_loader
from hub.settings import ROOT, Settings

DIST = ROOT / "web" / "dist"


def add_pages(blueprint: Blueprint, settings: Settings, dist: Path = DIST) -> None:
    """Adds the loader, the frame and the assets; who may embed the frame stands in its headers."""
    headers = frame_headers(settings)

    @blueprint.get("/webchat.js")
    async def loader(_request: Request) -> HTTPResponse:
        return await loader_of(dist, settings)

    @blueprint.get("/webchat/frame")
    async def frame(_request: Request) -> HTTPResponse:
        return await file(dist / "frame.html", mime_type="text/html; charset=utf-8", headers=dict(headers))

    blueprint.static("/webchat/assets", dist / "assets", name="webchat_assets")


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
