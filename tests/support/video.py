"""Both sides of a call without a browser: what their pages send, and what they were told."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.support.house import House
from tests.support.staff import StaffClient
from tests.support.webchat import WebchatClient

WITHIN_S = 60.0


class Side:
    """One socket, and the frames that came."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.frames: list[dict[str, Any]] = []
        self.over = asyncio.Event()
        self._news = asyncio.Event()

    async def put(self, kind: str, **what: Any) -> None:
        """Sends a frame."""
        await self.socket.send_json({"type": kind, **what})

    async def ask(self, kind: str, **what: Any) -> str:
        """Sends a wish of an agent; gives `done`, or why it was refused."""
        wish = str(uuid.uuid4())
        await self.put(kind, id=wish, **what)
        answer = await self.one(lambda frame: frame.get("id") == wish)
        return str(answer.get("why") or answer.get("code", answer["type"]))

    async def one(self, met: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first frame that is such, as soon as it is there."""
        await self.until(lambda: any(met(frame) for frame in self.frames))
        return next(frame for frame in self.frames if met(frame))

    async def until(self, met: Callable[[], bool]) -> None:
        """Waits until what came makes it so."""
        async with asyncio.timeout(WITHIN_S):
            while not met():
                self._news.clear()
                await self._news.wait()

    async def call_is(self, state: str, **more: Any) -> dict[str, Any]:
        """Waits until the newest that was told of the call is such."""
        await self.until(
            lambda: self.call is not None and (self.call | {"state": state, **more}) == self.call
        )
        assert self.call is not None
        return self.call

    @property
    def call(self) -> dict[str, Any] | None:
        """What was told of the (first) call last."""
        for frame in reversed(self.frames):
            if frame["type"] == "call":
                return dict(frame["call"])
            if frame["type"] == "calls":
                return dict(frame["calls"][0]) if frame["calls"] else None
        return None

    def signals(self) -> list[dict[str, Any]]:
        """What the other side's page said."""
        return [frame for frame in self.frames if frame["type"] == "signal"]

    async def closed(self) -> int:
        """The code with which the hub hung up."""
        async with asyncio.timeout(WITHIN_S):
            await self.over.wait()
        return int(self.socket.close_code or 0)

    async def listen(self) -> None:
        """Takes what comes, until the hub hangs up."""
        async for message in self.socket:
            self.frames.append(json.loads(message.data))
            self._news.set()
        self.over.set()


@asynccontextmanager
async def opened(session: aiohttp.ClientSession, url: str, origin: str) -> AsyncIterator[Side]:
    """A socket at this address."""
    async with session.ws_connect(url, headers={"Origin": origin}) as socket:
        side = Side(socket)
        listening = asyncio.create_task(side.listen())
        try:
            yield side
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)


@asynccontextmanager
async def heard(side: Side) -> AsyncIterator[None]:
    """Has a side say each five seconds that it is there, as its page does, while the block runs."""

    async def beat() -> None:
        while True:
            await asyncio.sleep(5)
            await side.put("ping")

    beating = asyncio.create_task(beat())
    try:
        yield
    finally:
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)


@asynccontextmanager
async def agent_side(client: StaffClient) -> AsyncIterator[Side]:
    """The agent's socket, signed in."""
    async with opened(client.session, f"{client.url}/staff/video", client.url) as side:
        yield side


@asynccontextmanager
async def customer_side(house: House) -> AsyncIterator[Side]:
    """The customer's socket; nothing was said on it yet."""
    origin = f"http://127.0.0.1:{house.settings.port}"
    async with (
        aiohttp.ClientSession(trust_env=False) as session,
        opened(session, f"{origin}/video/socket", origin) as side,
    ):
        yield side


def ticket_of(client: WebchatClient) -> str:
    """What stands in the newest link that the customer was sent."""
    segments = [each for message in client.outgoing for each in message["segments"] if each["type"] == "link"]
    return str(segments[-1]["url"]).partition("#")[2]


def has_link(client: WebchatClient) -> bool:
    """Whether the newest message is a link."""
    return bool(client.outgoing) and client.outgoing[-1]["segments"][0]["type"] == "link"
