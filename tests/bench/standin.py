"""A bot that answers at once, or after a while, and says how long it held the question.

`python -m tests.bench.standin PORT SECONDS`. It speaks docs/bot-protocol.md, over the least of HTTP that its
one caller needs, and understands nothing: whatever it cost would be counted as the hub's.

What it says is in `answer.json`: an answer of the demo bank's bot of middle length (of those to its 120
questions), with its blocks, its source and Rasa's events, which the hub reads, stores and sends on.
"""

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import cast

from sanic.server.loop import try_use_uvloop

from tests.bench.chat import held

ANSWER = Path(__file__).with_name("answer.json")
_ANSWER = json.dumps(json.loads(ANSWER.read_text("utf-8")), ensure_ascii=False)
_HEALTHY = b'{"status":"ready"}'


class StandIn(asyncio.Protocol):
    """One connection of the hub's: whole requests in, answers out."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._buffer = b""
        self._began = 0.0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asyncio's call."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's own is no subclass

    def data_received(self, data: bytes) -> None:
        """Asyncio's call."""
        if not self._buffer:
            self._began = time.perf_counter()
        self._buffer += data
        while (taken := request_in(self._buffer)) is not None:
            path, body, self._buffer = taken
            if path != b"/turn":
                self._respond(_HEALTHY)
            elif self._seconds:
                asyncio.get_running_loop().call_later(self._seconds, self._answer, body, self._began)
            else:
                self._answer(body, self._began)

    def _answer(self, body: bytes, began: float) -> None:
        ask = json.loads(body)
        question = json.dumps(ask["input"]["text"], ensure_ascii=False)[1:-1]
        answer = _ANSWER.replace('"@turn@"', str(ask["turn"])).replace("@question@", question)
        self._respond(answer.replace("@held@", held(time.perf_counter() - began)).encode())

    def _respond(self, body: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            self._transport.write(head % len(body) + body)


def request_in(data: bytes) -> tuple[bytes, bytes, bytes] | None:
    """The first whole request: its path, its body, and the rest; None where there is none."""
    head, end, rest = data.partition(b"\r\n\r\n")
    if not end:
        return None
    lines = head.split(b"\r\n")
    sizes = [line.partition(b":")[2] for line in lines if line.lower().startswith(b"content-length:")]
    size = int(sizes[0]) if sizes else 0
    return None if len(rest) < size else (lines[0].split(b" ")[1], rest[:size], rest[size:])


async def serve(port: int, seconds: float) -> None:
    """Answers on this port until it is ended."""
    server = await asyncio.get_running_loop().create_server(lambda: StandIn(seconds), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    try_use_uvloop()
    asyncio.run(serve(int(sys.argv[1]), float(sys.argv[2])))
