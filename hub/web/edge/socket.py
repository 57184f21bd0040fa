"""One WebSocket with bounds: what is over its budget is left unread, and who goes on is hung up on.

The frames are read by `websockets`' protocol without I/O (RFC 6455; no extension is offered, so nothing
is compressed). Around it stand the bounds: a piece is parsed at a time, and no further while the reader is
behind, the client does not read its own answers, or a budget is overdrawn; then the transport does not read
either, and TCP holds the client back.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any

from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.server import ServerProtocol

from hub.ports import SocketBudget, SocketClosed
from hub.web.edge.allowance import Allowance, socket_allowance

PIECE_BYTES = 1024
"""Parsed at a time. An empty frame has 6 bytes, so 170 are in one piece at most: a millisecond or two."""

WAITING_MESSAGES = 8
"""Messages that wait for the reader at most; with more, nothing is read."""

STRIKES = 3
STRIKES_PER_S = 1 / 60
"""A client may overdraw so often before it is closed, and once more each minute."""

CLOSE_S = 2.0
"""So long a client may take to agree to the end."""

FALLEN_BYTES = 1_000_000
"""Most that is read of a client after the end was said, and thrown away, so that it can read why it ended."""

TOO_MUCH = 1008
"""RFC 6455, 7.4.1: policy violation."""

NOT_UTF8 = 1007


class BoundedSocket:
    """The server's end of one WebSocket; implements `hub.ports.Socket`.

    `ws_proto` and `loop` are what Sanic's protocol class looks at when the server goes away.
    """

    def __init__(
        self,
        ws_proto: ServerProtocol,
        protocol: Any,
        budget: SocketBudget,
        shared: Allowance,
        on_flood: Callable[[], None],
    ) -> None:
        """`protocol`: the connection's; `shared`: what all sockets of the address may send together."""
        self.ws_proto = ws_proto
        self.loop: asyncio.AbstractEventLoop = protocol.loop
        self._protocol = protocol
        self._transport = protocol.transport
        self._budget = budget
        now = self.loop.time()
        self._own, self._shared = socket_allowance(budget, now), shared
        self._strikes = Allowance([(STRIKES_PER_S, STRIKES)], now)
        self._on_flood = on_flood
        self._unread = bytearray()
        self._fragments: list[bytes] = []
        self._is_text = True
        self._messages: deque[str | bytes] = deque()
        self._reader: asyncio.Future[None] | None = None
        self._resting: asyncio.TimerHandle | None = None
        self._paused = False
        self._fallen = 0
        self._ended = False
        """This end has said the end: whatever still comes is not for the reader."""
        self._lost: asyncio.Future[None] = self.loop.create_future()

    async def recv(self) -> str | bytes:
        """The next message, whole. Raises `SocketClosed`."""
        while not self._messages:
            if self.ws_proto.state is not State.OPEN:
                raise SocketClosed
            self._reader = self.loop.create_future()
            try:
                await self._reader
            finally:
                self._reader = None
        message = self._messages.popleft()
        if self._paused or self._unread:
            self.advance()
        return message

    async def send(self, message: str) -> None:
        """Writes a message, once the client has read enough of what was written before."""
        await self._protocol.can_write()
        if self.ws_proto.state is not State.OPEN:
            raise SocketClosed
        self.ws_proto.send_text(message.encode())
        self._write()

    async def close(self, code: int = 1000, reason: str = "") -> None:
        """Says the end, and waits for the client to agree, or to be gone."""
        self.end_connection(code, reason)
        await asyncio.wait((self._lost,), timeout=CLOSE_S + 1)

    def end_connection(self, code: int = 1000, reason: str = "") -> None:
        """Says the end without waiting for anything; Sanic calls this when a handler was cancelled."""
        self._ended = True
        if self.ws_proto.state is State.OPEN:
            self.ws_proto.send_close(code, reason)
            self._write()
            self._end_soon()
            self.advance()

    def fail(self, code: int, reason: str) -> None:
        """Ends it because of what the client sent, whatever else it would have sent."""
        self._ended = True
        self._unread.clear()
        self._fragments.clear()
        if self.ws_proto.state is State.OPEN:
            self.ws_proto.fail(code, reason)
            self._write()

    def data_received(self, data: bytes) -> None:
        """Bytes of the client's."""
        if self.ws_proto.state is not State.OPEN:
            self._fallen += len(data)
            if self._fallen > FALLEN_BYTES:
                self._transport.abort()
                return
        self._unread += data
        self.advance()

    def eof_received(self) -> bool:
        """The client will send no more; what has not been parsed yet is of no use to anybody."""
        self._unread.clear()
        self.ws_proto.receive_eof()
        self._write()
        return False

    def connection_lost(self, _error: Exception | None) -> None:
        """The connection is gone."""
        self._unread.clear()
        self._rest_is_over()
        if self.ws_proto.state is not State.CLOSED:
            self.ws_proto.fail(1006)
            self.ws_proto.state = State.CLOSED
        if not self._lost.done():
            self._lost.set_result(None)
        # What it holds must not wait for the garbage collector, which looks seldom (hub/garbage.py).
        self._messages.clear()
        self._fragments.clear()
        self.ws_proto.reader.buffer.clear()
        self.ws_proto.parser_exc = None
        self._wake()

    def advance(self) -> None:
        """Parses what was read, as far as the bounds allow, and reads on or stops reading."""
        while self._unread and self._may_read():
            piece = bytes(self._unread[:PIECE_BYTES])
            del self._unread[:PIECE_BYTES]
            self._parse(piece)
        if self._transport.is_closing():
            return
        pause = bool(self._unread) or not self._may_read()
        if pause != self._paused:
            self._paused = pause
            if pause:
                self._transport.pause_reading()
            else:
                self._transport.resume_reading()

    def _may_read(self) -> bool:
        return (
            self._resting is None
            and len(self._messages) < WAITING_MESSAGES
            and (self._protocol.writable or self.ws_proto.state is not State.OPEN)
        )

    def _parse(self, piece: bytes) -> None:
        was_open = self.ws_proto.state is State.OPEN
        self.ws_proto.receive_data(piece)
        frames = controls = 0
        for event in self.ws_proto.events_received():
            if isinstance(event, Frame):
                frames += 1
                if event.opcode in (Opcode.TEXT, Opcode.BINARY, Opcode.CONT):
                    self._take(event)
                else:
                    controls += 1
        self._write()
        if self.ws_proto.state is State.OPEN or not was_open:
            self._spend((frames, len(piece), controls))

    def _take(self, frame: Frame) -> None:
        if self._ended:
            return
        if frame.opcode is not Opcode.CONT:
            self._is_text = frame.opcode is Opcode.TEXT
        self._fragments.append(bytes(frame.data))
        if len(self._fragments) > self._budget.fragments:
            self._flooded()
        elif frame.fin:
            whole = b"".join(self._fragments)
            self._fragments.clear()
            try:
                self._messages.append(whole.decode() if self._is_text else whole)
            except UnicodeDecodeError:
                self.fail(NOT_UTF8, "not UTF-8")
            self._wake()

    def _spend(self, amounts: tuple[int, int, int]) -> None:
        now = self.loop.time()
        own_s, shared_s = self._own.spend(amounts, now), self._shared.spend(amounts, now)
        if own_s and self.ws_proto.state is not State.OPEN:
            self._transport.abort()  # it was told the end, and goes on
        elif own_s and self._strikes.spend((1,), now):
            self._flooded()
        elif own_s or shared_s:
            self._resting = self.loop.call_later(max(own_s, shared_s), self._rested)

    def _rested(self) -> None:
        self._resting = None
        self.advance()

    def _rest_is_over(self) -> None:
        if self._resting is not None:
            self._resting.cancel()
            self._resting = None

    def _flooded(self) -> None:
        self._on_flood()
        self.fail(TOO_MUCH, "too much")

    def _write(self) -> None:
        for data in self.ws_proto.data_to_send():
            if data:
                self._transport.write(data)
            else:  # RFC 6455, 7.1.1: it is the server that ends the connection
                self._end_soon()
        if self.ws_proto.state is not State.OPEN:
            self._wake()

    def _end_soon(self) -> None:
        """Ends the connection: at once where the client has agreed, else when it has had time to read why."""
        if self._transport.is_closing():
            return
        self._rest_is_over()
        if self.ws_proto.close_rcvd is not None and self.ws_proto.close_sent is not None:
            self._transport.close()
        elif self._transport.can_write_eof() and self.ws_proto.eof_sent:
            self._transport.write_eof()
        self.loop.call_later(CLOSE_S, self._transport.abort)

    def _wake(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)
