"""The bot's only way in: `POST /turn`, signed by the hub, and `GET /health`, on loopback.

Everything else that Rasa's own server offers (webhooks, trackers, model upload) does not exist here.
"""

import json
from collections.abc import Callable
from time import time
from typing import Any

from sanic import Sanic
from sanic.exceptions import PayloadTooLarge, SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, raw

from bot import log
from bot.errors import BadRequest, HistoryNeeded, TooLarge, TurnError
from bot.protocol import TurnCall, read_call
from bot.signing import check_signature
from bot.turns import Turns, of_call

BODY_LIMIT = 4_000_000
"""Most bytes of a call: eight answers as history and a long message."""

IDLE_CONNECTION_S = 75


def make_channel(turns: Turns, secret: str, now: Callable[[], float] = time) -> Sanic:
    """The web application of one process."""
    app = Sanic("yuanqiao_bot", configure_logging=False, strict_slashes=True, dumps=json.dumps)
    app.config.update(
        REQUEST_MAX_SIZE=BODY_LIMIT,
        KEEP_ALIVE_TIMEOUT=IDLE_CONNECTION_S,
        RESPONSE_TIMEOUT=90,  # above any deadline of a turn
        REQUEST_TIMEOUT=15,
        FALLBACK_ERROR_FORMAT="json",
        ACCESS_LOG=False,
    )

    async def turn(request: Request) -> HTTPResponse:
        check_signature(
            secret,
            request.headers.get("x-yuanqiao-time"),
            request.headers.get("x-yuanqiao-signature"),
            request.body,
            now,
        )
        request.ctx.call = read_call(request.body)
        return _json(await turns.serve(request.ctx.call), 200)

    async def health(request: Request) -> HTTPResponse:
        model = turns.model
        body = {"status": "ready" if model else "stopping", "model": model}
        return _json(json.dumps(body).encode(), 200 if model else 503)

    async def failed(request: Request, problem: Exception) -> HTTPResponse:
        return _failed(problem, getattr(request.ctx, "call", None))

    app.add_route(turn, "/turn", methods=["POST"])
    app.add_route(health, "/health", methods=["GET"])
    app.error_handler.add(Exception, failed)
    return app


def _failed(problem: Exception, call: TurnCall | None) -> HTTPResponse:
    """Every failure as the protocol words it; logged without anything that a customer wrote."""
    failure = _as_turn_error(problem)
    place = of_call(call) if call else {}
    turn = call.turn if call else None
    if isinstance(failure, HistoryNeeded):
        log.info("turn", **place, code=failure.code)
        return _json(json.dumps({"status": "history_needed", "turn": turn}).encode(), failure.status)
    cause = log.describe(problem) if failure.status >= 500 else {}
    log.error("turn", **place, code=failure.code, detail=failure.detail, **cause)
    body = {"status": "error", "turn": turn, "code": failure.code, "detail": failure.detail}
    return _json(json.dumps(body, ensure_ascii=False).encode(), failure.status)


def _as_turn_error(problem: Exception) -> TurnError:
    if isinstance(problem, TurnError):
        return problem
    if isinstance(problem, PayloadTooLarge):
        return TooLarge("The call is too large.")
    if isinstance(problem, SanicException) and 400 <= problem.status_code < 500:
        return _NoSuchCall(problem.status_code)
    return TurnError(f"The bot failed ({type(problem).__name__}).")


class _NoSuchCall(BadRequest):
    """A path or a method that does not exist here: 404, 405 and their like."""

    def __init__(self, status: int) -> None:
        super().__init__("There are POST /turn and GET /health, and nothing else.")
        self.status = status  # type: ignore[misc]


def _json(body: bytes, status: int) -> HTTPResponse:
    headers: dict[str, Any] = {"Cache-Control": "no-store"}
    return raw(body, status=status, headers=headers, content_type="application/json")
