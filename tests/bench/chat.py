"""A web chat of a few kilobytes: enough of WebSocket and of docs/webchat-protocol.md to ask and to listen.

Thousands of them fit into one driver, and each message costs it little, so that what is measured is the hub.
"""

import asyncio
import base64
import json
import os
import struct
import time
import uuid
from typing import Any, Self, cast

from tests.bench.load import TimedAnswer

ANSWER_S = 60.0
_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10
_HELD = "held "


class ChatClosed(RuntimeError):
    """The hub closed the socket; the text says with what."""


class Chat(asyncio.Protocol):
    """One open chat of a new visitor."""

    __slots__ = ("_answer", "_asked", "_buffer", "_came_at", "_caught_up", "_seq", "_transport", "_upgraded")

    def __init__(self) -> None:
        self._buffer = b""
        self._transport: asyncio.Transport | None = None
        self._upgraded: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._caught_up: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._answer: asyncio.Future[tuple[dict[str, Any], float]] | None = None
        self._asked = ""
        self._came_at = 0.0
        self._seq = 0

    @classmethod
    async def open(cls, port: int) -> Self:
        """Opens the chat on the hub's own page and waits until it is caught up."""
        origin = f"http://127.0.0.1:{port}"
        transport, chat = await asyncio.get_running_loop().create_connection(cls, "127.0.0.1", port)
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(
            f"GET /webchat/socket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: {origin}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {key}\r\n\r\n".encode()
        )
        async with asyncio.timeout(ANSWER_S):
            await chat._upgraded
            chat.say({"type": "hello", "v": 1, "token": None, "embedder": origin, "after": None})
            await chat._caught_up
        return chat

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    async def ask(self, text: str) -> TimedAnswer:
        """Sends a text and waits for the answer to it."""
        self._asked, self._seq = str(uuid.uuid4()), 0
        self._answer = asyncio.get_running_loop().create_future()
        segments = [{"type": "text", "text": text}]
        began = self.say({"type": "send", "id": self._asked, "segments": segments})
        async with asyncio.timeout(ANSWER_S):
            message, came_at = await self._answer
        self._answer = None
        return TimedAnswer(came_at - began, held_s(message["segments"]))

    def say(self, frame: dict[str, Any]) -> float:
        """Sends a frame; gives the moment, on `time.perf_counter`, at which its bytes went out."""
        assert self._transport is not None
        data = framed(_TEXT, json.dumps(frame, ensure_ascii=False).encode())
        now = time.perf_counter()
        self._transport.write(data)
        return now

    def ping(self) -> None:
        """Tells the hub that somebody is there."""
        self.say({"type": "ping"})

    def close(self) -> None:
        """Closes the connection."""
        if self._transport is not None:
            self._transport.write(framed(_CLOSE, b"\x03\xe8"))
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asyncio's call."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's own is no subclass

    def connection_lost(self, exc: Exception | None) -> None:
        """Asyncio's call."""
        self._fail(ChatClosed(f"connection lost: {exc}"))

    def data_received(self, data: bytes) -> None:
        """Asyncio's call."""
        self._came_at = time.perf_counter()
        self._buffer += data
        if not self._upgraded.done():
            head, end, self._buffer = self._buffer.partition(b"\r\n\r\n")
            if not end:
                self._buffer = head
                return
            if b" 101 " not in head[:20]:
                self._fail(ChatClosed(head.decode()))
                return
            self._upgraded.set_result(None)
        while (taken := unframed(self._buffer)) is not None:
            opcode, payload, self._buffer = taken
            self._take(opcode, payload)

    def _take(self, opcode: int, payload: bytes) -> None:
        if opcode == _TEXT:
            self._hear(json.loads(payload))
        elif opcode == _PING:
            assert self._transport is not None
            self._transport.write(framed(_PONG, payload))
        elif opcode == _CLOSE:
            self._fail(ChatClosed(f"closed by the hub: {payload!r}"))

    def _hear(self, frame: dict[str, Any]) -> None:
        match frame["type"]:
            case "caught_up":
                if not self._caught_up.done():
                    self._caught_up.set_result(None)
            case "ack" if frame["id"] == self._asked:
                self._seq = frame["seq"]
            case "refused":
                self._fail(ChatClosed(f"refused: {frame['code']}"))
            case "message":
                self._hear_message(frame["message"])

    def _hear_message(self, message: dict[str, Any]) -> None:
        if message["direction"] == "in" or not 0 < self._seq < message["seq"]:
            return
        if self._answer is None or self._answer.done():
            return
        if message["author"]["kind"] == "bot":
            self._answer.set_result((message, self._came_at))
        else:  # it is late, or it failed: what is measured then is no answer
            self._fail(ChatClosed(f"no answer, but a notice: {message['segments'][0].get('code')}"))

    def _fail(self, error: ChatClosed) -> None:
        for waiting in (self._upgraded, self._caught_up, self._answer):
            if waiting is not None and not waiting.done():
                waiting.set_exception(error)


def framed(opcode: int, payload: bytes) -> bytes:
    """A client's frame (RFC 6455); the mask is zero, which leaves the bytes as they are."""
    size = len(payload)
    if size < 126:
        head = struct.pack("!BB", 0x80 | opcode, 0x80 | size)
    elif size < 65536:
        head = struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, size)
    else:
        head = struct.pack("!BBQ", 0x80 | opcode, 0x80 | 127, size)
    return head + b"\0\0\0\0" + payload


def unframed(data: bytes) -> tuple[int, bytes, bytes] | None:
    """The first whole frame of a server: its kind, its payload, and the rest; None where there is none."""
    if len(data) < 2:
        return None
    size, begin = data[1] & 0x7F, 2
    if size == 126:
        if len(data) < 4:
            return None
        size, begin = struct.unpack_from("!H", data, 2)[0], 4
    elif size == 127:
        if len(data) < 10:
            return None
        size, begin = struct.unpack_from("!Q", data, 2)[0], 10
    end = begin + size
    return None if len(data) < end else (data[0] & 0x0F, data[begin:end], data[end:])


def held(seconds: float) -> str:
    """What the stand-in bot says: how long it held the question."""
    return f"{_HELD}{seconds:.7f}"


def held_s(segments: list[dict[str, Any]]) -> float:
    """The seconds that the stand-in bot says it held a question; 0 for every other answer."""
    text = str(segments[0].get("text", ""))
    return float(text.removeprefix(_HELD).partition(" ")[0]) if text.startswith(_HELD) else 0.0
