"""Writes what happens in conversations down for the programs that want to know, where it happens."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.ports import Clock
from hub.reactions import Closed, OwnerChanged, Rated
from integrations.store import webhooks

OWNER_CHANGED = "conversation.owner_changed"
CLOSED = "conversation.closed"
TASK_ASKED, TASK_TAKEN, TASK_LEFT = "task.asked", "task.taken", "task.left"
RATED = "satisfaction.rated"
KINDS = (OWNER_CHANGED, CLOSED, TASK_ASKED, TASK_TAKEN, TASK_LEFT, RATED)


class Events:
    """Each `do_…` writes in the transaction in which it happens: both are on disk, or neither is."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def do_owner_changed(self, connection: AsyncConnection, happened: OwnerChanged) -> None:
        """Who owns a conversation now; for people, that is what becomes of the request for one."""
        place = (happened.identity, happened.conversation)
        owners = {"before": happened.before, "after": happened.after, "epoch": happened.epoch}
        await self._write(connection, *place, OWNER_CHANGED, owners)
        agent = {"agent": happened.owner_id} if happened.owner_id else {}
        if happened.before == "agent" and happened.after != "agent":
            await self._write(connection, *place, TASK_LEFT, {})
        if happened.after == "waiting":
            await self._write(connection, *place, TASK_ASKED, {})
        if happened.after == "agent":
            await self._write(connection, *place, TASK_TAKEN, agent)

    async def do_closed(self, connection: AsyncConnection, happened: Closed) -> None:
        """A conversation has ended."""
        await self._write(connection, happened.identity, happened.conversation, CLOSED, {"by": happened.by})

    async def do_rated(self, connection: AsyncConnection, happened: Rated) -> None:
        """The customer told how satisfied they were, from 1 to 5."""
        await self._write(
            connection, happened.identity, happened.conversation, RATED, {"score": happened.score}
        )

    async def _write(
        self,
        connection: AsyncConnection,
        identity: str,
        conversation: int,
        kind: str,
        details: Mapping[str, Any],
    ) -> None:
        now = self._clock.now()
        for hook in await webhooks.listed(connection):
            if kind in hook.kinds:
                await webhooks.note(
                    connection,
                    hook.hook_id,
                    identity,
                    conversation,
                    kind=kind,
                    details=dict(details),
                    state="waiting",
                    tries=0,
                    code="",
                    created_at=now,
                    due_at=now,
                )
