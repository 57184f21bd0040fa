"""Queries on the dated values that answers name."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.counting import count_rows
from hub.store.upsert import insert_for
from kb.model import Value, ValueKind
from kb.store.schema import value
from kb.store.schema_studio import value_draft

_VALUES = select(value).order_by(value.c.name, value.c.region, value.c.segment, value.c.valid_from)
_NAMED = _VALUES.where(value.c.name.in_(bindparam("names", expanding=True)))


async def values_named(connection: AsyncConnection, names: Iterable[str]) -> list[Value]:
    """Every dated value of these names, by name, for whom, and first day."""
    return [as_value(row) for row in await connection.execute(_NAMED, {"names": list(names)})]


async def all_values(connection: AsyncConnection) -> list[Value]:
    """Every dated value, by name, for whom, and first day."""
    return [as_value(row) for row in await connection.execute(_VALUES)]


def as_value(row: Row[Any]) -> Value:
    """The value of a row, of those in force or of those that wait."""
    return Value(
        name=row.name,
        kind=ValueKind(row.kind),
        value=row.value,
        unit=row.unit,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        region=row.region,
        segment=row.segment,
    )


async def save_value(connection: AsyncConnection, item: Value) -> None:
    """Writes a value, or replaces the one of the same name, for the same people, of the same first day."""
    insert = insert_for(connection, value).values(**_key(item), **_content(item))
    await connection.execute(
        insert.on_conflict_do_update(
            index_elements=[value.c.name, value.c.region, value.c.segment, value.c.valid_from],
            set_=_content(item),
        )
    )


async def add_draft(connection: AsyncConnection, item: Value, **written: Any) -> None:
    """Keeps a value that waits for its approval."""
    await connection.execute(value_draft.insert().values(**_key(item), **_content(item), **written))


async def drafts(connection: AsyncConnection) -> Sequence[Row[Any]]:
    """The values that wait, by name and first day."""
    statement = select(value_draft).order_by(value_draft.c.name, value_draft.c.valid_from)
    return (await connection.execute(statement)).all()


async def waiting_of_others(connection: AsyncConnection, account_id: str) -> int:
    """How many values wait for approval that this account did not write."""
    of = value_draft.c
    return await count_rows(connection, value_draft, of.written_by != account_id)


async def draft_row(connection: AsyncConnection, value_id: str, *, lock: bool = False) -> Row[Any] | None:
    """A value that waits; `lock` keeps others from deciding on it until the transaction ends."""
    statement = select(value_draft).where(value_draft.c.value_id == value_id)
    return (await connection.execute(statement.with_for_update() if lock else statement)).one_or_none()


async def draft_of(connection: AsyncConnection, item: Value) -> Row[Any] | None:
    """The value of the same key that waits."""
    same = [value_draft.c[name] == each for name, each in _key(item).items()]
    return (await connection.execute(select(value_draft).where(*same))).one_or_none()


async def drop_draft(connection: AsyncConnection, value_id: str) -> None:
    """Takes away a value that waits."""
    await connection.execute(delete(value_draft).where(value_draft.c.value_id == value_id))


def _key(item: Value) -> Mapping[str, Any]:
    return dict(zip(("name", "region", "segment", "valid_from"), item.key, strict=True))


def _content(item: Value) -> Mapping[str, Any]:
    return {"valid_to": item.valid_to, "kind": item.kind.value, "value": item.value, "unit": item.unit}
