"""Queries on the dated values that answers name."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Row, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.upsert import insert_for
from kb.model import Value, ValueKind
from kb.store.schema import value


async def values_named(connection: AsyncConnection, names: Iterable[str]) -> list[Value]:
    """Every dated value of these names, by name and first day."""
    return await _values(connection, value.c.name.in_(list(names)))


async def all_values(connection: AsyncConnection) -> list[Value]:
    """Every dated value, by name and first day."""
    return await _values(connection, true())


async def _values(connection: AsyncConnection, condition: ColumnElement[bool]) -> list[Value]:
    statement = select(value).where(condition).order_by(value.c.name, value.c.valid_from)
    return [_value(row) for row in await connection.execute(statement)]


def _value(row: Row[Any]) -> Value:
    return Value(
        name=row.name,
        kind=ValueKind(row.kind),
        value=row.value,
        unit=row.unit,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


async def save_value(connection: AsyncConnection, item: Value) -> None:
    """Writes a value, or replaces the one of the same name and first day."""
    content = {
        "valid_to": item.valid_to,
        "kind": item.kind.value,
        "value": item.value,
        "unit": item.unit,
    }
    insert = insert_for(connection, value).values(name=item.name, valid_from=item.valid_from, **content)
    await connection.execute(
        insert.on_conflict_do_update(index_elements=[value.c.name, value.c.valid_from], set_=content)
    )
