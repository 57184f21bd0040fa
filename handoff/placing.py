"""Where a new request for a person waits: its queue, its class, and whom the customer should meet again."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff import setups
from handoff.live.setting_up import GENERAL
from handoff.routing.model import STANDARD, VIP
from handoff.setup import QueueSetup
from handoff.store import reservations
from hub.messages import Facts
from hub.store import identities

AGAIN_WITHIN = timedelta(days=7)
STICKY_S = 30
VIP_TIERS = frozenset({"gold", "platinum", "diamond", "private", "vip"})
"""The bank's words for customers who wait for 20 s at most."""


async def place_task(
    connection: AsyncConnection, identity: str, now: datetime, *, urgent: bool
) -> dict[str, Any]:
    """The columns by which a task is routed, from what is known of the customer for certain."""
    facts = (await identities.person_of(connection, identity)).facts.at(now)
    queues = [each.setup for each in await setups.queues(connection)]
    queue = next((each for each in queues if _takes(each, facts, urgent)), GENERAL)
    last = await reservations.served_by(connection, identity, now - AGAIN_WITHIN)
    until = now.timestamp() + STICKY_S
    return {
        "queue_id": queue.queue_id,
        "tier": 0 if urgent else 1,
        "service_class": VIP if (facts.tier or "").lower() in VIP_TIERS else STANDARD,
        "needs": [{"name": each.skill, "level": each.level, "hard": each.hard} for each in queue.needs],
        "languages": [{"name": name, "level": 1, "hard": True} for name in queue.languages],
        "sticky": {"agents": [last], "mode": "prefer", "until": until} if last else None,
    }


def _takes(queue: QueueSetup, facts: Facts, urgent: bool) -> bool:
    """Whether all the conditions of a queue hold."""
    if queue.urgent and not urgent:
        return False
    if queue.segments and facts.segment not in queue.segments:
        return False
    language = (facts.language or "").split("-")[0].lower()
    return not queue.languages or language in queue.languages
