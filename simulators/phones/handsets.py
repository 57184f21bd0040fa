"""Phones with a messages app: what stands on each, and what happens once one is in the network again."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from simulators.phones.screen import Act, PhoneScreen, Picture, add_line

PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8")
PICTURE_BYTES = 5 * 1024 * 1024
MOST_HANDSETS = 10_000


@dataclass
class Handset(PhoneScreen):
    """A customer's phone. `waiting`: what happens once it is in the network again."""

    number: str
    waiting: list[Callable[[], None]] = field(default_factory=list)

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


def add_handsets(
    app: web.Application,
    handsets: Handsets,
    act: Act[Handset],
    picture: Picture[Handset] | None,
    told: Callable[[Handset], dict[str, Any]],
) -> None:
    """Adds the pages' lines to the phones, on which the switch of the network works already."""

    async def do(handset: Handset, asked: Any) -> None:
        match asked:
            case {"do": "network", "to": "on" | "off" as network}:
                handset.connect(network)
            case dict():
                await act(handset, asked)
            case _:
                raise web.HTTPBadRequest

    add_line(
        app,
        handsets.of_phone,
        do,
        picture,
        lambda handset: {"number": handset.number, **told(handset)},
        kinds=PICTURES,
        most_bytes=PICTURE_BYTES,
    )
