"""Reads the pages of the bank's site and writes the hub's address into their one script tag."""

from pathlib import Path
from typing import NamedTuple

from simulators.bank_site.services import SERVICES, fill

FOLDER = Path(__file__).parent / "site"
HUB_MARK = "{{hub}}"

_FILES = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/help": ("help.html", "text/html; charset=utf-8"),
    "/site.css": ("site.css", "text/css; charset=utf-8"),
    "/logo.svg": ("logo.svg", "image/svg+xml"),
}


class SitePage(NamedTuple):
    """One answer of the site: its bytes and their media type."""

    body: bytes
    media_type: str


def load_pages(hub_url: str) -> dict[str, SitePage]:
    """All pages by path; `hub_url` is the hub's address without a slash at its end."""
    pages = {path: SitePage(_fill(_read(name), hub_url), kind) for path, (name, kind) in _FILES.items()}
    template = _read("service.html")
    for path, service in SERVICES.items():
        pages[path] = SitePage(_fill(fill(template, service), hub_url), _FILES["/"][1])
    return pages


def _read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def _fill(text: str, hub_url: str) -> bytes:
    return text.replace(HUB_MARK, hub_url).encode()
