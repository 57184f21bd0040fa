"""The protocol of every connection to the hub: Sanic's, with bounds."""

from collections.abc import Sequence
from typing import Any, cast

from sanic import Request
from sanic.exceptions import NotFound, SanicException
from sanic.server.protocols.websocket_protocol import WebSocketProtocol
from websockets.protocol import State
from websockets.server import ServerProtocol

from hub.metrics import CONNECTIONS_REFUSED
from hub.ports import SocketRule
from hub.remote import HEADER, remote_address
from hub.web.edge.door import Door
from hub.web.edge.http import StrictHttp
from hub.web.edge.patience import Patience
from hub.web.edge.refusal import refusal
from hub.web.edge.socket import BoundedSocket

LINGER_S = 1.0
"""Whoever is refused has so long to read why."""

LINGERING = 64
"""So many are given that time at once; the others are cut off: their descriptors belong to the reserve."""

UPGRADE_REQUIRED = 426


class EdgeProtocol(WebSocketProtocol):
    """One connection; what all of them share is the application's `ctx.door` and `ctx.patience`."""

    HTTP_CLASS = StrictHttp
    __slots__ = (
        "_counted",
        "_entered",
        "_refused",
        "address",
        "bounded",
        "door",
        "from_proxy",
        "patience",
        "received",
        "requests",
        "writable",
    )
    lingering = 0

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.door: Door = self.app.ctx.door
        self.patience: Patience = self.app.ctx.patience
        self.writable = True
        self.requests = 0
        self.received = 0
        self.address = ""
        self.bounded: BoundedSocket | None = None
        self.from_proxy = False
        self._entered = self._refused = self._counted = False

    def connection_made(self, transport: Any) -> None:
        """Takes the connection, or says why not."""
        peer = transport.get_extra_info("peername")
        self.address = str(peer[0]) if isinstance(peer, tuple) else ""
        self.from_proxy = self.door.is_proxy(self.address)
        now = self.loop.time()
        if self.door.is_full():
            self._refuse(transport, 503, "full")
            return
        if not self.from_proxy and self.door.has_too_many(self.address, now):
            self._refuse(transport, 429, "address")
            return
        self._entered = True
        self.door.enter()
        if not self.from_proxy:
            self._count(self.address)
        super().connection_made(transport)  # type: ignore[no-untyped-call]
        self.patience.watch(self)

    def connection_lost(self, error: Exception | None) -> None:
        """The connection is gone."""
        if self._refused:
            EdgeProtocol.lingering -= 1
            return
        if not self._entered:
            return
        self.patience.leave(self)
        self.door.leave()
        if self._counted:
            self.door.release(self.address, self.loop.time())
        super().connection_lost(error)  # type: ignore[no-untyped-call]

    def data_received(self, data: bytes) -> None:
        """Bytes of the client's."""
        if self._entered:
            self.received += len(data)
            super().data_received(data)  # type: ignore[no-untyped-call]

    def eof_received(self) -> bool | None:
        """The client sends no more."""
        return super().eof_received() if self._entered else False

    def pause_writing(self) -> None:
        """The client reads too slowly for what is written."""
        super().pause_writing()  # type: ignore[no-untyped-call]
        self.writable = False

    def resume_writing(self) -> None:
        """The client has read."""
        super().resume_writing()  # type: ignore[no-untyped-call]
        self.writable = True
        if self.bounded is not None:
            self.bounded.advance()

    async def can_write(self) -> None:
        """Waits until the client has read enough."""
        if not self.writable:
            await self._can_write.wait()

    def begin_request(self, request: Request) -> float:
        """A head was read: gives the seconds that its address has to wait for an answer."""
        self.requests += 1
        now = self.loop.time()
        if not self.from_proxy and HEADER in request.headers:
            self.door.tell_of_proxy()
        address = remote_address(request, self.door.proxies) if self.from_proxy else self.address
        return self.door.caller(address, now).requests.spend((1,), now)

    async def websocket_handshake(
        self, request: Request, subprotocols: Sequence[str] | None = None
    ) -> BoundedSocket:
        """Opens a socket where the route's rule admits it; raises what refuses it."""
        rule: SocketRule | None = getattr(request.route and request.route.ctx, "socket_rule", None)
        if rule is None:
            raise NotFound("no socket opens here")
        rule.admit(request)
        now = self.loop.time()
        address = remote_address(request, self.door.proxies)
        self.door.check_socket(address, now, counted=self._counted)
        ws_proto = ServerProtocol(max_size=rule.budget.message_bytes, state=State.OPEN)
        answer = ws_proto.accept(self.sanic_request_to_ws_request(request))
        if answer.status_code != 101:
            raise SanicException("this is a WebSocket", status_code=answer.status_code)
        if not self._counted:
            self._count(address)
        shared = self.door.caller(address, now).shared(rule.budget, now)
        socket = BoundedSocket(
            ws_proto, self, rule.budget, shared, lambda: self.door.flooded(address, self.loop.time())
        )
        self.patience.leave(self)
        lines = ["HTTP/1.1 101 Switching Protocols", *(f"{n}: {v}" for n, v in answer.headers.raw_items())]
        transport: Any = self.transport
        transport.write("\r\n".join((*lines, "", "")).encode())
        early = bytes(self.recv_buffer)
        self.recv_buffer.clear()
        transport.resume_reading()
        # Sanic's class asks its socket for what is called the same here.
        self.bounded, self.websocket = socket, cast("Any", socket)
        socket.data_received(early)
        return socket

    def _count(self, address: str) -> None:
        self._counted, self.address = True, address
        self.door.hold(address, self.loop.time())

    def _refuse(self, transport: Any, status: int, why: str) -> None:
        CONNECTIONS_REFUSED.labels(why).inc()
        EdgeProtocol.lingering += 1
        self._refused = True
        transport.pause_reading()
        transport.write(refusal(status, "too_many" if status == 429 else "full"))
        if EdgeProtocol.lingering > LINGERING:
            transport.close()
            return
        transport.write_eof()
        self.loop.call_later(LINGER_S, transport.abort)
