"""Reads the pages of the bank's site and writes the hub's address into their one script tag."""

from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "site"
HUB_MARK = "{{hub}}"

_FILES = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/help": ("help.html", "text/html; charset=utf-8"),
    "/site.css": ("site.css", "text/css; charset=utf-8"),
    "/logo.svg": ("logo.svg", "image/svg+xml"),
}


class Page(NamedTuple):
    """One answer of the site: its bytes and their media type."""

    body: bytes
    media_type: str


def load_pages(hub_url: str) -> dict[str, Page]:
    """All pages by path; `hub_url` is the hub's address without a slash at its end."""
    return {path: Page(_fill(name, hub_url), media_type) for path, (name, media_type) in _FILES.items()}


def _fill(name: str, hub_url: str) -> bytes:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return text.replace(HUB_MARK, hub_url).encode()
