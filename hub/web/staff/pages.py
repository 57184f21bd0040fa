"""The staff's application: one page and its hashed scripts, on the staff's own origin."""

from sanic import HTTPResponse, Request

from hub.ports import BuiltFiles
from hub.web.server import Server

APPLICATION = "desk"
"""Its name among the applications of the front end."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "media-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(self), microphone=(self), display-capture=(self), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def add_pages(server: Server, files: BuiltFiles) -> None:
    """Adds the page, which anybody may load: what it shows it has to ask for."""

    @server.get("/", name="desk_page")
    async def page(request: Request) -> HTTPResponse:
        return await files.page(request, "index.html", HEADERS)

    @server.get("/desk/assets/<name>", name="desk_asset")
    async def asset(request: Request, name: str) -> HTTPResponse:
        return await files.asset(request, name)
