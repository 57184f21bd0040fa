"""Files: what customers and agents send, and what the front end was built into."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from hub.messages import Media

if TYPE_CHECKING:
    from sanic import HTTPResponse, Request


class MediaStore(Protocol):
    """Keeps what is sent beside words: pictures, documents, recordings."""

    @property
    def bytes_limit(self) -> int:
        """Most bytes of a file."""
        ...

    async def keep(self, source: Path, *, identity: str, name: str, kinds: frozenset[str]) -> Media:
        """Looks into a file, makes it harmless and keeps that for an identity; on disk when this returns.

        `kinds`: the MIME types that are taken, told from the content. `name`: as it was given. Raises a
        `BadMedia`, or `Unavailable`, and keeps nothing then.
        """
        ...

    async def find(self, identity: str, media_id: str) -> Media | None:
        """The file where this identity may use it. Raises `StoreUnavailable`."""
        ...

    def path(self, media: Media) -> Path:
        """Where its bytes lie: for channels that hand them to a provider."""
        ...

    def address(self, media: Media, identity: str) -> str:
        """Where a browser gets the file that stands in this identity's conversation, for a day at least."""
        ...


class BuiltFiles(Protocol):
    """What the front end's build made of one application, as browsers get it."""

    async def page(self, request: Request, name: str, headers: Mapping[str, str]) -> HTTPResponse:
        """A page under the headers of who serves it."""
        ...

    async def script(
        self, request: Request, name: str, headers: Mapping[str, str], change: Callable[[str], str]
    ) -> HTTPResponse:
        """A script of a fixed name, changed on its way."""
        ...

    async def asset(self, request: Request, name: str) -> HTTPResponse:
        """A hashed script, which never changes. Raises `NotFound`."""
        ...
