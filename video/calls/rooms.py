"""Who of this process sits in which call, and what is passed on to the other side, wherever that sits.

Nothing here is the only copy: the states of calls are in the database, and what two browsers tell each other
to connect is worth nothing a moment later.
"""

import asyncio
import json
from typing import Any, Literal

import structlog

from hub.compact_json import write_json
from hub.ports import Publication, Subscriber

Side = Literal["customer", "agent", "media"]
"""`media`: who speaks for the media server, where the call goes through it."""

Frame = dict[str, Any]

TOPIC = "calls"
FRAMES_LIMIT = 200
"""Most frames that may wait for one side: a call's beginning takes some fifty."""

log = structlog.get_logger(__name__)


class Seat:
    """One side of a call in this process. `taken`: somebody else sits there by now."""

    def __init__(self, call: str, side: Side) -> None:
        self.call = call
        self.side = side
        self.taken = False
        self._frames: list[Frame] = []

    def put(self, frame: Frame) -> None:
        """Queues a frame; behind too many nothing more is taken: both sides begin anew when they notice."""
        if len(self._frames) < FRAMES_LIMIT:
            self._frames.append(frame)

    def take(self) -> list[Frame]:
        """What waits, which then waits no more."""
        frames, self._frames = self._frames, []
        return frames


class Watcher:
    """One open socket: is woken when something that it may have to tell has happened."""

    def __init__(self) -> None:
        self.woken = asyncio.Event()


class Rooms:
    """The seats and sockets of this process, and the line to those of the others."""

    def __init__(self, subscriber: Subscriber) -> None:
        self._subscriber = subscriber
        self._seats: dict[tuple[str, Side], tuple[Seat, Watcher]] = {}
        self._watchers: set[Watcher] = set()
        subscriber.subscribe(TOPIC)

    def watch(self, watcher: Watcher) -> None:
        """Wakes a socket from now on."""
        self._watchers.add(watcher)

    def forget(self, watcher: Watcher) -> None:
        """Wakes a socket no more."""
        self._watchers.discard(watcher)

    def sit(self, seat: Seat, watcher: Watcher) -> None:
        """Takes a seat; who sat there before, in whichever process, is told."""
        self._unseat(seat.call, seat.side)
        self._seats[seat.call, seat.side] = (seat, watcher)
        self._publish({"call": seat.call, "taken": seat.side})

    def rise(self, seat: Seat) -> bool:
        """Gives a seat up; false where somebody else has it by now."""
        held = self._seats.get((seat.call, seat.side))
        if seat.taken or held is None or held[0] is not seat:
            return False
        del self._seats[seat.call, seat.side]
        return True

    def changed(self, call: str) -> None:
        """A call is another one than before: everybody looks."""
        self._wake()
        self._publish({"call": call})

    def pass_on(self, call: str, to: Side, frame: Frame) -> None:
        """Brings a frame to a side, here or elsewhere."""
        if not self._hand(call, to, frame):
            self._publish({"call": call, "to": to, "frame": frame})

    async def run(self) -> None:
        """Takes what the other processes tell; runs until it is cancelled."""
        while True:
            self._hear(await self._subscriber.next())

    def _hear(self, told: Publication) -> None:
        try:
            said: Any = json.loads(told.payload or "{}")
        except ValueError:
            log.warning("video.publication_not_understood")
            return
        match said:
            case {"call": str(call), "taken": "customer" | "agent" | "media" as side}:
                self._unseat(call, side)
            case {"call": str(call), "to": "customer" | "agent" | "media" as side, "frame": dict(frame)}:
                self._hand(call, side, frame)
            case _:
                self._wake()

    def _hand(self, call: str, side: Side, frame: Frame) -> bool:
        held = self._seats.get((call, side))
        if held is None:
            return False
        held[0].put(frame)
        held[1].woken.set()
        return True

    def _unseat(self, call: str, side: Side) -> None:
        held = self._seats.pop((call, side), None)
        if held is not None:
            held[0].taken = True
            held[1].woken.set()

    def _wake(self) -> None:
        for watcher in self._watchers:
            watcher.woken.set()

    def _publish(self, said: Frame) -> None:
        if not self._subscriber.alone:
            self._subscriber.publish(TOPIC, write_json(said))
