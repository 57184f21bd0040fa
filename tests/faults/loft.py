"""The toy channel's provider, for two hubs: takes letters, may hold its answer back, and sees who sends."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

import aiohttp
from aiohttp import web

from hub.ids import identity_key
from tests.support.loft_calls import letter_body, signed_headers

ACCOUNT = "north"
ACCEPTED_WITHIN_S = 30.0
AGAIN_S = 0.2


@dataclass
class Try:
    """A hub's call with one letter; `given_up`: the hub was stopped with it and is not waited for."""

    hub: str
    words: str
    request: web.Request
    given_up: bool = False
    answered: bool = False

    @property
    def in_hand(self) -> bool:
        """Whether the hub waits for the answer."""
        transport = self.request.transport
        return not (self.given_up or self.answered or transport is None or transport.is_closing())


@dataclass
class Loft:
    """What it was asked and what it took; `twice`: sentences on letters sent while another hub sent them.

    `late_s`: how long after it has taken a letter it says so.
    """

    late_s: float = 0.0
    tries: list[Try] = field(default_factory=list)
    took: Counter[str] = field(default_factory=Counter)
    twice: list[str] = field(default_factory=list)
    accepted: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By its id, each letter that a hub said it has: its sender and words."""
    _held: dict[str, asyncio.Event] = field(default_factory=dict)
    _port: int = 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Loft"]:
        """Listens on loopback, with an address for each hub."""
        app = web.Application()
        app.router.add_post("/{hub}/letters", self._take)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self._port = runner.addresses[0][1]
        try:
            yield self
        finally:
            await runner.cleanup()

    def write_accounts(self, file: Path, hub: str) -> None:
        """The `accounts.yml` of a hub; its letters are told from the other's by their address."""
        loft = f"http://127.0.0.1:{self._port}/{hub}"
        file.write_text(f"pigeon:\n  - name: {ACCOUNT}\n    loft: {loft}\n    secret: env:PIGEON_SECRET\n")

    def hold(self, words: str) -> None:
        """From here on, whoever sends these words gets no answer."""
        self._held[words] = asyncio.Event()

    def release(self, words: str) -> None:
        """Answers all who wait."""
        self._held.pop(words).set()

    def tries_of(self, words: str) -> list[Try]:
        """Every call with these words."""
        return [each for each in self.tries if each.words == words]

    async def _take(self, request: web.Request) -> web.Response:
        words = str((await request.json())["words"])
        mine = Try(request.match_info["hub"], words, request)
        for other in self.tries_of(words):
            if other.in_hand:
                self.twice.append(f"{mine.hub} sent {words!r} while {other.hub} had it in hand")
        self.tries.append(mine)
        if words in self._held:
            await self._held[words].wait()
        if mine.in_hand:
            self.took[words] += 1
            await asyncio.sleep(self.late_s)
        mine.answered = True
        return web.json_response({"letter": f"out-{len(self.tries)}"})

    async def write(self, session: aiohttp.ClientSession, port: int, sender: str, words: str) -> None:
        """A customer writes to the hub on this port, again until it is taken; raises `TimeoutError`."""
        letter = f"letter-{len(self.accepted)}"
        body = letter_body(letter, sender, words)
        async with asyncio.timeout(ACCEPTED_WITHIN_S):
            while True:
                if await self.tell(session, port, body) == HTTPStatus.OK:
                    break
                await asyncio.sleep(AGAIN_S)
        self.accepted[letter] = sender, words

    async def tell(self, session: aiohttp.ClientSession, port: int, body: bytes) -> int:
        """Hands a letter to the hub on this port; the status that it answers with."""
        url = f"http://127.0.0.1:{port}/pigeon/{ACCOUNT}"
        headers = signed_headers(body, int(time.time()))
        async with session.post(url, data=body, headers=headers) as answer:
            return answer.status


def key_of(sender: str) -> str:
    """The key by which the house knows a sender of letters."""
    return identity_key("pigeon", ACCOUNT, sender)
