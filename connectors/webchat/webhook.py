"""The socket of the web chat: verifies who calls, reads the bytes, and nothing else."""

import asyncio
import contextlib
import json

import structlog
from sanic import Blueprint, Request, Websocket
from sanic.exceptions import Forbidden
from sanic.exceptions import WebsocketClosed as SanicClosed
from websockets.exceptions import ConnectionClosed

from connectors.webchat.chat import Chat, write_frames
from connectors.webchat.frames import Hello, read_frame
from connectors.webchat.parts import ChatParts
from connectors.webchat.sessions import SlowReader
from connectors.webchat.translate import HEARTBEAT_S, refused_frame
from hub.errors import BadInput, BadSignature, NotAllowed, Overloaded, TooMany, YuanqiaoError
from hub.ports import Wish
from hub.remote import remote_address

SOCKET = "/webchat/socket"
HELLO_S = 5.0
SILENCE_S = 2.5 * HEARTBEAT_S
WRITE_S = 30.0
NEXT_FRAME_S = 0.01
DROP_S = 1.0
"""Whoever goes on sending after it was refused is hung up on then."""

log = structlog.get_logger(__name__)


def add_socket(blueprint: Blueprint, parts: ChatParts) -> None:
    """Adds `GET /webchat/socket`; who says `?new=1` has no token, and may be refused before it opens."""

    @blueprint.on_request
    async def only_own_pages(request: Request) -> None:
        # Before the upgrade: a handler of Sanic's runs when the socket is open already.
        if request.path == SOCKET:
            check_origin(request.headers.get("origin"), parts.context.settings.own_origins)
            if "new" in request.args:
                parts.context.admission.check(Wish.CHAT)

    async def socket(request: Request, ws: Websocket) -> None:
        try:
            code, reason = await _converse(parts, ws, remote_address(request, parts.context.settings.proxies))
        finally:
            await _drop_unread(ws)
        with contextlib.suppress(ConnectionClosed, SanicClosed):
            await ws.close(code, reason)

    blueprint.add_websocket_route(socket, SOCKET)


def check_origin(origin: str | None, own: tuple[str, ...]) -> None:
    """Raises `Forbidden` unless the socket is opened by the hub's own page: no other site's script may."""
    if origin is None or origin.rstrip("/") not in own:
        raise Forbidden("this origin may not open a chat")


async def _converse(parts: ChatParts, ws: Websocket, remote: str) -> tuple[int, str]:
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
    except (ConnectionClosed, SanicClosed):
        return 1000, ""
    try:
        return await _serve(chat, hello, ws)
    finally:
        await chat.leave()


async def _tell_when(ws: Websocket, error: Overloaded) -> None:
    """A closing code carries no time: the frame before it says when to come again."""
    with contextlib.suppress(ConnectionClosed, SanicClosed):
        await ws.send(json.dumps(refused_frame("", error), ensure_ascii=False))


async def _drop_unread(ws: Websocket) -> None:
    """Takes what nobody will read any more: for each such frame a task of Sanic's would wait for ever.

    (sanic 25.12, server/websockets/frame.py, `put`; asyncio calls it an error when such a task is collected.)
    """
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(DROP_S):
            while not ws.assembler.get_in_progress and await ws.assembler.get(NEXT_FRAME_S) is not None:
                pass


async def _greet(parts: ChatParts, ws: Websocket, remote: str) -> tuple[Chat, Hello]:
    async with asyncio.timeout(HELLO_S):
        data = await ws.recv()
    if data is None:
        raise BadInput("the socket was closed before it spoke")
    frame = read_frame(data)
    if not isinstance(frame, Hello):
        raise BadInput("the first frame must be hello")
    return Chat(parts, frame, remote), frame


async def _serve(chat: Chat, hello: Hello, ws: Websocket) -> tuple[int, str]:
    writing = asyncio.create_task(write_frames(chat.session, ws.send, WRITE_S))
    reading = asyncio.create_task(_read(chat, hello, ws))
    try:
        await asyncio.wait({writing, reading}, return_when=asyncio.FIRST_COMPLETED)
        return _how_it_ended(writing, reading)
    finally:
        writing.cancel()
        reading.cancel()
        await asyncio.gather(writing, reading, return_exceptions=True)


async def _read(chat: Chat, hello: Hello, ws: Websocket) -> None:
    await chat.welcome(hello)
    while True:
        async with asyncio.timeout(SILENCE_S):
            data = await ws.recv()
        if data is None:
            return
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
            case ConnectionClosed() | SanicClosed():
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
