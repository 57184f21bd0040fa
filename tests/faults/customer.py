"""A web-chat customer who asks, resends and resumes as docs/webchat-protocol.md says, and is never killed."""

import asyncio
import json
import random
import time
import uuid
from collections.abc import Callable
from itertools import cycle
from typing import Any, cast

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tests.faults.load import Kind, Load
from tests.faults.record import NOWHERE, CustomerRecord, Place

WELCOME_WITHIN_S = 10.0
"""As long as the widget waits."""

GAP_PATIENCE_S = 0.6
RECEIPT_EVERY_S = 0.3
ALONE_S = 1.0
ASK_BEFORE_CLOSING = 15


class Customer:
    """One visitor; every second one sends receipts, so that both kinds are in a run."""

    def __init__(
        self,
        number: int,
        port: int,
        load: Load,
        seed: int,
        on_ack: Callable[[], None],
        *,
        elsewhere: int | None = None,
    ) -> None:
        """`elsewhere`: the port of another hub, to which a balancer leads whom the first turns away."""
        self.record = CustomerRecord(number, echoed=load.echoed)
        self.asking = True
        self.next_kind: Kind | None = None
        """Asked next, whatever the seed says; a moment of silence follows, so that nothing joins it."""
        self.closes = bool(load.close_every) and number % load.close_every == 0
        self._load = load
        self._chance = random.Random(f"{seed}:customer:{number}")
        self._seed = seed
        self._on_ack = on_ack
        self._receipts = number % 2 == 1
        self._ports = (port,) if elsewhere is None else (port, elsewhere)
        self._origin = ""
        self._socket: ClientConnection | None = None
        self._again_at: dict[str, float] = {}
        self._next_question_at = 0.0
        self._gap_since: float | None = None
        self._asked_here = False
        self._asked_at_closing = 0
        self._received = NOWHERE
        self._receipt_at = 0.0

    async def run(self) -> None:
        """Chats until cancelled, over as many connections as it takes."""
        if self._load.come_within_s:
            await asyncio.sleep(self._chance.uniform(0.0, self._load.come_within_s))
        for port in cycle(self._ports):
            self._origin = f"http://127.0.0.1:{port}"
            url, origin = f"ws://127.0.0.1:{port}/webchat/socket", cast("Any", self._origin)
            try:
                async with connect(url, origin=origin, proxy=None, open_timeout=5) as self._socket:
                    await self._chat(self._socket)
            except (OSError, TimeoutError, WebSocketException):
                await asyncio.sleep(self._chance.uniform(*self._load.back_off_s))

    def move(self) -> None:
        """Loses its connection, and goes to the other hub: a balancer spreads customers anew."""
        if self._socket is not None:
            self._socket.transport.abort()

    async def _chat(self, socket: ClientConnection) -> None:
        place = self.record.frontier
        after = None if place == NOWHERE else place._asdict()
        hello = {"type": "hello", "v": 1, "token": self.record.token, "embedder": self._origin}
        await _say(socket, hello | {"after": after})
        async with asyncio.timeout(WELCOME_WITHIN_S):
            welcome = json.loads(await socket.recv())
        if welcome["type"] != "welcome":
            raise TimeoutError(f"no welcome: {welcome}")
        self.record.token = welcome["token"]
        if not welcome["resume"]:
            self.record.start_over()
        self._gap_since = None
        # Who comes back asks at least once, so that every life of the hub has something to accept.
        self._asked_here = False
        self._again_at.clear()
        for client_id in self.record.waiting:
            self.record.sent_again += 1
            await self._send(socket, client_id)
        writing = asyncio.create_task(self._write(socket))
        try:
            async for data in socket:
                await self._take(socket, json.loads(data))
        finally:
            writing.cancel()
            (end,) = await asyncio.gather(writing, return_exceptions=True)
            if isinstance(end, Exception) and not isinstance(end, OSError | WebSocketException):
                raise end

    async def _take(self, socket: ClientConnection, frame: dict[str, Any]) -> None:
        match frame["type"]:
            case "message":
                self.record.take_message(frame["message"])
            case "ack":
                if self.record.take_ack(frame["id"], Place(frame["conversation"], frame["seq"])):
                    self._on_ack()
            case "event" if frame["event"] == "waiting":
                self.record.take_sign(frame["conversation"])
            case "refused" if self._load.one_by_one:
                self.record.take_refusal(frame["id"])
                self._again_at[frame["id"]] = time.monotonic() + frame["retry_after_s"]
            case "refused":
                # Everything unacknowledged goes again in its order over a new connection.
                self.record.take_refusal(frame["id"])
                await asyncio.sleep(self._chance.uniform(*self._load.back_off_s))
                await socket.close()

    async def _write(self, socket: ClientConnection) -> None:
        while True:
            now = time.monotonic()
            await self._ask_again(socket, now)
            await self._ask(socket, now)
            await self._fill_gap(socket, now)
            await self._tell_receipt(socket, now)
            self._check_acks(socket, now)
            await asyncio.sleep(min(self._load.tick_s, max(0.001, self._next_question_at - now)))

    async def _ask(self, socket: ClientConnection, now: float) -> None:
        if not self.asking or now < self._next_question_at:
            return
        if (
            self._asked_here
            and self.next_kind is None
            and self.record.open_questions >= self._load.open_limit
        ):
            return
        if self._load.one_by_one and (self.record.waiting or self.record.has_gap):
            return
        if self.closes and not self._load.echoed and self.record.open_questions > 0:
            # An answer without marks does not say which of several questions it answers: one at a time.
            return
        if self.closes and len(self.record.sent) - self._asked_at_closing >= ASK_BEFORE_CLOSING:
            await self._close(socket)
            return
        self._asked_here = True
        self._next_question_at = now + self._chance.uniform(*self._load.pause_s)
        number = len(self.record.sent) + 1
        client_id = str(uuid.UUID(int=self._chance.getrandbits(128), version=4))
        kind, self.next_kind = self.next_kind, None
        if kind is not None:
            self._next_question_at = now + ALONE_S
        question = self._load.question(self._seed, self.record.customer, number, kind)
        if self.closes and question.kind in (Kind.POISON, Kind.PERSON, Kind.URGENT):
            # Never answered by the bot, so its customer could never close.
            question = self._load.question(self._seed, self.record.customer, number, Kind.PLAIN)
        self.record.sent[client_id] = question
        await self._send(socket, client_id)

    async def _close(self, socket: ClientConnection) -> None:
        """Ends the conversation once all is answered: closing says that nothing more is expected."""
        if self.record.open_questions > 0:
            return
        self._asked_at_closing = len(self.record.sent)
        # An apology settles what came before it, yet some of that may be in the next turn.
        if self.record.all_answered:
            await _say(socket, {"type": "close", **self.record.frontier._asdict()})

    async def _ask_again(self, socket: ClientConnection, now: float) -> None:
        for client_id in [i for i, at in self._again_at.items() if at <= now]:
            del self._again_at[client_id]
            self.record.sent_again += 1
            await self._send(socket, client_id)

    async def _send(self, socket: ClientConnection, client_id: str) -> None:
        self.record.begin_waiting(client_id)
        segment = self.record.sent[client_id].segment
        await _say(socket, {"type": "send", "id": client_id, "segments": [segment]})

    async def _fill_gap(self, socket: ClientConnection, now: float) -> None:
        if not self.record.has_gap:
            self._gap_since = None
        elif self._gap_since is None:
            self._gap_since = now
        elif now - self._gap_since > GAP_PATIENCE_S:
            self._gap_since = now
            await _say(socket, {"type": "resume", "after": self.record.frontier._asdict()})

    async def _tell_receipt(self, socket: ClientConnection, now: float) -> None:
        place = self.record.frontier
        if self._receipts and place > self._received and now >= self._receipt_at:
            self._received, self._receipt_at = place, now + RECEIPT_EVERY_S
            await _say(socket, {"type": "received", **place._asdict()})

    def _check_acks(self, socket: ClientConnection, now: float) -> None:
        if self.record.waits_since(now) > self._load.ack_within_s:
            socket.transport.abort()


async def _say(socket: ClientConnection, frame: dict[str, Any]) -> None:
    await socket.send(json.dumps(frame, ensure_ascii=False))
