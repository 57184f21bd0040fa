"""Claims what is due in a lane, and counts it against the channel's quotas in the same transaction."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.metrics import OUTBOX_HELD
from hub.outbox.lane import LaneState
from hub.ports import QuotaPer, SendOutcome
from hub.store import outbox, quotas
from hub.store.outbox import Parcel, SendClaim
from hub.store.quotas import Exhausted

HELD_S = 86_400.0
"""So long a message waits for the customer's next one before it is looked at again."""

MessageKey = tuple[str, int, int]
"""Identity's key, conversation and seq of a message."""

NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Claiming:
    """Who claims, and what is left alone.

    `kept`: messages that were sent, which is not written down yet, with the tokens of their claims;
    `expected`: people whose answers a webhook takes itself. `held`: fills with what waits for its customer
    from this claim on.
    """

    hold: SendClaim
    now: datetime
    kept: Mapping[MessageKey, int] = field(default_factory=dict)
    expected: AbstractSet[str] = NOBODY
    held: list[MessageKey] = field(default_factory=list)


async def claim_due(
    connection: AsyncConnection, state: LaneState, claiming: Claiming, limit: int
) -> list[Parcel]:
    """What may be sent now, at most `limit`; what has no right to be sent waits from here on."""
    parcels: list[Parcel] = []
    # What is left alone takes nobody's place.
    most = limit + len(claiming.kept) + len(claiming.expected)
    for row in await outbox.due(connection, state.lane, claiming.now, limit=most):
        if len(parcels) == limit:
            break
        if not await _is_left_alone(connection, row, claiming):
            lacking = await _count(connection, state, row, claiming.now)
            if lacking is not None and lacking.rule.per is QuotaPer.ACCOUNT:
                _pause(state, lacking, claiming.now)
                break
            if lacking is not None:
                await _let_wait(connection, state, row, lacking, claiming)
                continue
            parcels.append(await outbox.take(connection, row, claiming.hold))
    return parcels


async def _is_left_alone(connection: AsyncConnection, row: Any, claiming: Claiming) -> bool:
    token = claiming.kept.get((row.identity_key, row.conversation, row.seq))
    if token is None:
        return row.identity_key in claiming.expected
    # Sent already: the store was away until the lease had run out.
    parcel = Parcel(row.identity_key, row.conversation, row.seq, row.attempts, token, claiming.hold.until)
    await outbox.renew(connection, parcel, claiming.hold.until)
    return True


async def _count(connection: AsyncConnection, state: LaneState, row: Any, now: datetime) -> Exhausted | None:
    """Counts one send; nothing where it will not be sent, because nobody knows whether it was."""
    rules = state.rules
    if not rules.quotas or (row.lease_token is not None and rules.on_timeout is SendOutcome.UNSURE):
        return None
    return await quotas.take(connection, rules.quotas, state.lane, row.identity_key, now)


async def _let_wait(
    connection: AsyncConnection, state: LaneState, row: Any, lacking: Exhausted, claiming: Claiming
) -> None:
    due_at = lacking.until or claiming.now + timedelta(seconds=HELD_S)
    await outbox.let_wait(connection, row, due_at, lacking.rule.name, held=lacking.until is None)
    OUTBOX_HELD.labels(state.lane.channel).inc()
    if lacking.until is None and not row.held:
        claiming.held.append((row.identity_key, row.conversation, row.seq))


def _pause(state: LaneState, lacking: Exhausted, now: datetime) -> None:
    if lacking.until is not None:
        state.pause((lacking.until - now).total_seconds())
