"""Values in the studio: written by one, approved by another, from then on said in answers.

Each function works in the caller's transaction.
"""

import re
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import BadInput, Conflict
from hub.staff.four_eyes import By, OwnWork
from kb.literals import find_literal, read_literal
from kb.model import Value
from kb.store import values as store
from kb.values import problems_of

_NO_NAME = re.compile(r"[^a-z0-9]+")
NAME_LIMIT = 100


class ValueStage(StrEnum):
    """How a value stands to a day."""

    WAITING = "waiting"  # for somebody else's approval
    COMING = "coming"
    RUNNING = "running"
    REPLACED = "replaced"  # one that began later is in force in its place
    OVER = "over"


@dataclass(frozen=True, slots=True)
class PendingValue:
    """A value that waits for its approval."""

    value_id: str
    value: Value
    written_by: str
    written_at: datetime


async def write(connection: AsyncConnection, value: Value, by: By) -> PendingValue:
    """Hands in a value; raises `BadInput` for what is not of its kind, `Conflict` where one waits already."""
    problems = problems_of(value)
    if problems:
        raise BadInput("; ".join(problems))
    kinds = {each.kind for each in await store.values_named(connection, [value.name])}
    if kinds and value.kind not in kinds:
        raise BadInput(f"{value.name} is a {', '.join(sorted(kinds))} already: articles name it as that")
    if await store.draft_of(connection, value) is not None:
        raise Conflict("this value waits for its approval already")
    written = PendingValue(f"v-{secrets.token_hex(6)}", value, by.account_id, by.now)
    await store.add_draft(
        connection,
        value,
        value_id=written.value_id,
        written_by=written.written_by,
        written_at=written.written_at,
    )
    return written


async def approve(connection: AsyncConnection, value_id: str, by: By) -> Value:
    """Puts a value in force from its first day on; raises `Conflict`, and `OwnWork` for who wrote it."""
    found = await read(connection, value_id, lock=True)
    if found.written_by == by.account_id:
        raise OwnWork("somebody else has to approve what you wrote")
    await store.save_value(connection, found.value)
    await store.drop_draft(connection, value_id)
    return found.value


async def drop(connection: AsyncConnection, value_id: str) -> Value:
    """Takes back a value that waits; raises `Conflict`."""
    found = await read(connection, value_id, lock=True)
    await store.drop_draft(connection, value_id)
    return found.value


async def read(connection: AsyncConnection, value_id: str, *, lock: bool = False) -> PendingValue:
    """One value that waits; raises `Conflict`."""
    row = await store.draft_row(connection, value_id, lock=lock)
    if row is None:
        raise Conflict("this value waits no longer: it was approved or taken back")
    return _waiting(row)


async def waiting(connection: AsyncConnection) -> list[PendingValue]:
    """All that wait."""
    return [_waiting(row) for row in await store.drafts(connection)]


async def from_literal(
    connection: AsyncConnection, answer: str, figure: str, *, product: str, valid_from: date, by: By
) -> tuple[PendingValue, str]:
    """Hands in a literal figure of an answer as a value of a product, and gives the answer that names it.

    Every place where the figure stands with the same words for its kind keeps its own value: two figures that
    are alike today need not be tomorrow. Raises `BadInput` where the figure does not stand in the answer.
    """
    start, end = find_literal(answer, figure)
    literal = read_literal(answer[start:end], answer[:start])
    taken = {each.value.name for each in await waiting(connection)}
    taken |= {each.name for each in await store.all_values(connection)}
    name = _free_name(f"{as_name(product)}.{literal.kind.value}", taken)
    written = await write(connection, Value(name, *literal, valid_from), by)
    return written, f"{answer[:start]}{{{{{literal.kind.value}:{name}}}}}{answer[end:]}"


def as_name(words: str) -> str:
    """A product's part of a value's name: small Latin letters and digits, dots between them."""
    return _NO_NAME.sub(".", words.lower()).strip(".")[:NAME_LIMIT].strip(".") or "article"


def stage_of(value: Value, others: Sequence[Value], day: date) -> ValueStage:
    """How a value stands to a day; `others` are all of its name."""
    if value.valid_from > day:
        return ValueStage.COMING
    later = [
        each for each in others if each.key[:3] == value.key[:3] and value.valid_from < each.valid_from <= day
    ]
    if later:
        return ValueStage.REPLACED
    return ValueStage.OVER if value.valid_to is not None and value.valid_to < day else ValueStage.RUNNING


def _free_name(begin: str, taken: Collection[str]) -> str:
    number = 1
    while f"{begin}{number}" in taken:
        number += 1
    return f"{begin}{number}"


def _waiting(row: Any) -> PendingValue:
    return PendingValue(row.value_id, store.as_value(row), row.written_by, row.written_at)
