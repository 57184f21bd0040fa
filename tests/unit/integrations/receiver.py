"""A program of the bank on loopback: it checks signatures, and fails as it is told."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Receiver:
    """What it was told; `statuses` are used up one by one, then it takes everything."""

    secret: str = ""
    port: int = 0
    statuses: list[int] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    took: list[dict[str, Any]] = field(default_factory=list)
    forged: int = 0

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}/events"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answers requests until the caller hangs up."""
        try:
            while head := (await reader.readuntil(b"\r\n\r\n")).decode():
                named = dict(line.lower().split(": ", 1) for line in head.splitlines()[1:] if line)
                body = await reader.readexactly(int(named["content-length"]))
                status = self._judge(named["x-yuanqiao-signature"], body)
                writer.write(b"HTTP/1.1 %d x\r\nContent-Length: 0\r\n\r\n" % status)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _judge(self, signature: str, body: bytes) -> int:
        millis, _, told = signature.removeprefix("t=").partition(",v1=")
        made = hmac.new(self.secret.encode(), f"{millis}.".encode() + body, hashlib.sha256).hexdigest()
        self.forged += not hmac.compare_digest(made, told)
        event = json.loads(body)
        self.asked.append(event)
        status = self.statuses.pop(0) if self.statuses else 204
        if status < 300:
            self.took.append(event)
        return status


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """A program that listens."""
    receiver = Receiver()
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    async with server:
        yield receiver
