"""The Sanic application: channels and health in front, workers behind, one process (docs/architecture.md)."""

import math
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import structlog
from sanic import Blueprint, HTTPResponse, Request, Sanic
from sanic.exceptions import SanicException
from sanic.response import json, redirect

from hub.errors import NotFound, TooMany, YuanqiaoError
from hub.settings import Settings
from hub.web.edge.door import Door
from hub.web.edge.server import Edge

log = structlog.get_logger(__name__)

Server = Sanic[Any, Any]
Hook = Callable[[Server], Coroutine[Any, Any, None]]

BODY_LIMIT = 65_536


def make_server(
    settings: Settings,
    blueprints: Sequence[Blueprint],
    start: Hook,
    stop: Hook,
    door: Door,
) -> Server:
    """The application; `start` and `stop` run inside its event loop."""
    server = Edge("yuanqiao", door)
    server.config.REQUEST_MAX_SIZE = BODY_LIMIT
    for blueprint in blueprints:
        server.blueprint(blueprint)
    server.before_server_start(start)
    server.before_server_stop(stop)
    server.exception(Exception)(answer_error)

    @server.get("/")
    async def root(_request: Request) -> HTTPResponse:
        if not settings.root:
            raise NotFound("there is nothing here")
        return redirect(settings.root)

    return server


async def answer_error(_request: Request, error: Exception) -> HTTPResponse:
    """Generic words outside, details in the log (docs/security.md)."""
    if isinstance(error, YuanqiaoError):
        # RFC 9110, 10.2.3: whole seconds.
        wait = {"Retry-After": str(math.ceil(error.retry_after_s))} if isinstance(error, TooMany) else {}
        return json({"code": error.code, "detail": error.detail}, status=error.status, headers=wait)
    if isinstance(error, SanicException):
        # Of its headers: which methods there are (RFC 9110, 15.5.6).
        return json(
            {"code": f"http_{error.status_code}"}, status=error.status_code, headers=dict(error.headers)
        )
    log.error("web.broke", exc_info=error)
    return json({"code": "internal"}, status=500)
