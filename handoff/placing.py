"""Where a new request for a person waits: its queue, its class, and whom the customer should meet again."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff import setups
from handoff.live.setting_up import GENERAL
from handoff.routing.model import LEAVE_MESSAGE, STANDARD, VIP
from handoff.setup import QueueSetup
from handoff.store import managers, reservations
from hub.messages import Facts
from hub.store import identities

AGAIN_WITHIN = timedelta(days=7)
STICKY_S = 30
VIP_TIERS = frozenset({"gold", "platinum", "diamond", "private", "vip"})
"""The bank's words for customers who wait for 20 s at most."""


async def place_task(
    connection: AsyncConnection,
    identity: str,
    now: datetime,
    *,
    urgent: bool,
    wanted: str = "",
    leaves_message: bool = False,
) -> dict[str, Any]:
    """The columns by which a task is routed, from what is known of the customer for certain.

    `wanted`: a queue by name, which takes them whatever its conditions are; one that is not there
    does not count.
    """
    facts = (await identities.person_of(connection, identity)).facts.at(now)
    queues = [each.setup for each in await setups.queues(connection)]
    named = next((each for each in queues if wanted and each.queue_id == wanted), None)
    queue = named or next((each for each in queues if _takes(each, facts, urgent)), GENERAL)
    manager = await managers.manager_of(connection, identity)
    last = await reservations.served_by(connection, identity, now - AGAIN_WITHIN)
    first = list(dict.fromkeys(each for each in (manager, last) if each))
    until = now.timestamp() + STICKY_S
    return {
        "tier": 0 if urgent else 1,
        "service_class": _class(facts, leaves_message=leaves_message),
        **asked_by(queue),
        "sticky": {"agents": first, "mode": "prefer", "until": until} if first else None,
    }


def asked_by(queue: QueueSetup) -> dict[str, Any]:
    """The columns of a task that stands in a queue: which, and what that queue asks of its agents."""
    return {
        "queue_id": queue.queue_id,
        "needs": [{"name": each.skill, "level": each.level, "hard": each.hard} for each in queue.needs],
        "languages": [{"name": name, "level": 1, "hard": True} for name in queue.languages],
    }


def _class(facts: Facts, *, leaves_message: bool) -> str:
    if leaves_message:
        return LEAVE_MESSAGE
    return VIP if (facts.tier or "").lower() in VIP_TIERS else STANDARD


def _takes(queue: QueueSetup, facts: Facts, urgent: bool) -> bool:
    """Whether all the conditions of a queue hold."""
    if queue.urgent and not urgent:
        return False
    if queue.segments and facts.segment not in queue.segments:
        return False
    language = (facts.language or "").split("-")[0].lower()
    return not queue.languages or language in queue.languages
