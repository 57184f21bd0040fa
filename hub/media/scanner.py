"""Asks a ClamAV daemon whether a file is infected (clamd(8): `INSTREAM`, `PING`)."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import structlog

from hub.errors import MediaInfected, Unavailable

PIECE_BYTES = 65_536
CONNECT_S = 3.0
SCAN_S = 60.0
_REPLY_LIMIT = 4096

log = structlog.get_logger(__name__)


class ClamdScanner:
    """A daemon on a unix socket (an absolute path) or on `host:port`; a connection for each question."""

    def __init__(self, address: str) -> None:
        self._address = address

    async def scan(self, source: Path) -> None:
        """Raises `MediaInfected`, or `Unavailable` where the daemon does not say that the file is clean."""
        content = await asyncio.to_thread(source.read_bytes)
        async with self._asking(SCAN_S) as (reader, writer):
            writer.write(b"zINSTREAM\0")
            for at in range(0, len(content), PIECE_BYTES):
                piece = content[at : at + PIECE_BYTES]
                writer.write(len(piece).to_bytes(4, "big") + piece)
                await writer.drain()
            writer.write(bytes(4))
            said = await _reply(reader)
        if said.endswith(" FOUND"):
            log.warning("media.infected", reason=said.removeprefix("stream: ").removesuffix(" FOUND"))
            raise MediaInfected("the scanner found something in the file")
        if said != "stream: OK":
            log.error("media.scanner_failed", reason=said)
            raise Unavailable("the scanner did not look into the file")

    async def healthy(self) -> bool:
        """Whether the daemon answers."""
        try:
            async with self._asking(CONNECT_S) as (reader, writer):
                writer.write(b"zPING\0")
                return await _reply(reader) == "PONG"
        except Unavailable:
            return False

    @contextlib.asynccontextmanager
    async def _asking(
        self, within_s: float
    ) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        try:
            async with asyncio.timeout(CONNECT_S):
                reader, writer = await self._connect()
        except (OSError, TimeoutError, ValueError, OverflowError) as error:  # the last: no port
            raise Unavailable("the scanner cannot be reached") from error
        try:
            async with asyncio.timeout(within_s):
                yield reader, writer
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
            raise Unavailable("the scanner does not answer") from error
        finally:
            writer.transport.abort()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._address.startswith("/"):
            return await asyncio.open_unix_connection(self._address, limit=_REPLY_LIMIT)
        host, _, port = self._address.rpartition(":")
        return await asyncio.open_connection(host.strip("[]"), int(port), limit=_REPLY_LIMIT)


async def _reply(reader: asyncio.StreamReader) -> str:
    return (await reader.readuntil(b"\0"))[:-1].decode(errors="replace").strip()
