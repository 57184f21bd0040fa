"""A web-chat client for tests: speaks docs/webchat-protocol.md and keeps what it was sent."""

import asyncio
import json
import uuid
from typing import Any, Self

from websockets.asyncio.client import ClientConnection, connect

from tests.support.waiting import PATIENCE_S

THE_VISITOR = ""
"""What a refusal names that is of no message: somebody new whom an overloaded hub did not let in."""


class WebchatClient:
    """One visitor; may connect again and resumes where it was."""

    def __init__(
        self,
        port: int,
        *,
        embedder: str | None = None,
        origin: str | None = None,
        headers: dict[str, str] | None = None,
        page: str = "",
    ) -> None:
        self._headers = headers
        self.page = page
        self.own = f"http://127.0.0.1:{port}"
        self._url = f"ws://127.0.0.1:{port}/webchat/socket"
        self._origin = origin or self.own
        self._embedder = embedder or self.own
        self.token: str | None = None
        self.messages: dict[tuple[int, int], dict[str, Any]] = {}
        self.frames: list[dict[str, Any]] = []
        self.acks: dict[str, dict[str, Any]] = {}
        self.refused: dict[str, dict[str, Any]] = {}
        self.repeated = 0
        self.close_code: int | None = None
        self._socket: ClientConnection | None = None
        self._reading: asyncio.Task[None] | None = None
        self._changed = asyncio.Event()

    async def __aenter__(self) -> Self:
        await self.connect()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.disconnect()

    async def connect(self, after: dict[str, int] | None = None) -> None:
        """Opens the socket, says hello, and reads in the background."""
        self.refused.pop(THE_VISITOR, None)
        self._socket = await connect(
            self._url,
            origin=self._origin,  # type: ignore[arg-type]
            additional_headers=self._headers,
            proxy=None,
            max_size=4_000_000,
        )
        if after is None and self.messages:
            conversation, seq = max(self.messages)
            after = {"conversation": conversation, "seq": seq}
        hello = {"token": self.token, "embedder": self._embedder, "after": after, "page": self.page}
        await self.say({"type": "hello", "v": 1, **hello})
        self._reading = asyncio.create_task(self._read())

    async def disconnect(self) -> None:
        """Closes the socket."""
        if self._socket is not None:
            await self._socket.close()
        await self.ended()

    async def ended(self, timeout_s: float = PATIENCE_S) -> None:
        """Waits until the socket is closed."""
        if self._reading is not None:
            await asyncio.wait_for(asyncio.gather(self._reading, return_exceptions=True), timeout_s)

    def cut(self) -> None:
        """Cuts the connection as a network does."""
        assert self._socket is not None
        self._socket.transport.abort()

    async def say(self, frame: dict[str, Any]) -> None:
        """Sends a frame."""
        assert self._socket is not None
        await self._socket.send(json.dumps(frame, ensure_ascii=False))

    async def send(self, text: str, client_id: str | None = None) -> str:
        """Sends a text and gives its client id."""
        return await self.send_segment({"type": "text", "text": text}, client_id)

    async def send_segment(self, segment: dict[str, Any], client_id: str | None = None) -> str:
        """Sends one segment and gives its client id."""
        client_id = client_id or str(uuid.uuid4())
        await self.say({"type": "send", "id": client_id, "segments": [segment]})
        return client_id

    async def until(self, condition: Any, timeout_s: float = PATIENCE_S) -> None:
        """Waits until a condition on this client holds."""
        async with asyncio.timeout(timeout_s):
            while not condition():
                self._changed.clear()
                await self._changed.wait()

    async def acked(self, client_id: str, timeout_s: float = PATIENCE_S) -> dict[str, Any]:
        """Waits for the ack of a message; a refusal of it, or of the visitor, ends the test and says why."""
        refusals = {client_id, THE_VISITOR}
        await self.until(lambda: client_id in self.acks or refusals & self.refused.keys(), timeout_s)
        assert not refusals & self.refused.keys(), self.refused
        return self.acks[client_id]

    async def replies(self, count: int, timeout_s: float = PATIENCE_S) -> list[dict[str, Any]]:
        """Waits for so many outgoing messages."""
        await self.until(lambda: len(self.outgoing) >= count, timeout_s)
        return self.outgoing

    async def events(self, kind: str, timeout_s: float = PATIENCE_S) -> list[dict[str, Any]]:
        """Waits for an event of a kind."""
        await self.until(lambda: self.events_so_far(kind), timeout_s)
        return self.events_so_far(kind)

    def events_so_far(self, kind: str) -> list[dict[str, Any]]:
        """The events of a kind that came so far."""
        return [f for f in self.frames if f["type"] == "event" and f["event"] == kind]

    @property
    def outgoing(self) -> list[dict[str, Any]]:
        """The bank's messages, in order."""
        return [m for _, m in sorted(self.messages.items()) if m["direction"] == "out"]

    @property
    def incoming(self) -> list[dict[str, Any]]:
        """The customer's own messages as stored, in order."""
        return [m for _, m in sorted(self.messages.items()) if m["direction"] == "in"]

    async def _read(self) -> None:
        assert self._socket is not None
        try:
            async for data in self._socket:
                self._take(json.loads(data))
        finally:
            self.close_code = self._socket.close_code
            self._changed.set()

    def _take(self, frame: dict[str, Any]) -> None:
        self.frames.append(frame)
        match frame["type"]:
            case "welcome":
                self.token = frame["token"]
            case "message":
                message = frame["message"]
                place = (message["conversation"], message["seq"])
                self.repeated += place in self.messages
                self.messages[place] = message
            case "ack":
                self.acks[frame["id"]] = frame
            case "refused":
                self.refused[frame["id"]] = frame
        self._changed.set()


def text_of(message: dict[str, Any]) -> str:
    """All that a message says, as text."""
    return "\n".join(
        s.get("text") or s.get("prompt") or s.get("label") or s.get("title") for s in message["segments"]
    )
