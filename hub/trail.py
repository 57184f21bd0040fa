"""The way of one message through the six hops, read from what the hops wrote."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import false, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import NotFound
from hub.ids import parse_message_id
from hub.messages import Direction
from hub.store import quotas
from hub.store.database import Database
from hub.store.quotas import QuotaUse
from hub.store.schema import message, outbox, turn

HOPS = ("webhook", "translate", "inbox", "conversation", "bot", "outbox")


@dataclass(frozen=True, slots=True)
class TrailStep:
    """One hop of a message: when, and what happened; customers' words never stand here."""

    hop: str
    at: datetime
    what: str


@dataclass(frozen=True, slots=True)
class Trail:
    """The steps of everything under one correlation id, in order of time, and what the person was sent."""

    correlation_id: str
    steps: tuple[TrailStep, ...]
    counted: tuple[QuotaUse, ...] = ()


async def read_trail(database: Database, wanted: str) -> Trail:
    """The trail of a message id or a correlation id; raises `NotFound`."""
    async with database.read() as connection:
        correlation_id = await _correlation_id(connection, wanted)
        rows = await connection.execute(
            select(message).where(message.c.correlation_id == correlation_id).order_by(message.c.seq)
        )
        found = list(rows)
        turns = await connection.execute(select(turn).where(*_turns_of(found)))
        # In the order of the way: steps of one time keep it.
        steps = [step for row in found if row.direction == Direction.IN for step in _incoming_steps(row)]
        steps += [step for row in turns for step in _turn_steps(row)]
        steps += [step for row in found if row.direction == Direction.OUT for step in _outgoing_steps(row)]
        waiting = await connection.execute(select(outbox).where(*_outbox_of(found)))
        steps += [
            TrailStep(
                "outbox",
                row.due_at,
                f"message {row.seq} waits, {row.attempts} tries, {row.last_code or 'new'}",
            )
            for row in waiting
        ]
        counted = await quotas.counted(connection, found[0].identity_key)
    steps.sort(key=lambda step: step.at)
    return Trail(correlation_id, tuple(steps), tuple(counted))


async def _correlation_id(connection: AsyncConnection, wanted: str) -> str:
    query = select(message.c.correlation_id)
    if "." in wanted:
        place = parse_message_id(wanted)
        query = query.where(
            message.c.identity_key == place.identity,
            message.c.conversation == place.conversation,
            message.c.seq == place.seq,
        )
    else:
        query = query.where(message.c.correlation_id == wanted)
    found = (await connection.execute(query.limit(1))).scalar_one_or_none()
    if found is None:
        raise NotFound("no message has this id")
    return str(found)


def _turns_of(rows: Sequence[Any]) -> tuple[Any, ...]:
    first = rows[0]
    asked = [row.seq for row in rows if row.direction == Direction.IN]
    if not asked:
        return (false(),)  # what an agent writes unasked belongs to no turn
    # A joined message is answered by the turn of the first, so the range decides, not the id.
    return (
        turn.c.identity_key == first.identity_key,
        turn.c.conversation == first.conversation,
        turn.c.last_seq >= asked[0],
        turn.c.first_seq <= asked[-1],
    )


def _outbox_of(rows: Sequence[Any]) -> tuple[Any, ...]:
    first = rows[0]
    return (
        outbox.c.identity_key == first.identity_key,
        outbox.c.conversation == first.conversation,
        outbox.c.seq.in_([row.seq for row in rows]),
    )


def _incoming_steps(row: Any) -> list[TrailStep]:
    steps = []
    if row.received_at is not None:
        kinds = ", ".join(segment["type"] for segment in row.segments)
        steps.append(TrailStep("webhook", row.received_at, f"message {row.seq} received and verified"))
        steps.append(TrailStep("translate", row.received_at, f"message {row.seq} is {kinds}"))
    return [*steps, TrailStep("inbox", row.created_at, f"message {row.seq} stored")]


def _outgoing_steps(row: Any) -> list[TrailStep]:
    who = f"message {row.seq} of {row.author_kind}"
    stamps = {"sent": row.sent_at, "delivered": row.delivered_at, "read": row.read_at}
    moved = [TrailStep("outbox", at, f"{who} {status}") for status, at in stamps.items() if at is not None]
    return [TrailStep("outbox", row.created_at, f"{who} written"), *moved]


def _turn_steps(row: Any) -> list[TrailStep]:
    name = f"turn {row.turn}"
    steps = [
        TrailStep(
            "conversation", row.opened_at, f"{name} opened for messages {row.first_seq} to {row.last_seq}"
        )
    ]
    if row.noticed_at is not None:
        steps.append(TrailStep("conversation", row.noticed_at, f"{name} late: the customer was told"))
    if row.asked_at is not None:
        steps.append(TrailStep("bot", row.asked_at, f"{name} asked, ask {row.asks}"))
    if row.replied_at is not None:
        top = (row.intents or [{}])[0]
        took = (row.timings or {}).get("total", 0.0)
        steps.append(
            TrailStep(
                "bot", row.replied_at, f"{name} replied: {top.get('name', '?')}, {took:.1f} ms in the bot"
            )
        )
    if row.closed_at is not None and row.replied_at is None and row.intents:
        # Nobody asked the bot: the house took it for urgent.
        steps.append(
            TrailStep(
                "conversation", row.closed_at, f"{name} answered by the house: {row.intents[0]['name']}"
            )
        )
    if row.closed_at is not None:
        why = f" ({row.error_code})" if row.error_code else ""
        steps.append(TrailStep("conversation", row.closed_at, f"{name} {row.state}{why}"))
    return steps
