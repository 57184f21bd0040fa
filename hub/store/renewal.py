"""Rotation of data keys: what each key still protects, and values sealed anew with the first key.

It goes on beside running processes: small batches, each in a transaction that waits for no row. What somebody
else holds, or writes meanwhile with an older key, is found by another pass; it can be stopped at any moment.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from string import Formatter
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    String,
    Table,
    and_,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
    type_coerce,
    update,
)

from hub.errors import SetupError
from hub.store.database import Database
from hub.store.encrypted import BOUND_TO, DataKeys, Encrypted, EncryptedText, belonging
from hub.store.metadata import metadata

BATCH = 100
"""So many rows are written in one transaction: on SQLite the hub's messages wait for less than 0.1 s."""

MOST_PASSES = 5
"""Who still finds values of older keys after so many passes has processes that write with one."""

ByKey = Mapping[str, Mapping[str, int]]
"""How many values each key protects, by key and column (`table.column`)."""


@dataclass(slots=True)
class Renewal:
    """What one run did: values sealed anew, and those that no key here opens, by column."""

    renewed: int = 0
    unreadable: Counter[str] = field(default_factory=Counter)


def sealed_columns() -> dict[Table, list[Column[Any]]]:
    """The encrypted columns of every table, of those parts that are imported."""
    found = {
        table: [column for column in table.columns if isinstance(column.type, EncryptedText)]
        for table in metadata.sorted_tables
    }
    return {table: columns for table, columns in found.items() if columns}


def named_by(column: Column[Any]) -> list[str]:
    """The columns of a row that say what this column's value belongs to."""
    return [name for _, name, _, _ in Formatter().parse(column.info[BOUND_TO]) if name]


async def protected(database: Database) -> ByKey:
    """How many values each key protects now."""
    counted: dict[str, dict[str, int]] = {}
    for table, columns in sealed_columns().items():
        for column in columns:
            async with database.read_aside() as connection:
                for row in await connection.execute(_by_key(column, sqlite=database.is_sqlite)):
                    counted.setdefault(row.key_id, {})[f"{table.name}.{column.name}"] = row.number
    return counted


async def renew(
    database: Database, keys: DataKeys, done: Callable[[int], None] = lambda _: None, *, batch: int = BATCH
) -> Renewal:
    """Seals anew whatever an older key protects; `done` is told how many values each batch had.

    Between two batches it rests for as long as the last one took, so that others come to their turn.
    """
    total = Renewal()
    for _ in range(MOST_PASSES):
        this = Renewal()
        for table in sealed_columns():
            await _renew_table(database, keys, table, this, done, batch)
        total = Renewal(total.renewed + this.renewed, this.unreadable)
        if not this.renewed:
            break
    return total


async def _renew_table(
    database: Database,
    keys: DataKeys,
    table: Table,
    told: Renewal,
    done: Callable[[int], None],
    batch: int,
) -> None:
    columns = sealed_columns()[table]
    place = tuple_(*table.primary_key)
    behind: ColumnElement[bool] = true()
    while True:
        began = time.monotonic()
        older = or_(*(_is_older(column, keys.first) for column in columns))
        async with database.read() as connection:
            query = select(*table.primary_key).where(behind, older).order_by(*table.primary_key)
            found = (await connection.execute(query.limit(batch))).all()
        if not found:
            return
        last = _place(table, found[-1])
        async with database.write() as connection:
            query = _with_what_they_name(table, columns).where(behind, older, place <= last)
            rows = (await connection.execute(query.with_for_update(skip_locked=True))).all()
            count = 0
            for row in rows:
                values = _sealed_anew(row, columns, keys, told)
                if values:
                    this = [column == row._mapping[column.name] for column in table.primary_key]
                    await connection.execute(update(table).where(*this).values(values))
                    count += len(values)
        told.renewed += count
        done(count)
        behind = place > last
        await asyncio.sleep(time.monotonic() - began)


def _place(table: Table, row: Any) -> Any:
    """A row's key, to be compared with those of others."""
    return tuple_(
        *(literal(value, column.type) for value, column in zip(row, table.primary_key, strict=True))
    )


def _with_what_they_name(table: Table, columns: Sequence[Column[Any]]) -> Select[Any]:
    wanted = {column.name: column for column in table.primary_key}
    wanted |= {name: table.c[name] for column in columns for name in named_by(column)}
    return select(*(wanted | {column.name: column for column in columns}).values())


def _is_older(column: Column[Any], first: str) -> Any:
    text = type_coerce(column, String)
    return and_(column.is_not(None), ~text.startswith(f"{first}:", autoescape=True))


def _sealed_anew(
    row: Any, columns: Sequence[Column[Any]], keys: DataKeys, told: Renewal
) -> dict[str, Encrypted]:
    """The older values of a row, sealed with the first key."""
    fresh = {}
    for column in columns:
        value = row._mapping[column.name]
        if value is None or value.key_id == keys.first:
            continue
        belongs_to = belonging(column, **row._mapping)
        try:
            fresh[column.name] = keys.encrypt(keys.decrypt(value, belongs_to), belongs_to)
        except SetupError:
            told.unreadable[f"{column.table.name}.{column.name} ({value.key_id})"] += 1
    return fresh


def _by_key(column: Column[Any], *, sqlite: bool) -> Select[Any]:
    text = type_coerce(column, String)
    key_id = func.substr(text, 1, func.instr(text, ":") - 1) if sqlite else func.split_part(text, ":", 1)
    named = key_id.label("key_id")
    return select(named, func.count().label("number")).where(column.is_not(None)).group_by(named)
