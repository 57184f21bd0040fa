"""The socket of the web chat: verifies who calls, reads the bytes, and nothing else."""

import asyncio
import contextlib
import json

import structlog
from sanic import Blueprint, Request
from sanic.exceptions import Forbidden

from connectors.webchat.chat import Chat, write_frames
from connectors.webchat.frames import FRAME_LIMIT, Hello, read_frame
from connectors.webchat.parts import ChatParts
from connectors.webchat.sessions import SlowReader
from connectors.webchat.translate import HEARTBEAT_S, refused_frame
from hub.errors import BadInput, BadSignature, NotAllowed, Overloaded, TooMany, YuanqiaoError
from hub.ports import Socket, SocketBudget, SocketClosed, SocketRule, Wish
from hub.remote import remote_address

SOCKET = "/webchat/socket"
HELLO_S = 5.0
SILENCE_S = 2.5 * HEARTBEAT_S
WRITE_S = 30.0
FRAMES_FOR_A_MESSAGE = 4
"""Typing, the message, and that its answer arrived and was read."""

SAVED_UP_S = 4.0
"""What was not sent in so many seconds may be sent at once."""

log = structlog.get_logger(__name__)


def add_socket(blueprint: Blueprint, parts: ChatParts) -> None:
    """Adds `GET /webchat/socket`; who says `?new=1` has no token, and may be refused before it opens."""

    settings = parts.context.settings

    def admit(request: Request) -> None:
        check_origin(request.headers.get("origin"), settings.own_origins)
        if "new" in request.args:
            parts.context.admission.check(Wish.CHAT)

    async def socket(request: Request, ws: Socket) -> None:
        code, reason = await _converse(parts, ws, remote_address(request, settings.proxies))
        await ws.close(code, reason)

    rule = SocketRule(admit, budget_of(settings.webchat_messages_per_minute))
    blueprint.add_websocket_route(socket, SOCKET, ctx_socket_rule=rule)


def budget_of(messages_per_minute: int) -> SocketBudget:
    """What one chat may send: the usual, or more where a setting lets customers write more than usually."""
    least = SocketBudget(FRAME_LIMIT)
    messages_per_s = messages_per_minute / 60
    frames_per_s = max(least.frames_per_s, FRAMES_FOR_A_MESSAGE * messages_per_s)
    bytes_per_s = max(least.bytes_per_s, FRAME_LIMIT * messages_per_s)
    return SocketBudget(
        FRAME_LIMIT,
        frames_per_s=frames_per_s,
        frames=max(least.frames, round(SAVED_UP_S * frames_per_s)),
        bytes_per_s=bytes_per_s,
        bytes=max(least.bytes, round(SAVED_UP_S * bytes_per_s)),
    )


def check_origin(origin: str | None, own: tuple[str, ...]) -> None:
    """Raises `Forbidden` unless the socket is opened by the hub's own page: no other site's script may."""
    if origin is None or origin.rstrip("/") not in own:
        raise Forbidden("this origin may not open a chat")


async def _converse(parts: ChatParts, ws: Socket, remote: str) -> tuple[int, str]:
    """Serves the socket to its end; gives the closing code and reason."""
    try:
        chat, hello = await _greet(parts, ws, remote)
    except TimeoutError:
        return 4408, "hello"
    except YuanqiaoError as error:
        log.info("webchat.refused", code=error.code)
        if isinstance(error, Overloaded):
            await _tell_when(ws, error)
        return _closing_code(error), error.code
    except SocketClosed:
        return 1000, ""
    try:
        return await _serve(chat, hello, ws)
    finally:
        await chat.leave()


async def _tell_when(ws: Socket, error: Overloaded) -> None:
    """A closing code carries no time: the frame before it says when to come again."""
    with contextlib.suppress(SocketClosed):
        await ws.send(json.dumps(refused_frame("", error), ensure_ascii=False))


async def _greet(parts: ChatParts, ws: Socket, remote: str) -> tuple[Chat, Hello]:
    async with asyncio.timeout(HELLO_S):
        data = await ws.recv()
    frame = read_frame(data)
    if not isinstance(frame, Hello):
        raise BadInput("the first frame must be hello")
    return Chat(parts, frame, remote), frame


async def _serve(chat: Chat, hello: Hello, ws: Socket) -> tuple[int, str]:
    writing = asyncio.create_task(write_frames(chat.session, ws.send, WRITE_S))
    reading = asyncio.create_task(_read(chat, hello, ws))
    try:
        await asyncio.wait({writing, reading}, return_when=asyncio.FIRST_COMPLETED)
        return _how_it_ended(writing, reading)
    finally:
        writing.cancel()
        reading.cancel()
        await asyncio.gather(writing, reading, return_exceptions=True)


async def _read(chat: Chat, hello: Hello, ws: Socket) -> None:
    await chat.welcome(hello)
    while True:
        async with asyncio.timeout(SILENCE_S):
            data = await ws.recv()
        await chat.hear(read_frame(data))


def _how_it_ended(*tasks: "asyncio.Task[None]") -> tuple[int, str]:
    for task in tasks:
        if not task.done() or task.cancelled():
            continue
        match task.exception():
            case SlowReader():
                return 1013, "slow"
            case TimeoutError():
                return 4408, "silence"
            case SocketClosed():
                return 1000, ""
            case YuanqiaoError() as error:
                return _closing_code(error), error.code
            case Exception() as error:
                log.error("webchat.broke", exc_info=error)
                return 1011, "internal"
    return 1000, ""


def _closing_code(error: YuanqiaoError) -> int:
    match error:
        case BadSignature():
            return 4401
        case NotAllowed():
            return 4403
        case TooMany():
            return 4429
        case BadInput():
            return 4400
    return 1013
