"""Colleagues who are named in a note hear of it at their own desks."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.agents import Agents
from handoff.store import mentions
from handoff.store.reservations import TaskKey
from hub.errors import NotFound
from hub.ports import Clock
from hub.staff import Directory


class Mentioning:
    """Notes that name somebody; each `do_…` writes in its caller's transaction.

    `right`: whoever holds it serves customers, and can be named.
    """

    def __init__(self, commands: Agents, directory: Directory, clock: Clock, right: str) -> None:
        self._commands = commands
        self._directory = directory
        self._clock = clock
        self._right = right

    async def colleagues(self, connection: AsyncConnection, account_id: str) -> list[dict[str, str]]:
        """Who can be named, by name; oneself is not among them."""
        members = await self._directory.with_right(connection, self._right)
        return [
            {"id": each.account_id, "name": each.name}
            for each in sorted(members, key=lambda each: (each.name, each.login))
            if each.account_id != account_id
        ]

    async def do_note(
        self,
        connection: AsyncConnection,
        account_id: str,
        name: str,
        key: TaskKey,
        text: str,
        wish_id: str,
        named: Sequence[str],
    ) -> None:
        """Notes something and tells those who are `named`, once for each `wish_id`. Raises `NotFound`."""
        if named:
            known = {each["id"] for each in await self.colleagues(connection, account_id)}
            if not set(named) <= known:
                raise NotFound("there is no such colleague")
        await self._commands.do_note(connection, account_id, name, key, text, wish_id)
        now: datetime = self._clock.now()
        for each in dict.fromkeys(named):
            await mentions.add(
                connection,
                note_id=wish_id,
                account_id=each,
                identity_key=key.identity,
                conversation=key.conversation,
                created_at=now,
            )

    async def do_see(self, connection: AsyncConnection, account_id: str, note_id: str) -> None:
        """They know of it; again, or of another's: nothing."""
        await mentions.mark_seen(connection, note_id, account_id, self._clock.now())
