"""An agent's desk that goes to the other hub where its own is gone, and the record of what was said at it."""

import asyncio
import random
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

import aiohttp

from tests.support.staff import PASSWORD, Answer, StaffClient

BACK_OFF_S = (0.25, 0.5)
"""As the desk in the browser tries again the first time."""

SIGN_IN_AGAIN_S = (1.0, 3.0)
SIGN_IN_WITHIN_S = 60.0
STEP_S = 1.0
PING_EVERY_S = 10.0
LINES = 4
"""So many lines an agent says before the conversation is ended."""

OWNED = ("assigned", "on_hold", "wrapping")


@dataclass
class DeskRecord:
    """What an agent said: by its wish, the task and the words; `done`: what the hub said it has done."""

    login: str
    said: dict[str, tuple[str, str]] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    served: set[str] = field(default_factory=set)


class LastingDesk:
    """Takes every offer, says some lines, ends and wraps up, over as many connections as it takes."""

    def __init__(
        self, login: str, ports: Sequence[int], origin: str, seed: int, says_every_s: tuple[float, float]
    ) -> None:
        self.record = DeskRecord(login)
        self.busy = True
        """Whether it takes offers and speaks; a run ends with desks that only listen."""
        self.told_at = 0.0
        """When this connection was first told the state; 0 while there is none."""
        self.port = 0
        self.state: dict[str, Any] = {}
        self._ports = ports
        self._origin = origin
        self._says_every_s = says_every_s
        self._chance = random.Random(f"{seed}:desk:{login}")
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._open: dict[str, dict[str, Any]] = {}
        self._lines: dict[str, int] = {}
        self._spoken = 0
        self._next_line_at: dict[str, float] = {}
        self._moved = False
        self._leaving: asyncio.Task[bool] | None = None
        # Takes cookies from 127.0.0.1, whatever the port.
        self._session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), trust_env=False)

    async def run(self) -> None:
        """Works until cancelled; the first connection makes the agent available."""
        self._wish({"type": "status", "status": "available"})
        for port in cycle(self._ports):
            try:
                url, headers = f"http://127.0.0.1:{port}/staff/desk", {"Origin": self._origin}
                async with asyncio.timeout(5):
                    socket = await self._session.ws_connect(url, headers=headers)
                async with socket:
                    self.port, self._socket = port, socket
                    await self._work(socket)
            except (OSError, TimeoutError, aiohttp.ClientError):
                pass
            finally:
                self.told_at, self.port, self._socket = 0.0, 0, None
            await asyncio.sleep(0.0 if self._moved else self._chance.uniform(*BACK_OFF_S))
            self._moved = False

    async def sign_in(self, gate: asyncio.Semaphore) -> None:
        """The session is the house's: it serves at either hub. Raises `RuntimeError`.

        All customers come at once just then; who is told that the house is too busy presses again.
        """
        client = StaffClient(self._session, self._ports[0], origin=self._origin)
        answer = await self._try_to_sign_in(client, gate)
        last = time.monotonic() + SIGN_IN_WITHIN_S
        while answer.status == 503 and time.monotonic() < last:
            await asyncio.sleep(self._chance.uniform(*SIGN_IN_AGAIN_S))
            answer = await self._try_to_sign_in(client, gate)
        if answer.status != 200:
            raise RuntimeError(f"{self.record.login} cannot sign in: {answer}")

    async def _try_to_sign_in(self, client: StaffClient, gate: asyncio.Semaphore) -> Answer:
        async with gate:
            return await client.sign_in(self.record.login, PASSWORD)

    def move(self) -> None:
        """Loses its connection, and goes to the other hub."""
        if self._socket is not None:
            self._moved = True
            self._leaving = asyncio.create_task(self._socket.close())

    def back(self, since: float) -> bool:
        """Whether it was told the state by a connection made after this moment."""
        return self.told_at > since

    async def close(self) -> None:
        """Forgets who is signed in."""
        await self._session.close()

    @property
    def owns(self) -> set[str]:
        """The tasks that it was last told are this agent's."""
        return {each["task"] for each in self.state.get("tasks", ()) if each["state"] in OWNED}

    async def _work(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        for wish in list(self._open.values()):  # what nobody answered is wished again
            await socket.send_json(wish)
        acting = asyncio.create_task(self._act(socket))
        try:
            async for message in socket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    self._take(message.json())
        finally:
            acting.cancel()
            await asyncio.gather(acting, return_exceptions=True)

    def _take(self, frame: dict[str, Any]) -> None:
        match frame["type"]:
            case "state":
                self.state = frame
                self.told_at = self.told_at or time.monotonic()
            case "done":
                self.record.done.add(frame["id"])
                self._open.pop(frame["id"], None)
            case "refused":
                self._open.pop(frame["id"], None)

    async def _act(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Does once a second what the state asks for, a wish at a time for each task."""
        pinged_at = time.monotonic()
        while True:
            await asyncio.sleep(STEP_S)
            if time.monotonic() - pinged_at > PING_EVERY_S:
                pinged_at = time.monotonic()
                await socket.send_json({"type": "ping"})
            for wish in self._wishes() if self.busy and self.told_at else ():
                self._wish(wish)
                await socket.send_json(wish)

    def _wishes(self) -> list[dict[str, Any]]:
        about = {wish.get("task") or wish.get("reservation") for wish in self._open.values()}
        offers = [each["reservation"] for each in self.state.get("offers", ())]
        wishes: list[dict[str, Any]] = [
            {"type": "accept", "reservation": each} for each in offers if each not in about
        ]
        for each in self.state.get("tasks", ()):
            if each["task"] not in about and (wish := self._next(each["task"], each["state"])):
                wishes.append(wish)
        return wishes

    def _next(self, task: str, state: str) -> dict[str, Any] | None:
        """What comes next in a task: a line, the end, the wrap-up."""
        self.record.served.add(task)
        if state == "wrapping":
            return {"type": "complete", "task": task, "disposition": "solved", "summary": "已解答"}
        now = time.monotonic()
        if state != "assigned" or now < self._next_line_at.setdefault(task, now):
            return None
        self._next_line_at[task] = now + self._chance.uniform(*self._says_every_s)
        spoken = self._lines[task] = self._lines.get(task, 0) + 1
        if spoken > LINES:
            return {"type": "end", "task": task}
        self._spoken += 1  # no two lines have the same words, also of two tasks in one step
        words = f"您好，请看这一条。〔{self.record.login}-{self._spoken}〕"
        return {"type": "say", "task": task, "text": words}

    def _wish(self, wish: dict[str, Any]) -> None:
        wish["id"] = str(uuid.UUID(int=self._chance.getrandbits(128), version=4))
        self._open[wish["id"]] = wish
        if wish["type"] == "say":
            self.record.said[wish["id"]] = wish["task"], wish["text"]
