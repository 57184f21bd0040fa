"""Sockets of staff: who is behind one as things are now, and an end for those whose session is over."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import NotAllowed, StoreUnavailable
from hub.ports import Socket
from hub.staff.current import CurrentStaff
from hub.staff.sessions import StaffSessions
from hub.store.database import Database

LOOK_EVERY_S = 1.5
AT_ONCE = 500
"""Sessions that one query asks for."""

SIGNED_OUT = 4401


class OpenSockets:
    """The sockets of this process, by session; one look at all of them now and then."""

    def __init__(self, database: Database, sessions: StaffSessions) -> None:
        self._database = database
        self._sessions = sessions
        self._open: dict[str, set[Socket]] = {}

    def enter(self, session: str, socket: Socket) -> Callable[[], None]:
        """Keeps an eye on a socket, until what is given is called."""
        self._open.setdefault(session, set()).add(socket)

        def leave() -> None:
            held = self._open.get(session, set())
            held.discard(socket)
            if not held:
                self._open.pop(session, None)

        return leave

    async def run(self) -> None:
        """Closes the sockets of sessions that are over; runs until it is cancelled."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                await self.look()
            except StoreUnavailable:
                continue  # nobody can do anything meanwhile either

    async def look(self) -> None:
        """Looks once; raises `StoreUnavailable`."""
        digests = list(self._open)
        for start in range(0, len(digests), AT_ONCE):
            asked = digests[start : start + AT_ONCE]
            async with self._database.read() as connection:
                there = await self._sessions.still_there(connection, asked)
            over = [
                socket for digest in asked if digest not in there for socket in self._open.get(digest, ())
            ]
            await asyncio.gather(*(socket.close(SIGNED_OUT, "signed_out") for socket in over))


@dataclass(frozen=True, slots=True)
class StaffDesk:
    """The session behind a socket; `right`: what the socket needs."""

    database: Database
    sessions: StaffSessions
    session: str
    right: str

    async def staff(self, *, active: bool = False) -> CurrentStaff:
        """Who is behind the socket, with the rights of this moment; `active`: a person did something.

        Raises `NotSignedIn`, `NotAllowed`, `StoreUnavailable`.
        """
        async with self.database.read() as connection:
            staff = await self.staff_now(connection)
        if active and self.sessions.is_worth_noting(staff):
            async with self.database.write() as connection:
                await self.sessions.touch(connection, staff)
        return staff

    async def staff_now(self, connection: AsyncConnection) -> CurrentStaff:
        """The same beside what else a transaction reads."""
        staff = await self.sessions.of_digest(connection, self.session)
        if staff.todo or not staff.may(self.right):
            raise NotAllowed("the right for this is missing")
        return staff
