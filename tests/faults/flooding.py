"""Sends as much as the hub takes: `python -m tests.faults.flooding PORT KIND SECONDS`.

A program of its own, which knows no patience: who hangs up on it is called again at once, from the next of 64
addresses, so that shutting one out does not end the flood. At its end it prints what became of it, as JSON.
"""

import asyncio
import contextlib
import json
import os
import select
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import count

from tests.support.raw import CONT, PING, PONG, TEXT, frame, upgrade

ADDRESSES = 64
MANY = 3000
AGAIN_S = 0.05
SILENT, DRIPPING = 1150, 300
DRIP_EVERY_S = 2.0

_TYPING = b'{"type":"typing"}'
_WORDS = (
    b'{"type":"send","id":"00000000-0000-4000-8000-000000000000","segments":[{"type":"text","text":"%s"}]}'
)

FLOODS: dict[str, Callable[[], bytes]] = {
    "continuations": lambda: frame(CONT, fin=False) * MANY,
    "large": lambda: frame(TEXT, _WORDS % (b"x" * 15_000)) * 64,
    "too_large": lambda: frame(TEXT, b"x" * 60_000) * 16,
    "pings": lambda: frame(PING, b"x" * 125) * MANY,
    "pongs": lambda: frame(PONG) * MANY,
    "typing": lambda: frame(TEXT, _TYPING) * MANY,
    "fragments": lambda: (
        (frame(TEXT, b"x", fin=False) + frame(CONT, b"y", fin=False) * 8 + frame(CONT)) * 400
    ),
}


@dataclass
class Flood:
    """What became of it; `open_most`: connections that stood at one moment."""

    sent_bytes: int = 0
    sockets: int = 0
    hung_up: int = 0
    refused: int = 0
    open_most: int = 0


def pour(port: int, kind: str, seconds: float) -> Flood:
    """One socket at a time, which says hello and then the same for ever."""
    flood, piece = Flood(), FLOODS[kind]()
    origin = f"http://127.0.0.1:{port}"
    hello = json.dumps({"type": "hello", "v": 1, "token": None, "embedder": origin}).encode()
    request = upgrade("/webchat/socket", f"Origin: {origin}")
    begin = frame(TEXT, hello) + (frame(TEXT, fin=False) if kind == "continuations" else b"")
    until = time.monotonic() + seconds
    for number in count():
        if time.monotonic() >= until:
            break
        try:
            with socket.create_connection(("127.0.0.1", port), 5, (address(kind, number), 0)) as connection:
                connection.sendall(request)
                if b" 101 " not in connection.recv(4096)[:20]:
                    flood.refused += 1
                    time.sleep(AGAIN_S)
                    continue
                flood.sockets += 1
                connection.sendall(begin)
                connection.settimeout(0.5)
                place = 0
                while time.monotonic() < until:
                    with contextlib.suppress(TimeoutError):  # it is not read: that is what is wanted
                        sent = connection.send(memoryview(piece)[place:])
                        flood.sent_bytes += sent
                        place = (place + sent) % len(piece)
                    if select.select([connection], [], [], 0)[0] and not connection.recv(65_536):
                        raise ConnectionResetError  # half closed: the end was said
        except OSError:
            flood.hung_up += 1
            time.sleep(AGAIN_S)
    return flood


def address(kind: str, number: int) -> str:
    """One of the loopback addresses that belong to a kind of flood."""
    return f"127.0.{1 + [*FLOODS, 'crowd'].index(kind)}.{1 + number % ADDRESSES}"


async def crowd(port: int, seconds: float) -> Flood:
    """Connections that say nothing, and others that say their request a byte at a time, always as many."""
    flood, standing = Flood(), 0

    async def one(*, drips: bool) -> None:
        nonlocal standing
        while True:
            try:
                reader, writer = await asyncio.open_connection(
                    "127.0.0.1", port, local_addr=(address("crowd", 0), 0)
                )
            except OSError:
                await asyncio.sleep(1)
                continue
            flood.sockets += 1
            standing += 1
            flood.open_most = max(flood.open_most, standing)
            try:
                said = await _until_an_answer(reader, writer, drips=drips)
                flood.refused += b" 429 " in said[:20] or b" 503 " in said[:20]
                flood.hung_up += 1
            except OSError:
                flood.hung_up += 1
            finally:
                standing -= 1
                writer.transport.abort()
            await asyncio.sleep(1)

    calling = [asyncio.create_task(one(drips=number < DRIPPING)) for number in range(SILENT + DRIPPING)]
    await asyncio.sleep(seconds)
    for task in calling:
        task.cancel()
    await asyncio.gather(*calling, return_exceptions=True)
    return flood


async def _until_an_answer(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, drips: bool
) -> bytes:
    reading = asyncio.create_task(reader.read(4096))
    try:
        for byte in b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 10_000 if drips else b"":
            writer.write(bytes((byte,)))
            done, _ = await asyncio.wait({reading}, timeout=DRIP_EVERY_S)
            if done:
                break
        return await reading
    finally:
        reading.cancel()


def main(port: int, kind: str, seconds: float) -> None:
    """Floods, and prints what became of it."""
    os.nice(19)  # it stands for another machine: it must not take the hub's processor
    flood = asyncio.run(crowd(port, seconds)) if kind == "crowd" else pour(port, kind, seconds)
    print(json.dumps(asdict(flood)))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], float(sys.argv[3]))
