"""The customer's page and its socket: by a link that opens once, or by the seat that it gave."""

import asyncio
from typing import Any

import structlog
from sanic import Blueprint, HTTPResponse, Request

from hub.compact_json import write_json
from hub.errors import BadInput, BadSignature, Conflict, NotAllowed, NotFound, YuanqiaoError
from hub.first_to_end import first_to_end
from hub.ports import BuiltFiles, Clock, Socket, SocketBudget, SocketClosed, SocketRule
from hub.settings import Settings
from video.calls.calls import SEAT_LASTS
from video.calls.links import Passes
from video.calls.rooms import Seat, Watcher
from video.calls.states import CallEvent, CallState
from video.store import calls
from video.store.calls import CallKey
from video.web.frames import (
    FRAME_LIMIT,
    CallPing,
    Enter,
    Leave,
    PeerSignal,
    ReadyForCall,
    Return,
    call_words,
    read_customer,
    signal_frame,
)
from video.web.guiding import Confirm, CustomerGuide, answer_frame, for_agent
from video.web.serving import (
    ELSEWHERE,
    NOT_ALLOWED,
    NOT_UNDERSTOOD,
    SILENCE_S,
    SILENT,
    Floor,
    other_end,
    wait_for,
)
from video.web.steps_shown import step_frame

APPLICATION = "video"
"""The page's name among the applications of the front end."""

PAGE, SOCKET, PRIVATE = "/video/call", "/video/socket", "/video/private.js"

PRIVATE_HEADERS = {
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    # A module of another origin is fetched by its rules; nothing of anybody stands in it.
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}

log = structlog.get_logger(__name__)


def page_headers() -> dict[str, str]:
    """Own scripts, camera and microphone, and the chat beside the picture; nobody may embed it."""
    return {
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            "img-src 'self' data:; frame-src 'self'; base-uri 'none'; form-action 'none'; "
            "frame-ancestors 'none'"
        ),
        "Cache-Control": "no-cache",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(self), microphone=(self), display-capture=(self), geolocation=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


def add_pages(blueprint: Blueprint, files: BuiltFiles) -> None:
    """Adds the page, which anybody may load: what it shows needs a link."""
    headers = page_headers()

    @blueprint.get(PAGE)
    async def page(request: Request) -> HTTPResponse:
        return await files.page(request, "call.html", headers)

    @blueprint.get(PRIVATE)
    async def private(request: Request) -> HTTPResponse:
        return await files.script(request, "private.js", PRIVATE_HEADERS, str)

    @blueprint.get("/video/assets/<name>")
    async def asset(request: Request, name: str) -> HTTPResponse:
        return await files.asset(request, name)


def add_socket(blueprint: Blueprint, settings: Settings, floor: Floor, passes: Passes, clock: Clock) -> None:
    """Adds the socket."""

    def admit(request: Request) -> None:
        if request.headers.get("origin", "").rstrip("/") not in settings.own_origins:
            raise NotAllowed("this origin may not open a call")

    async def socket(_request: Request, ws: Socket) -> None:
        await ws.close(*await _converse(CustomerSide(floor, passes, clock, ws)))

    blueprint.add_websocket_route(
        socket, SOCKET, ctx_socket_rule=SocketRule(admit, SocketBudget(FRAME_LIMIT, bytes_per_s=65_536.0))
    )


async def _converse(side: "CustomerSide") -> tuple[int, str]:
    """Serves the socket to its end; gives the closing code and reason."""
    try:
        await side.serve()
    except TimeoutError:
        return SILENT, "silence"
    except SocketClosed:
        return 1000, ""
    except BadInput as error:
        return NOT_UNDERSTOOD, error.code
    except (BadSignature, NotAllowed, NotFound) as error:
        return NOT_ALLOWED, error.code
    except YuanqiaoError as error:
        log.info("video.refused", code=error.code)
        return 1013, error.code
    return (ELSEWHERE, "elsewhere") if side.is_taken else (1000, "")


