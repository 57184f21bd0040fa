"""What stands beside an open conversation: hints of what to say, and what may still be sent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store.reservations import TaskKey
from handoff.words.checking import hints_for
from handoff.words.keeping import rules_at
from hub.ports import ChannelRules, QuotaPer, QuotaRule
from hub.store import identities, quotas
from hub.store.quotas import QuotaUse

HEARD = 6
"""So many of the customer's last messages give hints."""


@dataclass(frozen=True, slots=True)
class Beside:
    """For one agent, at one moment."""

    branch_path: str
    rules: Mapping[str, ChannelRules]
    now: datetime

    async def shown(
        self, connection: AsyncConnection, key: TaskKey, said: Sequence[Mapping[str, Any]]
    ) -> dict[str, Any]:
        """`hints`, and `quota` (None where the channel is free)."""
        address = await identities.address_of(connection, key.identity)
        rules = self.rules.get(address.channel)
        counted = await quotas.counted(connection, key.identity)
        return {
            "hints": await self._hints(connection, key, said),
            "quota": quota_left(rules.sending.quotas if rules else (), counted, self.now),
        }

    async def _hints(
        self, connection: AsyncConnection, key: TaskKey, said: Sequence[Mapping[str, Any]]
    ) -> list[dict[str, str]]:
        own = [
            each for each in said if each["direction"] == "in" and each["conversation"] == key.conversation
        ]
        heard = [segment.get("text", "") for each in own[-HEARD:] for segment in each["segments"]]
        rules = await rules_at(connection, self.branch_path)
        return [{"product": rule.product, "say": rule.say} for rule in hints_for(heard, rules)]


def quota_left(
    rules: Sequence[QuotaRule], counted: Iterable[QuotaUse], now: datetime
) -> dict[str, Any] | None:
    """How many messages may still go to one person, and until when; None where no rule counts by person.

    Of the rights that a customer's messages give, each adds to the others; of the other rules the narrowest
    holds.
    """
    held = {each.name: each for each in counted if each.until > now}
    rights = [rule for rule in rules if rule.per is QuotaPer.MESSAGE]
    spans = [rule for rule in rules if rule.per is QuotaPer.IDENTITY]
    lefts = [_left(rule, held) for rule in spans]
    if rights:
        lefts.append(sum(_left(rule, held) for rule in rights if rule.name in held))
    if not lefts:
        return None
    ends = [held[rule.name].until for rule in rights if rule.name in held]
    return {"left": min(lefts), "until": max(ends).isoformat() if ends else None}


def _left(rule: QuotaRule, held: Mapping[str, QuotaUse]) -> int:
    return max(0, rule.limit - (held[rule.name].used if rule.name in held else 0))
