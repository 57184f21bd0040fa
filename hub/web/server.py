"""The Sanic application: channels and health in front, workers behind, one process (docs/architecture.md)."""

import math
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import structlog
from sanic import Blueprint, HTTPResponse, Request, Sanic
from sanic.exceptions import SanicException
from sanic.response import json, redirect

from hub.errors import TooMany, YuanqiaoError
from hub.settings import Settings

log = structlog.get_logger(__name__)

Server = Sanic[Any, Any]
Hook = Callable[[Server], Coroutine[Any, Any, None]]

BODY_LIMIT = 65_536


def make_server(
    settings: Settings,
    blueprints: Sequence[Blueprint],
    start: Hook,
    stop: Hook,
) -> Server:
    """The application; `start` and `stop` run inside its event loop."""
    server: Server = Sanic("yuanqiao", configure_logging=False)
    server.config.REQUEST_MAX_SIZE = BODY_LIMIT
    server.config.WEBSOCKET_MAX_SIZE = 32_768
    # None of its own: the web chat's protocol has signs of life, and closes whoever gives none.
    server.config.WEBSOCKET_PING_INTERVAL = 0
    server.config.ACCESS_LOG = False
    server.config.FALLBACK_ERROR_FORMAT = "json"
    for blueprint in blueprints:
        server.blueprint(blueprint)
    server.before_server_start(start)
    server.before_server_stop(stop)
    server.exception(Exception)(_answer_error)

    @server.get("/")
    async def demo(_request: Request) -> HTTPResponse:
        return redirect(f"http://127.0.0.1:{settings.bank_site_port}/")

    return server


async def _answer_error(_request: Request, error: Exception) -> HTTPResponse:
    """Generic words outside, details in the log (docs/security.md)."""
    if isinstance(error, YuanqiaoError):
        # RFC 9110, 10.2.3: whole seconds.
        wait = {"Retry-After": str(math.ceil(error.retry_after_s))} if isinstance(error, TooMany) else {}
        return json({"code": error.code, "detail": error.detail}, status=error.status, headers=wait)
    if isinstance(error, SanicException):
        return json({"code": f"http_{error.status_code}"}, status=error.status_code)
    log.error("web.broke", exc_info=error)
    return json({"code": "internal"}, status=500)
