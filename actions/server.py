"""The HTTP side of the action server: who may call, how large a call may be, what is answered.

It runs actions with rasa-sdk's executor, which speaks Rasa's protocol. It does not use rasa-sdk's own web
application: that one checks nobody, allows every origin, and answers an error with the whole request.
"""

import hmac
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionNotFoundException
from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import SanicException
from sanic.response import json

from actions.answer import AnswerQuestion
from actions.appointment import CancelDialogue, CheckAppointment, ForgetDialogue, HandOverAppointment
from actions.base import TurnAction
from actions.dialogues.flow import Flow
from actions.dialogues.in_dialogue import GoOn, InDialogue
from actions.file_complaint import Complain
from actions.handed_back import TakeBack
from actions.offer_person import OfferPerson
from actions.request_person import AskForPerson
from actions.show_article import ShowArticle
from actions.stop_loss import StopLoss
from actions.take_reply import TakeReply
from actions.turn import ActionTurn, BadCall, BadToken, check_token
from hub.settings import Settings
from kb.answer import Answerer

log = structlog.get_logger(__name__)

SECRET_HEADER = "X-Yuanqiao-Secret"  # noqa: S105  (a header's name)
BODY_LIMIT = 2_000_000
"""Bytes of one call: a tracker cut to eight turns takes some tens of thousands."""


def actions_of(answerer: Answerer, settings: Settings) -> list[TurnAction]:
    """Every action of `domain.yml`."""
    hotline = settings.bank_hotline
    answer, show = AnswerQuestion(answerer, hotline), ShowArticle(answerer, hotline)
    person, zone = AskForPerson(hotline), ZoneInfo(settings.time_zone)
    flow = Flow(zone, hotline)
    before = [show, person, TakeReply(answer, show, person, hotline), OfferPerson(hotline), Complain(hotline)]
    return [
        InDialogue(answer, flow, begins=bool(settings.bank_url)),
        *(
            InDialogue(each, flow, begins=False)
            for each in (*before, StopLoss(answerer, answer, hotline), TakeBack())
        ),
        GoOn(flow, answer),
        CheckAppointment(zone),
        HandOverAppointment(hotline),
        CancelDialogue(),
        ForgetDialogue(),
    ]


def make_app(answerer: Answerer, settings: Settings, name: str = "yuanqiao-actions") -> Sanic[Any, Any]:
    """The web application; the settings must hold both secrets."""
    executor = ActionExecutor()
    for action in actions_of(answerer, settings):
        executor.register_action(action)
    app: Sanic[Any, Any] = Sanic(name, configure_logging=False)
    app.config.REQUEST_MAX_SIZE = BODY_LIMIT
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.config.ACCESS_LOG = app.config.MOTD = False
    _add_secret_check(app, settings.actions_secret.get_secret_value())
    _add_health(app, answerer)
    _add_webhook(app, executor, settings.turn_secret.get_secret_value())
    _add_errors(app)

    @app.before_server_start
    async def warm_up(_app: Sanic[Any, Any]) -> None:
        began = monotonic()
        try:
            await answerer.warm_up()
        except Exception as error:  # noqa: BLE001  (what is missing may come, and `/health` tells)
            log.warning("server.cold", error=type(error).__name__)
        else:
            log.info("server.warm", duration_ms=round((monotonic() - began) * 1000))

    @app.after_server_stop
    async def close(_app: Sanic[Any, Any]) -> None:
        await answerer.close()

    return app


def _add_secret_check(app: Sanic[Any, Any], secret: str) -> None:
    @app.on_request
    async def check_secret(request: Request) -> HTTPResponse | None:
        if request.path == "/health":
            return None
        given = request.headers.get(SECRET_HEADER, "")
        if hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode()):
            return None
        log.warning("call.refused", why="secret")
        return _error(403, "bad_signature")


def _add_health(app: Sanic[Any, Any], answerer: Answerer) -> None:
    @app.get("/health")
    async def health(_request: Request) -> HTTPResponse:
        reason = await answerer.why_not_ready()
        return json({"status": "not_ready", "reason": reason}, 503) if reason else json({"status": "ready"})


def _add_webhook(app: Sanic[Any, Any], executor: ActionExecutor, turn_secret: str) -> None:
    @app.post("/webhook")
    async def webhook(request: Request) -> HTTPResponse:
        call = request.json
        if not isinstance(call, dict) or not isinstance(call.get("tracker"), dict):
            raise BadCall("the body is no action call")
        turn = ActionTurn.of(call["tracker"])
        check_token(turn, turn_secret)
        with structlog.contextvars.bound_contextvars(
            correlation_id=turn.correlation_id,
            conversation=turn.conversation,
            turn=turn.number,
            action=str(call.get("next_action")),
        ):
            # No action reads the domain, so Rasa need not send it; an empty one spares it the question.
            result = await executor.run({**call, "domain": {}})
        if result is None:
            raise BadCall("the call names no action")
        return json(result.model_dump())


def _add_errors(app: Sanic[Any, Any]) -> None:
    @app.exception(Exception)
    async def on_error(_request: Request, error: Exception) -> HTTPResponse:
        match error:
            case BadCall():
                log.warning("call.refused", why=str(error))
                return _error(400, "bad_request")
            case BadToken():
                log.warning("call.refused", why=f"turn token: {error}")
                return _error(403, "bad_signature")
            case ActionNotFoundException():
                log.error("call.refused", why="no such action", action=error.action_name)
                return _error(404, "not_found")
            case SanicException():
                return _error(error.status_code, "bad_request")
        # The text of an error may quote what the customer wrote: its kind and place say enough.
        log.error("call.failed", error=type(error).__name__, place=_place(error))
        return _error(500, "action_failed")


def _error(status: int, code: str) -> HTTPResponse:
    # Rasa reads `error`; whoever is refused learns nothing more from us.
    return json({"error": code}, status)


def _place(error: BaseException) -> str:
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    return f"{frame.tb_frame.f_code.co_qualname}:{frame.tb_lineno}" if frame else ""
