"""A process that leads customers to agents, or stands by: `routing_leader.py URL NAME`."""

import asyncio
import sys

from handoff.offering import OfferRounds
from handoff.part import LEASE_S
from hub.bus import Bus
from hub.clock import SystemClock
from hub.conversation.conversations import Conversations
from hub.hooks import Hooks
from hub.leader import LeaderLoop
from hub.store.database import Database
from tests.unit.hub.spine import RULES


async def lead(url: str, name: str) -> None:
    """Leads, or waits until it may, until it is killed."""
    database, clock = Database(url), SystemClock()
    offering = OfferRounds(database, clock, Conversations(Bus(), clock, RULES, Hooks().reactions))
    loop = LeaderLoop(database, clock, name="offering", owner=name, lead=offering.lead, lease_s=LEASE_S)
    print("ready", flush=True)
    await loop.run()


if __name__ == "__main__":
    asyncio.run(lead(sys.argv[1], sys.argv[2]))
