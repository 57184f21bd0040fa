"""Connections of which a test writes every byte: HTTP heads and WebSocket frames, right and wrong."""

import asyncio
import os
import struct
from dataclasses import dataclass

TEXT, BINARY, CONT, CLOSE, PING, PONG = 1, 2, 0, 8, 9, 10


@dataclass
class Wire:
    """A raw connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def say(self, data: bytes) -> None:
        """Writes bytes, as far as the other side takes them."""
        self.writer.write(data)
        await self.writer.drain()

    async def answer(self, within_s: float = 5.0) -> tuple[int, dict[str, str], bytes]:
        """The head of an answer, and its body: status, headers, body."""
        async with asyncio.timeout(within_s):
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            first, *lines = head.strip().split("\r\n")
            headers = {n.lower(): v.strip() for n, _, v in (line.partition(":") for line in lines)}
            body = await self.reader.readexactly(int(headers.get("content-length", 0)))
        return int(first.split(" ")[1]), headers, body

    async def frame(self, within_s: float = 5.0) -> tuple[int, bytes]:
        """The server's next frame: opcode and payload."""
        async with asyncio.timeout(within_s):
            first, size = await self.reader.readexactly(2)
            if size == 126:
                (size,) = struct.unpack(">H", await self.reader.readexactly(2))
            return first & 15, await self.reader.readexactly(size)

    async def closing_code(self, within_s: float = 5.0) -> int:
        """The code of the server's close frame, whatever comes before it; 1006 where there is none."""
        async with asyncio.timeout(within_s):
            while True:
                try:
                    opcode, payload = await self.frame(within_s)
                except (asyncio.IncompleteReadError, ConnectionError):
                    return 1006
                if opcode == CLOSE:
                    return int.from_bytes(payload[:2], "big")

    async def ended(self, within_s: float = 5.0) -> None:
        """Waits until the server has ended the connection."""
        async with asyncio.timeout(within_s):
            try:
                while await self.reader.read(65_536):
                    pass
            except ConnectionError:
                pass


def upgrade(path: str = "/socket", *more: str) -> bytes:
    """The request that opens a WebSocket."""
    lines = (
        f"GET {path} HTTP/1.1",
        "Host: hub.test",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        *more,
    )
    return "\r\n".join((*lines, "", "")).encode()


def frame(opcode: int, payload: bytes = b"", *, fin: bool = True) -> bytes:
    """A client's frame, masked as RFC 6455, 5.3 has it."""
    mask = os.urandom(4)
    size = len(payload)
    key = int.from_bytes((mask * (size // 4 + 1))[:size], "big")
    masked = (int.from_bytes(payload, "big") ^ key).to_bytes(size, "big")
    if size < 126:
        head = bytes((opcode | 128 * fin, 128 | size))
    else:
        head = bytes((opcode | 128 * fin, 128 | 126)) + struct.pack(">H", size)
    return head + mask + masked


async def connected(port: int) -> Wire:
    """A connection to a port of this machine."""
    return Wire(*await asyncio.open_connection("127.0.0.1", port))