class CustomerSide:
    """One open page."""

    def __init__(self, floor: Floor, passes: Passes, clock: Clock, ws: Socket) -> None:
        self._floor = floor
        self._passes = passes
        self._clock = clock
        self._ws = ws
        self._watcher = Watcher()
        self._seat: Seat | None = None
        self._told = ""
        self._round = 0

    @property
    def is_taken(self) -> bool:
        """Whether another page of the same customer has taken over."""
        return self._seat is not None and self._seat.taken

    async def serve(self) -> None:
        """Lets in, then speaks and listens to the end; raises what ends it."""
        key = await self._enter()
        self._floor.rooms.watch(self._watcher)
        try:
            await first_to_end(self._read(key), self._tell(key))
        finally:
            self._floor.rooms.forget(self._watcher)
            if self._seat is not None:
                await self._floor.leave(self._seat)

    async def _enter(self) -> CallKey:
        frame = read_customer(await self._hear())
        if isinstance(frame, Enter):
            async with self._floor.database.write() as connection:
                key = await self._floor.commands.do_enter(connection, frame.ticket)
        elif isinstance(frame, Return):
            key = self._passes.check_seat(frame.seat, self._clock.now())
        else:
            raise BadInput("the first frame enters or returns")
        async with self._floor.database.read() as connection:
            channel = await calls.channel_of(connection, key.identity)
        seat = self._passes.seat(key, self._clock.now() + SEAT_LASTS)
        await self._put({"type": "seated", "seat": seat, "call": key.id, "chat": channel == "webchat"})
        return key

    async def _read(self, key: CallKey) -> None:
        while True:
            frame = read_customer(await self._hear())
            match frame:
                case CallPing():
                    await self._floor.beat(key)
                    await self._put({"type": "pong"})
                case ReadyForCall():
                    await self._sit(key)
                case PeerSignal() if frame.call == key.id and self._seat is not None:
                    await self._pass_on(key, frame)
                case CustomerGuide() if frame.call == key.id and self._seat is not None:
                    await self._guide(key, frame)
                case Leave() if frame.call == key.id:
                    await self._floor.end(key, "customer")
                case _:
                    raise BadInput("the frame has no place here")

    async def _sit(self, key: CallKey) -> None:
        # The seat first: what the agent's page says as soon as both are there has to find it.
        self._seat = Seat(key.id, "customer")
        self._floor.rooms.sit(self._seat, self._watcher)
        try:
            async with self._floor.database.write() as connection:
                await self._floor.commands.do_happen(connection, key, CallEvent.CUSTOMER_READY)
        except Conflict:
            self._floor.rooms.rise(self._seat)  # it has ended, which is told anyway

    async def _pass_on(self, key: CallKey, frame: PeerSignal) -> None:
        async with self._floor.database.read() as connection:
            row = await calls.get(connection, key)
        if row is not None and row.state == CallState.JOINED and row.round == frame.round:
            self._floor.rooms.pass_on(key.id, other_end(row, "agent"), signal_frame(frame, "customer"))

    async def _guide(self, key: CallKey, frame: CustomerGuide) -> None:
        told = for_agent(frame)
        if isinstance(frame.data, Confirm):
            if not await self._confirm(key, frame.data):
                return
        else:
            async with self._floor.database.read() as connection:
                row = await calls.get(connection, key)
            if row is None or row.state != CallState.JOINED:
                return
        self._floor.rooms.pass_on(key.id, "agent", told)

    async def _confirm(self, key: CallKey, confirm: Confirm) -> bool:
        """Whether the form is written down; the page is told either way."""
        code, field = "done", ""
        try:
            async with self._floor.database.write() as connection:
                await self._floor.confirming.do_confirm(connection, key, confirm.form, confirm.values)
        except YuanqiaoError as error:
            code, field = error.code, str(error.fields.get("field", ""))
        await self._put(answer_frame(key.id, confirm.form, code, field))
        return code == "done"

    async def _tell(self, key: CallKey) -> None:
        while not self.is_taken:
            self._watcher.woken.clear()
            async with self._floor.database.read() as connection:
                row = await calls.get(connection, key)
            if row is not None and row.state == CallState.JOINED and row.round != self._round:
                self._round = row.round
                await self._put(self._floor.relay.frame(key.id))
                shown = await step_frame(self._floor, key)  # the page may be another one by now
                if shown is not None:
                    await self._put(shown)
            await self._put_if_new({"type": "call", "call": call_words(row)})
            for frame in self._seat.take() if self._seat is not None else ():
                await self._put(frame)
            if row is None or row.state == CallState.ENDED:
                return
            await wait_for(self._watcher.woken)

    async def _hear(self) -> str | bytes:
        async with asyncio.timeout(SILENCE_S):
            return await self._ws.recv()

    async def _put_if_new(self, frame: dict[str, Any]) -> None:
        text = write_json(frame)
        if text != self._told:
            self._told = text
            await self._ws.send(text)

    async def _put(self, frame: dict[str, Any]) -> None:
        await self._ws.send(write_json(frame))
