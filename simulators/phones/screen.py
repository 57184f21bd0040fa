"""What stands on a phone, and the page's line to it: what is new, and what the customer does."""

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from aiohttp import web

WAIT_S = 20.0
PHONE = re.compile(r"[0-9a-z]{8,40}")
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF")
PICTURE_BYTES = 10 * 1024 * 1024
MOST_ENTRIES = 2000
ENTRIES_AT_ONCE = 200

Entry = dict[str, Any]


@dataclass(kw_only=True)
class PhoneScreen:
    """A phone. `entries`: what it shows, in order; `network`: its switch; `revision`: counts all changes."""

    network: str = "on"
    entries: list[Entry] = field(default_factory=list)
    revision: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def show(self, entry: Entry) -> None:
        """Puts something on the screen."""
        if len(self.entries) < MOST_ENTRIES:
            self.entries.append({"n": len(self.entries) + 1, "at": time.time(), **entry})
        self.touch()

    def touch(self) -> None:
        """Tells the page that something has changed."""
        self.revision += 1
        self.changed.set()
        self.changed = asyncio.Event()


@dataclass(kw_only=True)
class ChatScreen(PhoneScreen):
    """A phone in whose chat what the account says waits while it has no network."""

    undelivered: list[Entry] = field(default_factory=list)

    def show(self, entry: Entry) -> None:
        """Puts something into the chat."""
        if entry["from"] == "account" and self.network == "off":
            self.undelivered.append(entry)
        else:
            super().show(entry)

    def connect(self, network: str) -> None:
        """Sets the switch; back in the network everything that waited arrives."""
        self.network = network
        if network != "off":
            waiting, self.undelivered = self.undelivered, []
            for entry in waiting:
                self.show(entry)
        self.touch()


class KeptFile(Protocol):
    """A file at a provider."""

    @property
    def body(self) -> bytes: ...
    @property
    def content_type(self) -> str: ...


Own = TypeVar("Own", bound=PhoneScreen)
Act = Callable[[Own, Any], Awaitable[None]]
Picture = Callable[[Own, bytes], Awaitable[None]]


def add_line(
    app: web.Application,
    of_phone: Callable[[str], Own],
    act: Act[Own],
    picture: Picture[Own] | None,
    told: Callable[[Own], dict[str, Any]],
    *,
    kinds: tuple[bytes, ...] = PICTURES,
    most_bytes: int = PICTURE_BYTES,
) -> None:
    """Adds `/phone/<id>` (GET: what is new, POST: what the customer does), with `picture` its `/file`.

    `told`: what the page shows round the entries; `kinds`: how the files of pictures begin.
    """

    def of(request: web.Request) -> Own:
        phone = request.match_info["phone"]
        if not PHONE.fullmatch(phone):
            raise web.HTTPNotFound
        return of_phone(phone)

    async def look(request: web.Request) -> web.Response:
        screen, after = of(request), _number(request, "after")
        if _number(request, "revision") == screen.revision:
            await _until_changed(screen)
        state = {
            "revision": screen.revision,
            "entries": screen.entries[after : after + ENTRIES_AT_ONCE],
            "typing": False,
            "network": screen.network,
        }
        return web.json_response(state | told(screen))

    async def do(request: web.Request) -> web.Response:
        screen = of(request)
        try:
            asked = await request.json()
        except json.JSONDecodeError as error:
            raise web.HTTPBadRequest from error
        await act(screen, asked)
        return web.json_response({})

    async def send_picture(request: web.Request) -> web.Response:
        screen, body = of(request), await request.read()
        if picture is None or not body.startswith(kinds) or len(body) > most_bytes:
            raise web.HTTPUnsupportedMediaType
        await picture(screen, body)
        return web.json_response({})

    app.router.add_get("/phone/{phone}", look)
    app.router.add_post("/phone/{phone}", do)
    app.router.add_post("/phone/{phone}/file", send_picture)


def add_files(app: web.Application, media: Mapping[str, KeptFile]) -> None:
    """Adds `/file/<id>`: the pictures in a chat."""

    async def file(request: web.Request) -> web.Response:
        kept = media.get(request.match_info["media"])
        if kept is None:
            raise web.HTTPNotFound
        return web.Response(body=kept.body, content_type=kept.content_type)

    app.router.add_get("/file/{media}", file)


async def _until_changed(screen: PhoneScreen) -> None:
    """Waits for news, for a while: a page that is closed is not waited for long."""
    try:
        async with asyncio.timeout(WAIT_S):
            await screen.changed.wait()
    except TimeoutError:
        return


def _number(request: web.Request, name: str) -> int:
    try:
        return int(request.query.get(name, "0"))
    except ValueError as error:
        raise web.HTTPBadRequest from error
