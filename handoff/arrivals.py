"""What a customer's message may mean to the hand-off: a score, the end of a wait, or of a silence on hold."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.holding import ConversationHolding
from handoff.satisfaction import Satisfaction
from handoff.taking_back import TakingBack
from hub.reactions import Arrived


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Tells all who look at each message, in its transaction."""

    satisfaction: Satisfaction
    holding: ConversationHolding
    taking_back: TakingBack

    async def do_take(self, connection: AsyncConnection, arrived: Arrived) -> None:
        """A message has arrived."""
        await self.satisfaction.do_take(connection, arrived)
        await self.holding.do_arrived(connection, arrived)
        await self.taking_back.do_arrived(connection, arrived)
