"""A Sanic application behind the edge."""

from typing import Any

from sanic import Sanic

from hub.web.edge.door import Door
from hub.web.edge.patience import Patience
from hub.web.edge.protocol import EdgeProtocol

NEVER_S = 86_400


class Edge(Sanic[Any, Any]):
    """An application whose connections are all bounded, and whose paths are exact."""

    def __init__(self, name: str, door: Door) -> None:
        super().__init__(name, configure_logging=False, strict_slashes=True)
        self.ctx.door, self.ctx.patience = door, Patience()
        self.config.ACCESS_LOG = False
        # Of Sanic's time-outs the one for handlers is left: the others would cut off who reads slowly.
        self.config.KEEP_ALIVE_TIMEOUT = self.config.REQUEST_TIMEOUT = NEVER_S
        self.config.FALLBACK_ERROR_FORMAT = "json"

    async def create_server(self, *args: Any, **options: Any) -> Any:
        """As Sanic's, with the bounded protocol."""
        return await super().create_server(*args, protocol=EdgeProtocol, **options)
