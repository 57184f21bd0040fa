"""Phones with a messages app: what stands on each, whether it has a network, and the page's line to it."""

import asyncio
import hashlib
import json
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

WAIT_S = 20.0
PHONE = re.compile(r"[0-9a-z]{8,40}")
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8")
PICTURE_BYTES = 5 * 1024 * 1024
MOST_HANDSETS = 10_000
MOST_ENTRIES = 2000
ENTRIES_AT_ONCE = 200

Entry = dict[str, Any]


@dataclass
class Handset:
    """A customer's phone. `waiting`: what happens once it is in the network again."""

    number: str
    network: str = "on"
    entries: list[Entry] = field(default_factory=list)
    waiting: list[Callable[[], None]] = field(default_factory=list)
    revision: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def show(self, entry: Entry) -> None:
        """Puts something on the screen."""
        if len(self.entries) < MOST_ENTRIES:
            self.entries.append({"n": len(self.entries) + 1, "at": time.time(), **entry})
        self.touch()

    def when_reached(self, do: Callable[[], None]) -> None:
        """Does something now, or once the phone is in the network again."""
        if self.network == "off":
            self.waiting.append(do)
        else:
            do()

    def connect(self, network: str) -> None:
        """Sets the switch; back in the network everything that waited arrives."""
        self.network = network
        if network != "off":
            waiting, self.waiting = self.waiting, []
            for do in waiting:
                do()
        self.touch()

    def touch(self) -> None:
        """Tells the page that something has changed."""
        self.revision += 1
        self.changed.set()
        self.changed = asyncio.Event()


@dataclass
class Handsets:
    """All phones, by their numbers; `prefix` and `digits`: what numbers look like here."""

    prefix: str
    digits: int
    known: dict[str, Handset] = field(default_factory=dict)

    def of_phone(self, phone: str) -> Handset:
        """The phone of a page."""
        digest = int.from_bytes(hashlib.sha256(phone.encode()).digest()[:8])
        return self.of_number(f"{self.prefix}{digest % 10**self.digits:0{self.digits}d}")

    def of_number(self, number: str) -> Handset:
        """The phone with this number."""
        if number not in self.known:
            if len(self.known) >= MOST_HANDSETS:
                self.known.pop(next(iter(self.known)))
            self.known[number] = Handset(number)
        return self.known[number]


Act = Callable[[Handset, dict[str, Any]], Awaitable[None]]
Picture = Callable[[Handset, bytes], Awaitable[None]]


def add_handsets(
    app: web.Application,
    handsets: Handsets,
    act: Act,
    picture: Picture | None,
    told: Callable[[Handset], dict[str, Any]],
) -> None:
    """Adds `/phone/<id>` (GET: what is new, POST: what the customer does), with `picture` its `/file`."""

    def of(request: web.Request) -> Handset:
        phone = request.match_info["phone"]
        if not PHONE.fullmatch(phone):
            raise web.HTTPNotFound
        return handsets.of_phone(phone)

    async def look(request: web.Request) -> web.Response:
        handset, after = of(request), _number(request, "after")
        if _number(request, "revision") == handset.revision:
            await _until_changed(handset)
        state = {
            "revision": handset.revision,
            "entries": handset.entries[after : after + ENTRIES_AT_ONCE],
            "typing": False,
            "network": handset.network,
            "number": handset.number,
        }
        return web.json_response(state | told(handset))

    async def do(request: web.Request) -> web.Response:
        try:
            asked = await request.json()
        except json.JSONDecodeError as error:
            raise web.HTTPBadRequest from error
        match asked:
            case {"do": "network", "to": "on" | "off" as network}:
                of(request).connect(network)
            case dict():
                await act(of(request), asked)
            case _:
                raise web.HTTPBadRequest
        return web.json_response({})

    async def send_picture(request: web.Request) -> web.Response:
        body = await request.read()
        if picture is None or not body.startswith(PICTURES) or len(body) > PICTURE_BYTES:
            raise web.HTTPUnsupportedMediaType
        await picture(of(request), body)
        return web.json_response({})

    app.router.add_get("/phone/{phone}", look)
    app.router.add_post("/phone/{phone}", do)
    app.router.add_post("/phone/{phone}/file", send_picture)


async def _until_changed(handset: Handset) -> None:
    try:
        async with asyncio.timeout(WAIT_S):
            await handset.changed.wait()
    except TimeoutError:
        return


def _number(request: web.Request, name: str) -> int:
    try:
        return int(request.query.get(name, "0"))
    except ValueError as error:
        raise web.HTTPBadRequest from error
