"""The ingress's HTTP server: the addresses of the channels' callbacks, and `/healthz`."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sanic import HTTPResponse, Request
from sanic.response import json, raw

from hub.ports.ingress import Callback
from hub.web.edge.door import Door
from hub.web.edge.server import Edge
from hub.web.server import Server, answer_error
from ingress.reception import Reception

BODY_LIMIT = 1024 * 1024

Hook = Callable[[Server], Coroutine[Any, Any, None]]


def make_ingress_server(
    reception: Reception, paths: Sequence[str], depth: Callable[[], int], door: Door
) -> Server:
    """The application; it serves these paths alone."""
    server = Edge("yuanqiao-ingress", door)
    server.config.REQUEST_MAX_SIZE = BODY_LIMIT
    server.exception(Exception)(answer_error)

    async def take(request: Request) -> HTTPResponse:
        answer = await reception.take(Callback.of(request))
        return raw(answer.body, status=answer.status, headers=dict(answer.headers))

    for place, path in enumerate(paths):
        server.add_route(take, path, methods=["GET", "POST"], name=f"callback_{place}")

    @server.get("/healthz")
    async def healthz(_request: Request) -> HTTPResponse:
        return json({"spooled": depth()})

    @server.get("/metrics")
    async def metrics(_request: Request) -> HTTPResponse:
        return raw(generate_latest(), content_type=CONTENT_TYPE_LATEST)

    return server
