"""Speaks with the media server (Janus) over its WebSocket. Its secret stays here: no page ever sees it."""

import asyncio
import contextlib
import json
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from websockets import Subprotocol
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from hub.compact_json import write_json
from hub.errors import BadInput, Unavailable

PLUGIN = "janus.plugin.videocall"
PROTOCOL = Subprotocol("janus-protocol")
WITHIN_S = 5.0
KEEP_ALIVE_S = 20.0
"""The server forgets a session that was silent for a minute."""

FRAME_LIMIT = 1 << 18

log = structlog.get_logger(__name__)


class MediaGone(Unavailable):
    """The media server does not answer."""

    code = "media_gone"


class MediaRefused(BadInput):
    """The media server does not take what a page said."""

    code = "media_refused"


@dataclass(frozen=True, slots=True)
class MediaServerEvent:
    """What the server says unasked. `handle`: of whose connection; `kind`: the server's own word for it."""

    handle: int
    kind: str
    body: Mapping[str, Any]
    jsep: Mapping[str, str] | None


class ServerSession:
    """One session: connections of browsers are its handles, and all of them end with it."""

    def __init__(self, socket: ClientConnection, secret: str) -> None:
        self._socket = socket
        self._secret = secret
        self._id = 0
        self._asked: dict[str, tuple[asyncio.Future[Any], bool]] = {}
        self._told: asyncio.Queue[MediaServerEvent | None] = asyncio.Queue()

    async def begin(self) -> None:
        """Opens it; raises `MediaGone`."""
        answer = await self._ask({"janus": "create"})
        self._id = int(answer["data"]["id"])

    async def end(self) -> None:
        """Ends it, with all that it holds; a server that is gone or has forgotten it has nothing to end."""
        if not self._id:  # not begun yet: what the server has of it ends with the line
            return
        with contextlib.suppress(MediaGone, MediaRefused):
            await self._ask({"janus": "destroy"})

    async def attach(self) -> int:
        """The handle of a connection to come; raises `MediaGone`."""
        answer = await self._ask({"janus": "attach", "plugin": PLUGIN})
        return int(answer["data"]["id"])

    async def request(
        self, handle: int, body: Mapping[str, Any], jsep: Mapping[str, str] | None = None
    ) -> Mapping[str, Any]:
        """Asks the plugin for something and gives its answer; raises `MediaGone`, `MediaRefused`."""
        frame = {"janus": "message", "handle_id": handle, "body": body} | ({"jsep": jsep} if jsep else {})
        answer = await self._ask(frame, behind_ack=True)
        data: Mapping[str, Any] = answer["plugindata"]["data"]
        if "error_code" in data:
            raise MediaRefused("the media server refuses what it was asked", reason=data["error_code"])
        return data

    async def trickle(self, handle: int, candidate: Mapping[str, Any]) -> None:
        """Tells where a browser may be reached; raises `MediaGone`, `MediaRefused`."""
        await self._ask({"janus": "trickle", "handle_id": handle, "candidate": candidate})

    async def told(self) -> MediaServerEvent:
        """The next thing that it says unasked; raises `MediaGone` once the line is cut."""
        told = await self._told.get()
        if told is None:
            raise MediaGone("the line to the media server was cut")
        return told

    async def listen(self) -> None:
        """Takes what it says until the line is cut; whoever waits for an answer then waits no more."""
        try:
            async for text in self._socket:
                self._hear(json.loads(text))
        except (WebSocketException, OSError, ValueError):
            log.warning("video.media_server_line_cut")
        finally:
            for asked, _ in self._asked.values():
                if not asked.done():
                    asked.set_exception(MediaGone("the line to the media server was cut"))
            self._told.put_nowait(None)

    async def keep_alive(self) -> None:
        """Says now and then that somebody is there; raises `MediaGone`."""
        while True:
            await asyncio.sleep(KEEP_ALIVE_S)
            await self._ask({"janus": "keepalive"})

    def _hear(self, frame: Any) -> None:
        asked, behind_ack = self._asked.get(frame.get("transaction", ""), (None, False))
        if asked is None or asked.done():
            if "sender" in frame:
                self._told.put_nowait(_read(frame))
        elif frame["janus"] == "error":
            asked.set_exception(MediaRefused("the media server refuses", reason=frame["error"]["code"]))
        elif not (behind_ack and frame["janus"] == "ack"):
            asked.set_result(frame)

    async def _ask(self, frame: Mapping[str, Any], *, behind_ack: bool = False) -> Any:
        transaction = secrets.token_hex(12)
        asked: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._asked[transaction] = (asked, behind_ack)
        whole = {**frame, "transaction": transaction, "apisecret": self._secret}
        if self._id:
            whole["session_id"] = self._id
        try:
            async with asyncio.timeout(WITHIN_S):
                await self._socket.send(write_json(whole))
                return await asked
        except (WebSocketException, OSError, TimeoutError) as error:
            raise MediaGone("the media server does not answer") from error
        finally:
            del self._asked[transaction]


def _read(frame: Any) -> MediaServerEvent:
    data = frame.get("plugindata", {}).get("data", {})
    body = data.get("result", data)
    kind = body.get("event", "") if frame["janus"] == "event" else frame["janus"]
    return MediaServerEvent(int(frame["sender"]), str(kind), body, frame.get("jsep"))


class MediaServer:
    """Where it is, and the secret that opens it."""

    def __init__(self, url: str, secret: str) -> None:
        self._url = url
        self._secret = secret

    @asynccontextmanager
    async def session(self) -> AsyncIterator[ServerSession]:
        """A session while the block runs; raises `MediaGone`, `MediaRefused` for a wrong secret."""
        try:
            socket = await connect(
                self._url,
                subprotocols=[PROTOCOL],
                compression=None,
                open_timeout=WITHIN_S,
                close_timeout=1,
                max_size=FRAME_LIMIT,
                proxy=None,
            )
        except (WebSocketException, OSError, TimeoutError) as error:
            raise MediaGone("the media server cannot be reached") from error
        session = ServerSession(socket, self._secret)
        tasks = [asyncio.create_task(session.listen())]
        try:
            await session.begin()
            tasks.append(asyncio.create_task(session.keep_alive()))
            yield session
            await session.end()
        except asyncio.CancelledError:
            await session.end()
            raise
        finally:
            for task in tasks:
                task.cancel()
            try:
                await asyncio.gather(*tasks, return_exceptions=True)
                with contextlib.suppress(WebSocketException, OSError):
                    await socket.close()
            finally:
                socket.transport.abort()  # who is cancelled while it closes leaves no line open

    async def check(self) -> None:
        """Whether it would take a call; raises `MediaGone`."""
        try:
            async with self.session() as session:
                await session.attach()
        except MediaRefused as error:
            raise MediaGone("the media server does not take the house's secret") from error
