"""Rows of every table that has encrypted columns, and what all of them say."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Boolean, Column, Integer, Table, select

from hub.store.database import Database
from hub.store.encrypted import DataKeys, belonging
from hub.store.renewal import sealed_columns
from hub.store.types import Moment

NOW = datetime(2026, 11, 30, tzinfo=UTC)
GIVEN: dict[str, dict[str, Any]] = {
    "bank_instruction": {"state": "waiting"},
    "outreach_notice": {"state": "waiting"},
    "outreach_recipient": {"state": "waiting"},
    "staff_account": {"state": "active"},
    "step_up_check": {"state": "over", "attempts": 0},
}
"""What the tables' own checks want."""


def a_row(table: Table, number: int, keys: DataKeys) -> dict[str, Any]:
    """A row with a value in every column; each encrypted one tells which it is."""
    row = {column.name: _plain(column, number) for column in table.columns} | GIVEN.get(table.name, {})
    return row | {
        column.name: keys.encrypt(said(column, number), belonging(column, **row))
        for column in sealed_columns()[table]
    }


def _plain(column: "Column[Any]", number: int) -> Any:
    if isinstance(column.type, Moment):
        return NOW
    if isinstance(column.type, Boolean):
        return True
    if isinstance(column.type, Integer):
        return number
    return [] if "JSON" in repr(column.type) else str(number)


def said(column: "Column[Any]", number: int) -> str:
    return f"{column.table.name}.{column.name} 第 {number} 行"


async def read_all(database: Database, keys: DataKeys) -> Counter[str]:
    """Every encrypted value of the database, opened where it belongs."""
    found: Counter[str] = Counter()
    for table, columns in sealed_columns().items():
        async with database.read() as connection:
            for row in await connection.execute(select(table)):
                found.update(
                    keys.decrypt(row._mapping[each.name], belonging(each, **row._mapping)) for each in columns
                )
    return found


def by_key(counted: Any) -> dict[str, int]:
    return {key_id: sum(places.values()) for key_id, places in counted.items()}
