"""A web-chat customer of an open-loop run: asks once, and keeps to docs/webchat-protocol.md when refused."""

import asyncio
import json
import random
import time
import uuid
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from tests.faults.load import Kind, Question
from tests.faults.record import NOWHERE, CustomerRecord, Place

COME_AGAIN_S = (0.5, 1.5)
"""After a connection that broke."""

COME_WITHIN_S = 30.0

ANSWER_PATIENCE_S = 60.0
"""Longer than any promise: what has not come by then is for the checks to find."""


@dataclass
class Asked:
    """What became of one question; times are monotonic seconds.

    `accepted_at` is when the words went out that were then acknowledged. `refused` counts refusals, `told`
    those among them that said when to come again.
    """

    phase: str
    at: float
    accepted_at: float | None = None
    answered_at: float | None = None
    refused: int = 0
    told: int = 0

    @property
    def waited_ms(self) -> float | None:
        """From the words that were accepted to their answer."""
        if self.accepted_at is None or self.answered_at is None:
            return None
        return (self.answered_at - self.accepted_at) * 1000


@dataclass
class _Refused(Exception):
    """The hub said no; `wait_s` is None where it did not say for how long."""

    wait_s: float | None


class Guest:
    """One visitor, who asks one question after another, each when the one before is answered."""

    def __init__(self, number: int, port: int, seed: int) -> None:
        self.record = CustomerRecord(number)
        self.asked: list[Asked] = []
        self._chance = random.Random(f"{seed}:guest:{number}")
        self._origin: Any = f"http://127.0.0.1:{port}"
        self._url = f"ws://127.0.0.1:{port}/webchat/socket"
        self._socket: ClientConnection | None = None

    async def ask(self, phase: str) -> None:
        """Asks until it is answered, through refusals and broken connections."""
        asked = Asked(phase, time.monotonic())
        self.asked.append(asked)
        question = Question(Kind.PLAIN, self.record.customer, len(self.record.sent) + 1)
        client_id = str(uuid.UUID(int=self._chance.getrandbits(128), version=4))
        while True:
            try:
                socket = self._socket or await self._come()
                self.record.sent.setdefault(client_id, question)
                if client_id not in self.record.accepted:
                    await self._send(socket, client_id, asked)
                async with asyncio.timeout(ANSWER_PATIENCE_S):
                    while self.record.open_questions:
                        self._take(json.loads(await socket.recv()))
                asked.answered_at = time.monotonic()
                return
            except _Refused as no:
                asked.refused += 1
                asked.told += no.wait_s is not None
                await asyncio.sleep(no.wait_s or self._chance.uniform(*COME_AGAIN_S))
            except TimeoutError:
                if client_id in self.record.accepted:
                    return
                await self.leave()
            except (OSError, WebSocketException):
                self._socket = None
                await asyncio.sleep(self._chance.uniform(*COME_AGAIN_S))

    async def leave(self) -> None:
        """Closes the socket, if it is open."""
        socket, self._socket = self._socket, None
        if socket is not None:
            await socket.close()

    async def _come(self) -> ClientConnection:
        socket = await connect(
            self._url, origin=self._origin, proxy=None, open_timeout=COME_WITHIN_S, ping_interval=None
        )
        place = self.record.frontier
        hello = {"type": "hello", "v": 1, "token": self.record.token, "embedder": self._origin}
        hello["after"] = None if place == NOWHERE else place._asdict()
        await socket.send(json.dumps(hello))
        frame: dict[str, Any] = {}
        try:
            while frame.get("type") != "welcome":
                frame = json.loads(await socket.recv())
                if frame["type"] == "refused":
                    await socket.close()
                    raise _Refused(frame.get("retry_after_s"))
        except ConnectionClosed as closed:
            if closed.rcvd is not None and closed.rcvd.code == 4429:
                raise _Refused(None) from closed
            raise
        self.record.token = frame["token"]
        if not frame["resume"]:
            self.record.start_over()
        self._socket = socket
        return socket

    async def _send(self, socket: ClientConnection, client_id: str, asked: Asked) -> None:
        segments = [self.record.sent[client_id].segment]
        sent_at = time.monotonic()
        await socket.send(json.dumps({"type": "send", "id": client_id, "segments": segments}))
        async with asyncio.timeout(ANSWER_PATIENCE_S):
            while client_id not in self.record.accepted:
                frame = json.loads(await socket.recv())
                if frame["type"] == "refused":
                    self.record.take_refusal(client_id)
                    raise _Refused(frame.get("retry_after_s"))
                self._take(frame)
        asked.accepted_at = sent_at

    def _take(self, frame: dict[str, Any]) -> None:
        if frame["type"] == "ack":
            self.record.take_ack(frame["id"], Place(frame["conversation"], frame["seq"]))
        elif frame["type"] == "message":
            self.record.take_message(frame["message"])
