"""One round of a call through the media server: each page speaks with the server, by way of the hub alone.

The pages notice nothing of it: the agent's offers and the customer's answers, as between two browsers.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import structlog

from hub.first_to_end import first_to_end
from video.calls.rooms import Rooms, Seat, Side, Watcher
from video.media.room import NoRoom, watch_room
from video.media.server import MediaGone, MediaRefused, MediaServer, ServerSession

SIDES: tuple[Side, Side] = ("customer", "agent")

log = structlog.get_logger(__name__)


class Bridge:
    """Connects both sides' pages with the server, and has it record once that is agreed to."""

    def __init__(
        self,
        server: MediaServer,
        rooms: Rooms,
        call: str,
        number: int,
        *,
        records: Callable[[], Awaitable[None]],
        broken: Callable[[str], Awaitable[None]],
    ) -> None:
        """`number`: the call's round.

        `records` is told when both sides are; `broken` that it goes on no more, and whose fault it is:
        `server`, or `disk`, which is full.
        """
        self.number = number
        self._server = server
        self._rooms = rooms
        self._call = call
        self._records = records
        self._broken = broken
        self._watcher = Watcher()
        self._seat = Seat(call, "media")
        self._names = {side: f"{secrets.token_hex(16)}-{side}" for side in SIDES}
        self._handles: dict[Side, int] = {}
        self._up: set[int] = set()
        self._agreed: asyncio.Future[Path] = asyncio.get_running_loop().create_future()
        self._connected = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> asyncio.Task[None]:
        """Begins; what the pages say from now on goes to the server. The task ends with the bridge."""
        self._rooms.sit(self._seat, self._watcher)
        self._task = asyncio.create_task(self._run())
        return self._task

    async def stop(self) -> None:
        """Ends it; the server has closed its files when this returns."""
        self._rooms.rise(self._seat)
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def record(self, folder: Path) -> None:
        """Has both sides recorded into a folder, as soon as they are connected."""
        if not self._agreed.done():
            self._agreed.set_result(folder)

    async def _run(self) -> None:
        try:
            async with self._server.session() as session:
                for side in SIDES:
                    self._handles[side] = await session.attach()
                    await session.request(
                        self._handles[side], {"request": "register", "username": self._names[side]}
                    )
                await first_to_end(
                    self._hear_pages(session), self._hear_server(session), self._record(session)
                )
        except (MediaGone, MediaRefused) as error:
            log.warning(
                "video.media_server_lost", conversation=self._call.rpartition(".")[0], detail=error.detail
            )
            self._rooms.rise(self._seat)
            await self._broken("server")
        except NoRoom as error:
            log.error("video.no_room", conversation=self._call.rpartition(".")[0], detail=error.detail)
            self._rooms.rise(self._seat)
            await self._broken("disk")

    async def _hear_pages(self, session: ServerSession) -> None:
        while not self._seat.taken:  # taken: a bridge of a later round has replaced this one
            self._watcher.woken.clear()
            for frame in self._seat.take():
                try:
                    await self._pass_on(session, frame)
                except MediaRefused as error:  # what a page made up harms its own call alone
                    log.warning("video.signal_refused", reason=error.fields.get("reason"))
            await self._watcher.woken.wait()

    async def _pass_on(self, session: ServerSession, frame: dict[str, Any]) -> None:
        """One page's word; what belongs to another round, or to no page of this call, is dropped."""
        side, data = frame.get("from"), frame["data"]
        if frame["round"] != self.number or side not in SIDES:
            return
        handle = self._handles["agent" if side == "agent" else "customer"]
        match data["kind"], side:
            case "candidate", _:
                if ".local " not in data["candidate"]:  # a name that only the browser's own network knows
                    where = {"sdpMid": data["mid"], "sdpMLineIndex": data["index"]}
                    await session.trickle(handle, {"candidate": data["candidate"], **where})
            case "offer", "agent":
                body = {"request": "call", "username": self._names["customer"]}
                await session.request(handle, body, {"type": "offer", "sdp": data["sdp"]})
            case "answer", "customer":
                await session.request(handle, {"request": "accept"}, {"type": "answer", "sdp": data["sdp"]})

    async def _hear_server(self, session: ServerSession) -> None:
        while True:
            told = await session.told()
            if told.kind == "incomingcall" and told.jsep:
                self._say("customer", {"kind": "offer", "sdp": told.jsep["sdp"]})
            elif told.kind == "accepted" and told.jsep:
                self._say("agent", {"kind": "answer", "sdp": told.jsep["sdp"]})
            elif told.kind == "webrtcup":
                self._up.add(told.handle)
                if self._up >= set(self._handles.values()):
                    self._connected.set()

    def _say(self, side: Side, data: dict[str, Any]) -> None:
        frame = {"type": "signal", "call": self._call, "round": self.number, "data": data}
        self._rooms.pass_on(self._call, side, frame)

    async def _record(self, session: ServerSession) -> None:
        await self._connected.wait()
        folder = await self._agreed
        for side, handle in self._handles.items():
            name = folder / f"{side}-{self.number}-{secrets.token_hex(4)}"
            await session.request(handle, {"request": "set", "record": True, "filename": str(name)})
        await self._records()
        await watch_room(folder)  # until the others end
