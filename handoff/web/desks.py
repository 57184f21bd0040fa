"""The open desks of a process: one look at all of them now and then tells whose has to look again."""

import asyncio
from contextlib import suppress

from handoff.agents import Agents
from handoff.store import glances, reservations
from handoff.web.desk import RIGHT, Desk, DeskTools
from handoff.web.frames import FRAME_LIMIT
from hub.errors import BadInput, StoreUnavailable
from hub.first_to_end import first_to_end
from hub.parts import PartContext
from hub.ports import Socket, SocketBudget
from hub.reactions import Arrived, Happening, Said
from hub.staff import StaffDesk, StaffSocket

NOT_UNDERSTOOD = 4400
GLANCE_EVERY_S = 1.0
"""What another process wrote is seen after so long; what this one wrote, at once."""

AT_ONCE = 500
"""Agents whom one query asks for."""


class Desks:
    """The open desks of this process; `wake` has those look at once whom something concerns."""

    def __init__(self, context: PartContext, commands: Agents) -> None:
        self._tools = DeskTools(context, commands)
        self._open: set[Desk] = set()

    async def run(self) -> None:
        """Wakes the desks for which something was written anywhere; runs until it is cancelled."""
        while True:
            await asyncio.sleep(GLANCE_EVERY_S)
            with suppress(StoreUnavailable):  # a desk looks by itself, too
                await self.glance()

    async def glance(self) -> None:
        """Looks once at all open desks together; raises `StoreUnavailable`."""
        looking = [each for each in self._open if each.account_id]
        for start in range(0, len(looking), AT_ONCE):
            some = looking[start : start + AT_ONCE]
            async with self._tools.database.read() as connection:
                self._tools.line = await reservations.waiting(connection)
                found = await glances.of_agents(connection, {each.account_id for each in some})
            for each in some:
                each.take_glance(found[each.account_id])

    def wake(self, happening: Happening) -> None:
        """Something happened in a conversation that an agent may have in hand."""
        told = happening.message if isinstance(happening, (Arrived, Said)) else happening
        for each in self._open:
            if told.identity in each.customers:
                each.wake()

    def typed(self, identity: str) -> None:
        """A customer types."""
        for each in self._open:
            if each.shows(identity):
                each.typed = True
                each.wake()

    def socket(self) -> StaffSocket:
        """The route of the desks."""
        return StaffSocket(
            path="/staff/desk", right=RIGHT, budget=SocketBudget(FRAME_LIMIT), serve=self._serve
        )

    async def _serve(self, socket: Socket, session: StaffDesk) -> None:
        desk = Desk(self._tools, socket, session)
        self._open.add(desk)
        try:
            await first_to_end(desk.read(), desk.tell())
        except BadInput as error:
            await socket.close(NOT_UNDERSTOOD, error.code)
        finally:
            self._open.discard(desk)
