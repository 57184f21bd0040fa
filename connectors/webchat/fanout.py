"""Brings a frame to every open socket of a visitor, whichever process holds it (fan-out).

A frame that did not get here is no loss: where a message is missing before one that came, or where something
may have been missed, what is stored is read; every two seconds while publications do not get through.
"""

import asyncio
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import structlog

from connectors.webchat.progress import place_of
from connectors.webchat.sessions import WebchatSession, WebchatSessions
from connectors.webchat.translate import Addressing, message_frame
from hub.compact_json import write_json
from hub.errors import StoreUnavailable
from hub.ports import History, HistoryPlace, Publication, Subscriber

LOOK_EVERY_S = 2.0
LOOK_AGAIN_S = 0.5
BATCH = 500
"""Of so many visitors at a time it is asked what is their newest message."""

CATCH_UP_LIMIT = 100
"""Most messages that one visitor is sent in one round; less than a client may let wait."""

log = structlog.get_logger(__name__)


class Fanout:
    """Shows frames here and in the other processes, and makes up for those that got lost on the way."""

    def __init__(
        self, sessions: WebchatSessions, history: History, subscriber: Subscriber, addressing: Addressing
    ) -> None:
        self.sessions = sessions
        self._history = history
        self._subscriber = subscriber
        self._addressing = addressing
        self._lacking: dict[str, None] = {}
        self._some = asyncio.Event()
        self._next_look_at = 0.0
        sessions.on_first = subscriber.subscribe
        sessions.on_last = subscriber.unsubscribe
        sessions.on_gap = self.look

    def show(self, identity: str, frame: dict[str, Any]) -> None:
        """Puts a message or an event into all of the visitor's open sockets."""
        self._show_here(identity, frame)
        if not self._subscriber.alone:
            self._subscriber.publish(identity, write_json(frame))

    def _show_here(self, identity: str, frame: dict[str, Any]) -> None:
        for session in self.sessions.of(identity):
            session.put_live(frame)

    def look(self, identity: str) -> None:
        """Has it looked after soon whether the visitor's sockets lack a message."""
        self._lacking[identity] = None
        self._some.set()

    async def run(self) -> None:
        """Takes what others show, and looks after what is missing, until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._hear())
            group.create_task(self._make_up())

    async def _hear(self) -> None:
        while True:
            match await self._subscriber.next():
                case Publication(key=None):
                    self._lacking |= dict.fromkeys(self.sessions.identities())
                    self._some.set()
                case Publication(key=str(identity), payload=payload):
                    frame = _read(payload)
                    if frame is None:
                        self.look(identity)
                    else:
                        self._show_here(identity, frame)

    async def _make_up(self) -> None:
        while True:
            await self._wait()
            lacking, self._lacking = self._lacking, {}
            if self._may_miss_something():
                lacking |= dict.fromkeys(self.sessions.identities())
            try:
                for batch in _batches(lacking):
                    await self._read_for(batch)
            except StoreUnavailable as error:
                log.warning("webchat.store_unavailable", code=error.code, cause=error.fields.get("cause"))
                self._lacking = lacking | self._lacking
                await asyncio.sleep(LOOK_AGAIN_S)

    def _may_miss_something(self) -> bool:
        """Whether to read for everybody: while publications do not get through, and not too often."""
        now = asyncio.get_running_loop().time()
        if self._subscriber.healthy or now < self._next_look_at:
            return False
        self._next_look_at = now + LOOK_EVERY_S
        return True

    async def _wait(self) -> None:
        """Until somebody lacks something; at most two seconds."""
        try:
            async with asyncio.timeout(LOOK_EVERY_S):
                await self._some.wait()
        except TimeoutError:
            return
        finally:
            self._some.clear()

    async def _read_for(self, batch: Sequence[str]) -> None:
        """Looks which of these visitors were not sent everything, and sends them what is missing."""
        sent = {identity: places for identity in batch if (places := self._places(identity))}
        newest = await self._history.newest(list(sent)) if sent else {}
        for identity, place in newest.items():
            if place > min(sent[identity]):
                await self._send_missing(identity, min(sent[identity]))

    def _places(self, identity: str) -> list[HistoryPlace]:
        """Up to where each socket was sent everything, but for those that wait for their history."""
        return [session.place for session in self._ready(identity) if session.place is not None]

    def _ready(self, identity: str) -> Iterator[WebchatSession]:
        for session in self.sessions.of(identity):
            if session.place is None:
                session.look()  # once it has its history
            else:
                yield session

    async def _send_missing(self, identity: str, place: HistoryPlace) -> None:
        messages = await self._history.after(identity, place, CATCH_UP_LIMIT)
        for session in self._ready(identity):
            for message in messages:
                session.put_next(message_frame(message, self._addressing))
        if len(messages) == CATCH_UP_LIMIT:
            self.look(identity)


def _read(payload: str | None) -> dict[str, Any] | None:
    """A frame as another process published it; None where there is none that can be shown."""
    if payload is None:
        return None
    try:
        frame = json.loads(payload)
        if frame["type"] != "event" and place_of(frame) is None:
            raise ValueError("neither a message nor an event")
    except (ValueError, TypeError, KeyError):
        log.error("webchat.unreadable", bytes=len(payload))
        return None
    else:
        return dict(frame)


def _batches(identities: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(identities)
    while batch := list(islice(rest, BATCH)):
        yield batch
