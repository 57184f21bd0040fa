"""What a customer's message may mean to the hand-off: a score, or that a held conversation goes on."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.holding import Holding
from handoff.satisfaction import Satisfaction
from hub.reactions import Arrived


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Tells both who look at each message, in its transaction."""

    satisfaction: Satisfaction
    holding: Holding

    async def do_take(self, connection: AsyncConnection, arrived: Arrived) -> None:
        """A message has arrived."""
        await self.satisfaction.do_take(connection, arrived)
        await self.holding.do_arrived(connection, arrived)
