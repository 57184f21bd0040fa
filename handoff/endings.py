"""What the end of a conversation means to the hand-off."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.agents import Agents
from handoff.callbacks.callbacks import Callbacks
from hub.reactions import Closed


@dataclass(frozen=True, slots=True)
class TaskEndings:
    """Tells all who look at each ending, in its transaction."""

    callbacks: Callbacks
    agents: Agents

    async def do_closed(self, connection: AsyncConnection, closed: Closed) -> None:
        """What was agreed for later goes on in a new conversation; the rest is over."""
        await self.callbacks.do_closed(connection, closed)
        await self.agents.do_closed(connection, closed)
