"""The chat's own files: the loader, the invitation, the page inside the iframe, and its hashed assets."""

from sanic import Blueprint, HTTPResponse, Request

from connectors.webchat.branding import brand_loader
from hub.ports import BuiltFiles
from hub.settings import Settings

APPLICATION = "widget"
"""The chat's name among the applications of the front end."""


def add_pages(blueprint: Blueprint, settings: Settings, files: BuiltFiles) -> None:
    """Adds the scripts, the frame and the assets; who may embed the frame stands in its headers."""
    headers = frame_headers(settings)

    @blueprint.get("/webchat.js")
    async def loader(request: Request) -> HTTPResponse:
        return await files.script(
            request, "webchat.js", LOADER_HEADERS, lambda script: brand_loader(script, settings)
        )

    @blueprint.get("/webchat-invite.js")
    async def invitation(request: Request) -> HTTPResponse:
        return await files.script(
            request, "webchat-invite.js", LOADER_HEADERS, lambda script: brand_loader(script, settings)
        )

    @blueprint.get("/webchat/frame")
    async def frame(request: Request) -> HTTPResponse:
        return await files.page(request, "frame.html", headers)

    @blueprint.get("/webchat/assets/<name>")
    async def asset(request: Request, name: str) -> HTTPResponse:
        return await files.asset(request, name)


LOADER_HEADERS = {
    "Cache-Control": "public, max-age=300",
    "X-Content-Type-Options": "nosniff",
    # The loader is a script for other origins by design.
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def frame_headers(settings: Settings) -> dict[str, str]:
    """Headers of the frame: own scripts only, embedded by the listed pages only.

    `blob:` among the pictures is what the customer has chosen and not sent yet: out of the page's memory.
    """
    ancestors = " ".join(("'self'", *settings.allowed_origins))
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; "
        f"img-src 'self' data: blob: {settings.media_origin}; media-src {settings.media_origin}; "
        f"base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
    )
    return {
        "Content-Security-Policy": policy,
        "Cache-Control": "no-cache",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    }
