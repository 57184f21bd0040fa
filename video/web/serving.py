"""What both sides' sockets share: what they work with, and how long they wait."""

import asyncio
from dataclasses import dataclass
from typing import Any

from hub.errors import Conflict, NotFound, StoreUnavailable
from hub.store.database import Database
from video.calls.calls import Calls
from video.calls.rooms import Rooms, Seat, Side
from video.calls.states import CallEvent, RecordingRule
from video.flows.cases import BusinessFlows
from video.guiding.confirming import Confirming
from video.identity.passing import PictureSeal
from video.media.bridges import Bridges
from video.media.relay import Relay
from video.store.calls import CallKey, parse_call_id

NOT_UNDERSTOOD, NOT_ALLOWED, SILENT, ELSEWHERE = 4400, 4403, 4408, 4409
SILENCE_S = 15.0
"""A page speaks every five seconds; who is silent so long has lost the line."""

LOOK_EVERY_S = 2.0
"""What another process changed is seen after so long, should its word get lost."""

GONE: dict[str, CallEvent] = {"customer": CallEvent.CUSTOMER_GONE, "agent": CallEvent.AGENT_GONE}


@dataclass(frozen=True, slots=True)
class Floor:
    """What the sockets work with."""

    database: Database
    commands: Calls
    rooms: Rooms
    cases: BusinessFlows
    bridges: Bridges
    confirming: Confirming
    relay: Relay
    seal: PictureSeal
    reads_cards: bool

    async def leave(self, seat: Seat) -> None:
        """Gives a seat up and writes that down, unless somebody else sits there by now."""
        if not self.rooms.rise(seat):
            return
        try:
            async with self.database.write() as connection:
                await self.commands.do_happen(connection, parse_call_id(seat.call), GONE[seat.side])
        except (Conflict, NotFound, StoreUnavailable):
            return  # it has ended; or nobody can write now, and the silence is noticed later

    async def beat(self, key: CallKey) -> None:
        """Somebody in the call was heard."""
        async with self.database.write() as connection:
            await self.commands.do_beat(connection, key)

    async def end(self, key: CallKey, why: str) -> None:
        """Hangs up."""
        async with self.database.write() as connection:
            await self.commands.do_end(connection, key, why)


def other_end(row: Any, side: Side) -> Side:
    """Who hears what one side says to connect: the other side, or the media server."""
    return side if row.recorded == RecordingRule.NO else "media"


async def wait_for(woken: asyncio.Event) -> None:
    """Until something happened, or it is time to look again."""
    try:
        async with asyncio.timeout(LOOK_EVERY_S):
            await woken.wait()
    except TimeoutError:
        return
