"""HTTP/1.1 to the bot: connections that stay open, each with one request at a time.

httptools reads what comes back. What is left is little, and its price is paid with every turn
(docs/decisions/0011).
"""

import asyncio
from collections.abc import Mapping
from typing import NamedTuple, cast
from urllib.parse import urlsplit

from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser

from hub.errors import BotFailed, SetupError

REPLY_LIMIT = 1_000_000
"""Most bytes of a reply; more is a fault of the bot."""

KEPT_S = 15.0
"""So long an idle connection is used again; the bot's server closes it later than that."""


class HttpReply(NamedTuple):
    """What came back."""

    status: int
    body: bytes


class Connections:
    """The open connections to one process; as many as there are requests at once."""

    def __init__(self, url: str) -> None:
        """`url`: `http://HOST:PORT`; raises `SetupError`."""
        parts = urlsplit(url)
        if parts.scheme != "http" or parts.hostname is None or parts.port is None:
            raise SetupError("the bot's address has to be http://HOST:PORT")
        self._host, self._port = parts.hostname, parts.port
        self._idle: list[_Connection] = []

    async def request(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes = b""
    ) -> HttpReply:
        """Asks and waits for the whole reply. Raises `OSError`, `BotFailed` (too large a reply)."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self._host}:{self._port}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        lines += [f"Content-Length: {len(body)}", "", ""]
        connection = self._take_idle() or await self._open()
        try:
            reply = await connection.ask("\r\n".join(lines).encode() + body)
        except BaseException:
            connection.close()
            raise
        if connection.usable:
            self._idle.append(connection)
        else:
            connection.close()
        return reply

    def close(self) -> None:
        """Closes what is idle."""
        while self._idle:
            self._idle.pop().close()

    async def _open(self) -> "_Connection":
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(_Connection, self._host, self._port)
        return connection

    def _take_idle(self) -> "_Connection | None":
        while self._idle:
            connection = self._idle.pop()
            if connection.usable and connection.idle_s < KEPT_S:
                return connection
            connection.close()
        return None


class _Connection(asyncio.Protocol):
    """One connection."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._reply: asyncio.Future[HttpReply] | None = None
        self._parser = HttpResponseParser(self)
        self._body = bytearray()
        self._ended_at = 0.0
        self.usable = False
        """Whether it may be asked: nothing is under way, and neither side wants it closed."""

    @property
    def idle_s(self) -> float:
        """Seconds since the last reply."""
        return self._loop.time() - self._ended_at

    async def ask(self, request: bytes) -> HttpReply:
        """Sends a request and waits for the reply. Raises `ConnectionError`, `BotFailed`."""
        self.usable = False
        self._parser, self._body = HttpResponseParser(self), bytearray()
        self._reply = self._loop.create_future()
        if self._transport is None:
            raise ConnectionResetError("the connection is closed")
        self._transport.write(request)
        return await self._reply

    def close(self) -> None:
        """Closes it at once."""
        self.usable = False
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asyncio's call."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Asyncio's call."""
        if self._reply is None or self._reply.done():  # nobody asked
            self.close()
            return
        try:
            self._parser.feed_data(data)
        except (HttpParserError, HttpParserUpgrade) as error:
            self._fail(ConnectionError(f"no HTTP came back: {type(error).__name__}"))

    def connection_lost(self, exc: Exception | None) -> None:
        """Asyncio's call."""
        self._transport = None
        self._fail(ConnectionResetError("the connection was closed before the reply was whole"))

    def on_message_begin(self) -> None:
        """The parser's call."""
        if self._reply is None or self._reply.done():
            self.usable = False  # one reply too many: what comes next may belong to it

    def on_body(self, body: bytes) -> None:
        """The parser's call."""
        self._body += body
        if len(self._body) > REPLY_LIMIT:
            self._fail(BotFailed("the bot's answer is too large", bot_code="too_large"))

    def on_message_complete(self) -> None:
        """The parser's call."""
        if self._reply is None or self._reply.done() or self._transport is None:
            return
        self.usable = self._parser.should_keep_alive() and not self._transport.get_write_buffer_size()
        self._ended_at = self._loop.time()
        self._reply.set_result(HttpReply(self._parser.get_status_code(), bytes(self._body)))

    def _fail(self, error: Exception) -> None:
        if self._reply is not None and not self._reply.done():
            self._reply.set_exception(error)
        self.close()
