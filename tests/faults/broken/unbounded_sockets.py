"""Broken: the hub's connections are Sanic's own, which read ahead without bounds; no refusal closes."""

from typing import Any

from sanic import Sanic
from sanic.server.protocols.websocket_protocol import WebSocketProtocol
from sanic.server.websockets.impl import WebsocketImplProtocol
from websockets.exceptions import ConnectionClosed

from connectors.webchat.chat import Chat
from hub.errors import YuanqiaoError
from hub.ports import SocketClosed
from hub.web.edge.server import Edge
from tests.faults.broken import plant, run_hub

sanics_recv = WebsocketImplProtocol.recv


async def recv(self: WebsocketImplProtocol) -> Any:
    """As Sanic's, with the end told as the hub's own sockets tell it."""
    try:
        data = await sanics_recv(self)
    except ConnectionClosed as error:
        raise SocketClosed from error
    if data is None:
        raise SocketClosed
    return data


def count_refusal(self: Chat, error: YuanqiaoError) -> None:
    """Forgets it."""


async def create_server(self: Edge, *args: Any, **options: Any) -> Any:
    """Serves with Sanic's protocol."""
    self.config.WEBSOCKET_MAX_SIZE = 32_768
    self.config.WEBSOCKET_PING_INTERVAL = 0
    return await Sanic.create_server(self, *args, protocol=WebSocketProtocol, **options)


CHANGES = (
    (WebsocketImplProtocol, "recv", recv),
    (Chat, "_count_refusal", count_refusal),
    (Edge, "create_server", create_server),
)

if __name__ == "__main__":
    plant(*CHANGES)
    run_hub()
