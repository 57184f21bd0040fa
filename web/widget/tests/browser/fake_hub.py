"""A small hub for browser tests: serves the built chat and speaks docs/webchat-protocol.md from memory.

Tests steer it through `FakeHub`; it runs in a thread of its own with its own event loop.
"""

import asyncio
import gzip
import json
import re
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from aiohttp import WSMsgType, web
from fake_uploads import FakeUploads

DIST = Path(__file__).resolve().parents[3] / "dist" / "widget"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"
)
BANK_MARK = re.compile(r"""(["'`])__YUANQIAO_BANK__\1""")
GOODBYES_S = 0.05
HALF = re.compile(r"(?<!\\)\\ud[89a-f][0-9a-f]{2}", re.IGNORECASE)
"""Half of a character, which no store takes, as JSON writes it; whole ones stand there as they are."""

CARD = re.compile(r"\d{12,19}")


class FakeHub:
    """One visitor's conversation, and switches for what goes wrong."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.heard: list[dict[str, Any]] = []
        self.hellos: list[dict[str, Any]] = []
        self.good_logins: list[str] = []
        self.conversation = 1
        self.newest = 50
        self.text_limit = 2000
        self.bank = {"name": "远桥银行", "hotline": "95XXX", "colour": "#0b6b74"}
        self.brands_loader = False
        self.hot: list[str] = []
        self.suggested: Callable[[str], list[str]] = lambda begun: []
        self.refuse_rating: str | None = None
        self.media: dict[str, bytes] = {}
        self.reachable = True
        self.swallow_acks = False
        self.refuse: str | None = None
        self.retry_after_s = 0.5
        self.turn_away_s: float | None = None
        self.close_hello_with: int | None = None
        self.closed: int | None = None
        self.frames_served = 0
        self.frame_faults = 0
        self.id_case: Callable[[str], str] = str
        self.answer: Callable[[dict[str, Any]], None] = lambda message: None
        self._sockets: set[web.WebSocketResponse] = set()
        self._loop = asyncio.new_event_loop()
        self.uploads = FakeUploads(self._loop)
        self._started = threading.Event()
        self._runner: web.AppRunner | None = None
        self.port = 0
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def url(self) -> str:
        """Where the hub is."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listens on a port that the system chooses."""
        self._thread.start()
        if not self._started.wait(10):
            raise RuntimeError("the fake hub did not start")

    def stop(self) -> None:
        """Closes everything."""
        self.call(self._cleanup())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def call(self, work: Any) -> Any:
        """Runs a coroutine on the hub's loop and waits for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def say(
        self, *segments: dict[str, Any], kind: str = "bot", name: str = "", at: str | None = None
    ) -> None:
        """The bank says something."""
        self.call(self._store("out", {"kind": kind, "name": name}, list(segments), at=at))

    def heard_from_customer(self, *segments: dict[str, Any], at: str | None = None) -> None:
        """Something that the customer wrote on an earlier day."""
        self.call(self._store("in", {"kind": "customer", "name": ""}, list(segments), at=at))

    def show(self, event: str, seq: int = 0) -> None:
        """A passing event."""
        words = {"type": "event", "event": event, "conversation": self.conversation, "seq": seq}
        self.call(self._tell_all(words))

    def skip(self) -> None:
        """Something happens that has a number and is not for the customer."""
        self.call(self._store("out", {"kind": "system", "name": ""}, [], tell=False))
        self.messages[-1]["hidden"] = True
        place = {"conversation": self.conversation, "seq": self.messages[-1]["seq"]}
        self.call(self._tell_all({"type": "skipped", **place}))

    def cut(self, code: int = 1012) -> None:
        """Cuts every socket."""
        self.call(self._cut(code))

    def rated(self, wanted: int = 0) -> list[dict[str, Any]]:
        """What the customer thought of answers; the screen is ahead of it, so `wanted` are waited for."""
        for _ in range(100):
            said = [frame for frame in self.heard if frame["type"] == "rate"]
            if len(said) >= wanted:
                break
            time.sleep(0.05)
        return said

    def texts(self) -> list[str]:
        """What the customer said, as stored."""
        parts = [m["segments"][0] for m in self.messages if m["direction"] == "in"]
        return [part.get("text") or part["label"] for part in parts]

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._listen())
        self._started.set()
        self._loop.run_forever()

    async def _listen(self) -> None:
        app = web.Application()
        app.router.add_get("/webchat.js", self._loader)
        app.router.add_get("/webchat-invite.js", self._loader)
        app.router.add_get("/webchat/frame", self._frame)
        app.router.add_get("/webchat/socket", self._socket)
        app.router.add_get("/kb/media/{name}", self._picture)
        self.uploads.add_routes(app.router)
        app.router.add_get("/webchat/assets/{name}", self._asset)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def _cleanup(self) -> None:
        await self._cut(1001)
        if self._runner:
            await self._runner.cleanup()
        # A connection is closed in one of the loop's next rounds; one left open is a warning in a later test.
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(GOODBYES_S)

    async def _cut(self, code: int) -> None:
        for socket in list(self._sockets):
            await socket.close(code=code)

    async def _loader(self, request: web.Request) -> web.StreamResponse:
        script = (DIST / request.path.removeprefix("/")).read_text(encoding="utf-8")
        if self.brands_loader:
            bank = json.dumps({"name": self.bank["name"], "colour": self.bank["colour"]})
            script = BANK_MARK.sub(lambda _: bank, script)
        return web.Response(
            text=script,
            content_type="text/javascript",
            headers={"Cross-Origin-Resource-Policy": "cross-origin"},
        )

    async def _picture(self, request: web.Request) -> web.StreamResponse:
        picture = self.media.get(request.path)
        if picture is None:
            raise web.HTTPNotFound
        return web.Response(body=picture, content_type="image/png")

    async def _asset(self, request: web.Request) -> web.StreamResponse:
        # As the hub does, so that slow lines carry as much.
        return web.Response(
            body=_compressed(request.match_info["name"]),
            content_type="text/javascript",
            headers={"Content-Encoding": "gzip"},
        )

    async def _frame(self, _: web.Request) -> web.StreamResponse:
        self.frames_served += 1
        if self.frame_faults > 0:
            self.frame_faults -= 1
            raise web.HTTPBadGateway
        return web.FileResponse(DIST / "frame.html", headers={"Content-Security-Policy": POLICY})

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if not self.reachable:
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for raw in socket:
            if raw.type is WSMsgType.TEXT:
                await self._hear(socket, json.loads(raw.data), raw.data)
        self._sockets.discard(socket)
        return socket

    async def _hear(self, socket: web.WebSocketResponse, frame: dict[str, Any], data: str) -> None:
        self.heard.append(frame)
        if HALF.search(data) or not _is_understood(frame):
            await socket.close(code=4400)
            return
        match frame["type"]:
            case "hello":
                await self._greet(socket, frame)
            case "resume":
                await self._catch_up(socket, frame["after"])
            case "send":
                await self._accept(socket, frame)
            case "rate":
                await self._rate(socket, frame["id"])
            case "suggest":
                words = {
                    "type": "suggestions",
                    "id": frame["id"],
                    "questions": self.suggested(frame["text"]),
                }
                await socket.send_json(words)
            case "sign_in" if frame["login"] in self.good_logins:
                self.good_logins.remove(frame["login"])
                await socket.send_json({"type": "signed_in", "id": frame["id"]})
            case "sign_in":
                await socket.send_json({"type": "refused", "id": frame["id"], "code": "conflict"})
            case "ping":
                await socket.send_json({"type": "pong"})
            case "older":
                place = (frame["before"]["conversation"], frame["before"]["seq"])
                before = [m for m in self.messages if (m["conversation"], m["seq"]) < place]
                await socket.send_json(
                    {"type": "older", "messages": before[-self.newest :], "more": len(before) > self.newest}
                )
            case "close":
                await self._tell_all(
                    {"type": "event", "event": "closed", "conversation": self.conversation, "seq": 0}
                )
                self.closed = self.conversation
                self.conversation += 1

    async def _rate(self, socket: web.WebSocketResponse, rating: str) -> None:
        if self.refuse_rating:
            words = {"type": "refused", "id": rating, "code": self.refuse_rating, "retry_after_s": 0.5}
            await socket.send_json(words)
        else:
            await socket.send_json({"type": "rated", "id": rating})

    async def _greet(self, socket: web.WebSocketResponse, frame: dict[str, Any]) -> None:
        self.hellos.append(frame)
        if self.turn_away_s is not None:
            away = {"type": "refused", "id": "", "code": "overloaded", "retry_after_s": self.turn_away_s}
            await socket.send_json(away)
            await socket.close(code=4429)
            return
        if self.close_hello_with:
            await socket.close(code=self.close_hello_with)
            return
        self._sockets.add(socket)
        await socket.send_json(
            {
                "type": "welcome",
                "v": 1,
                "token": "fake-token",
                "resume": frame["after"] is not None,
                "heartbeat_s": 20,
                "text_limit": self.text_limit,
                "bank": self.bank,
                "hot": self.hot,
                "uploads": self.uploads.rules,
            }
            | ({"closed": self.closed} if self.closed == self.conversation - 1 else {})
        )
        await self._catch_up(socket, frame["after"])

    async def _catch_up(self, socket: web.WebSocketResponse, after: dict[str, int] | None) -> None:
        if after is None:
            wanted = self.messages[-self.newest :]
        else:
            place = (after["conversation"], after["seq"])
            wanted = [m for m in self.messages if (m["conversation"], m["seq"]) > place]
        for message in wanted:
            await socket.send_json(_frame_of(message))
        more = after is None and len(self.messages) > len(wanted)
        await socket.send_json({"type": "caught_up", "more_before": more})

    async def _accept(self, socket: web.WebSocketResponse, frame: dict[str, Any]) -> None:
        if self.refuse:
            refused = {"type": "refused", "id": frame["id"], "code": self.refuse}
            await socket.send_json(refused | {"retry_after_s": self.retry_after_s})
            return
        known = next((m for m in self.messages if m["client_id"] == self.id_case(frame["id"])), None)
        segments = [self._stored(segment) for segment in frame["segments"]]
        message = known or await self._store(
            "in",
            {"kind": "customer", "name": ""},
            segments,
            client_id=frame["id"],
            tell=not self.swallow_acks,
        )
        if self.swallow_acks:
            return
        place = {"conversation": message["conversation"], "seq": message["seq"]}
        await socket.send_json({"type": "ack", "id": frame["id"], **place, "at": message["at"]})
        if not known:
            self._loop.run_in_executor(None, self.answer, message)

    def _stored(self, segment: dict[str, Any]) -> dict[str, Any]:
        if "upload" in segment:
            return self.uploads.stored(segment, self.url)
        if "text" in segment:
            return {**segment, "text": CARD.sub("［卡号已隐去］", segment["text"])}
        return segment

    async def _store(
        self,
        direction: str,
        author: dict[str, str],
        segments: list[dict[str, Any]],
        *,
        client_id: str | None = None,
        at: str | None = None,
        tell: bool = True,
    ) -> dict[str, Any]:
        message = {
            "conversation": self.conversation,
            "seq": 1 + sum(m["conversation"] == self.conversation for m in self.messages),
            "direction": direction,
            "author": author,
            "segments": segments,
            "at": at or datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "status": "sent",
            "reply_to": None,
            "client_id": client_id and self.id_case(client_id),
        }
        self.closed = None
        self.messages.append(message)
        if tell:
            await self._tell_all({"type": "message", "message": message})
        return message

    async def _tell_all(self, frame: dict[str, Any]) -> None:
        for socket in list(self._sockets):
            if not socket.closed:
                await socket.send_json(frame)


@lru_cache
def _compressed(name: str) -> bytes:
    return gzip.compress((DIST / "assets" / name).read_bytes())


def _is_understood(frame: dict[str, Any]) -> bool:
    """The bounds of connectors/webchat/frames.py: a long token, and a place that no counter reaches."""
    if frame["type"] != "hello":
        return True
    after = frame["after"] or {}
    return len(frame["token"] or "") <= 200 and all(1 <= after.get(name, 1) <= 10**9 for name in after)


def _frame_of(message: dict[str, Any]) -> dict[str, Any]:
    if message.get("hidden"):
        return {"type": "skipped", "conversation": message["conversation"], "seq": message["seq"]}
    return {"type": "message", "message": message}
