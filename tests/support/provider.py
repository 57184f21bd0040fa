"""A messaging provider on loopback: takes messages over HTTP, and fails in the ways that real ones do."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from hub.messages import Event, Message
from hub.ports import Address, Delivery, Parts, SendOutcome


class Mode(StrEnum):
    """What the provider does with a request.

    `TIMEOUT` and `RESET`: it takes the message and does not say so. `BUSY`: 429, to come back in 7 s.
    `QUOTA`: there is no right to send now, in WeChat's words.
    """

    ACCEPT = "accept"
    TIMEOUT = "timeout"
    RESET = "reset"
    BUSY = "busy"
    QUOTA = "quota"


QUOTA_CODE = 45047


@dataclass
class Provider:
    """What it took, in order; `modes` are used up one by one, then it accepts."""

    port: int = 0
    modes: list[Mode] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    took: list[str] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answers one request and closes."""
        head = await reader.readuntil(b"\r\n\r\n")
        (length,) = [
            int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.startswith(b"Content-L")
        ]
        message = json.loads(await reader.readexactly(length))["message"]
        self.asked.append(message)
        mode = self.modes.pop(0) if self.modes else Mode.ACCEPT
        if mode in (Mode.ACCEPT, Mode.TIMEOUT, Mode.RESET):
            self.took.append(message)
        match mode:
            case Mode.ACCEPT:
                _answer(writer, 200, {"errcode": 0, "msgid": f"m{len(self.took)}"})
            case Mode.BUSY:
                _answer(writer, 429, {"errcode": 45011}, "Retry-After: 7\r\n")
            case Mode.QUOTA:
                _answer(writer, 200, {"errcode": QUOTA_CODE})
            case Mode.RESET:
                writer.transport.abort()
            case Mode.TIMEOUT:
                await reader.read()  # until the other side gives up
        writer.close()


def _answer(writer: asyncio.StreamWriter, status: int, body: dict[str, object], more: str = "") -> None:
    content = json.dumps(body).encode()
    writer.write(f"HTTP/1.1 {status} X\r\n{more}Content-Length: {len(content)}\r\n\r\n".encode() + content)


@asynccontextmanager
async def running_provider() -> AsyncIterator[Provider]:
    """A provider that listens on a free port."""
    provider = Provider()
    server = await asyncio.start_server(provider.serve, "127.0.0.1", 0)
    provider.port = server.sockets[0].getsockname()[1]
    try:
        yield provider
    finally:
        server.close()
        await server.wait_closed()


@dataclass
class HttpSender:
    """Implements `hub.ports.Sender` as a connector would: one call for each message."""

    port: Callable[[], int]

    async def send(self, address: Address, message: Message, parts: Parts) -> Delivery:
        """Posts the message."""
        try:
            status, headers, body = await self._post({"to": address.external_id, "message": message.id})
        except (ConnectionError, asyncio.IncompleteReadError) as error:
            raise TimeoutError from error  # it may have arrived: a time-out as far as anybody knows
        if status == 429:
            return Delivery(SendOutcome.RETRY, retry_after_s=float(headers["retry-after"]), code="429")
        if body["errcode"] == QUOTA_CODE:
            return Delivery(SendOutcome.HELD, code=str(QUOTA_CODE))
        return Delivery(SendOutcome.SENT, provider_id=body["msgid"])

    async def show(self, address: Address, event: Event) -> None:
        """Shows nothing."""

    async def _post(self, body: dict[str, str]) -> tuple[int, dict[str, str], Any]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port())
        try:
            content = json.dumps(body).encode()
            writer.write(f"POST / HTTP/1.1\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content)
            await writer.drain()
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in head[1:]) if k}
            answer = json.loads(await reader.readexactly(int(headers["content-length"])))
            return int(head[0].split()[1]), headers, answer
        finally:
            writer.close()
