"""Queries on delivery parts: the sends that a message took, and the providers' receipts for them."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, delete, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.messages import Status
from hub.store import messages
from hub.store.once import once
from hub.store.outbox import Lane, Parcel
from hub.store.schema import delivery_part, early_receipt
from hub.store.upsert import insert_if_absent

_OF_MESSAGE = (
    (delivery_part.c.identity_key == bindparam("key"))
    & (delivery_part.c.conversation == bindparam("number"))
    & (delivery_part.c.seq == bindparam("place"))
)
# Locked in one order: two receipts of one message that come together wait for each other.
_STATES = once(
    select(delivery_part.c.state, delivery_part.c.code)
    .where(_OF_MESSAGE)
    .order_by(delivery_part.c.part)
    .with_for_update()
)
_FORGET = once(delete(delivery_part).where(_OF_MESSAGE))
_COUNT = once(select(func.count()).select_from(delivery_part).where(_OF_MESSAGE))
_BY_PROVIDER_ID = once(
    select(delivery_part.c.identity_key, delivery_part.c.conversation, delivery_part.c.seq)
    .where(
        delivery_part.c.channel == bindparam("of_channel"),
        delivery_part.c.account == bindparam("of_account"),
        delivery_part.c.provider_id == bindparam("given"),
    )
    .distinct()
)
_EARLY = (
    (early_receipt.c.channel == bindparam("of_channel"))
    & (early_receipt.c.account == bindparam("of_account"))
    & (early_receipt.c.provider_id == bindparam("given"))
)
_EARLY_STATES = once(select(early_receipt.c.state, early_receipt.c.code).where(_EARLY))
_FORGET_EARLY = once(delete(early_receipt).where(_EARLY))
_FORGET_OLD = once(delete(early_receipt).where(early_receipt.c.at < bindparam("before")))
_LOCK = once(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"))


async def count(connection: AsyncConnection, key: str, conversation: int, seq: int) -> int:
    """How many sends of a message the provider has taken."""
    place = {"key": key, "number": conversation, "place": seq}
    return int((await connection.execute(_COUNT, place)).scalar_one_or_none() or 0)


async def add(
    connection: AsyncConnection, parcel: Parcel, part: int, lane: Lane, provider_id: str | None, now: datetime
) -> None:
    """Stores that the provider took a send, with what it told of it before."""
    await insert_if_absent(
        connection,
        delivery_part,
        identity_key=parcel.identity,
        conversation=parcel.conversation,
        seq=parcel.seq,
        part=part,
        channel=lane.channel,
        account=lane.account,
        provider_id=provider_id,
        state=Status.SENT,
        code="",
        at=now,
    )
    if provider_id is None:
        return
    given = await _guarded(connection, lane, provider_id)
    for row in await connection.execute(_EARLY_STATES, given):
        await connection.execute(_move(Status(row.state)), given | {"new_code": row.code, "now": now})
    await connection.execute(_FORGET_EARLY, given)


async def report(
    connection: AsyncConnection, lane: Lane, provider_id: str, status: Status, code: str, now: datetime
) -> list[Any]:
    """Moves the sends of this id forward; tells the places (key, conversation, seq) of their messages.

    With none of them known yet the receipt is kept for `add` to find.
    """
    given = await _guarded(connection, lane, provider_id)
    places = list(await connection.execute(_BY_PROVIDER_ID, given))
    for row in places:
        place = {"key": row.identity_key, "number": row.conversation, "place": row.seq}
        await connection.execute(_STATES, place)
    await connection.execute(_move(status), given | {"new_code": code[:64], "now": now})
    if not places:
        await insert_if_absent(
            connection,
            early_receipt,
            channel=lane.channel,
            account=lane.account,
            provider_id=provider_id,
            state=status,
            code=code[:64],
            at=now,
        )
    return places


async def forget_failed(connection: AsyncConnection, key: str, conversation: int, seq: int) -> None:
    """Drops the sends of a message of which one failed: the next try begins at the first."""
    place = {"key": key, "number": conversation, "place": seq}
    states = [row.state for row in await connection.execute(_STATES, place)]
    if Status.FAILED in states:
        await connection.execute(_FORGET, place)


async def forget_early(connection: AsyncConnection, before: datetime) -> None:
    """Drops receipts that nobody claimed for too long."""
    await connection.execute(_FORGET_OLD, {"before": before})


async def carry_over(
    connection: AsyncConnection, key: str, conversation: int, seq: int, now: datetime
) -> tuple[Status, str] | None:
    """Moves a message that was sent as far as the last of its sends; to FAILED where one failed.

    The status that it moved to and the code of what failed; None where it stays as it is.
    """
    place = {"key": key, "number": conversation, "place": seq}
    found = list(await connection.execute(_STATES, place))
    if not found:
        return None
    states = [(Status(row.state), row.code) for row in found]
    failed = next((each for each in states if each[0] is Status.FAILED), None)
    status, code = failed or min(states, key=lambda each: each[0].rank)
    moved = await messages.move_status(connection, key, conversation, seq, status, now)
    return (status, code) if moved else None


async def _guarded(connection: AsyncConnection, lane: Lane, provider_id: str) -> dict[str, Any]:
    """The id as parameters; a receipt and its send that come at the same moment see each other.

    SQLite has one writer at a time anyway.
    """
    if connection.dialect.name == "postgresql":
        name = "\n".join((*lane, provider_id))
        await connection.execute(_LOCK, {"name": name})
    return {"of_channel": lane.channel, "of_account": lane.account, "given": provider_id}


@cache
def _move(status: Status) -> Any:
    lower = [each for each in Status if each.rank < status.rank]
    return once(
        update(delivery_part)
        .where(
            delivery_part.c.channel == bindparam("of_channel"),
            delivery_part.c.account == bindparam("of_account"),
            delivery_part.c.provider_id == bindparam("given"),
            delivery_part.c.state.in_(lower),
        )
        .values(state=status, code=bindparam("new_code"), at=bindparam("now"))
    )
