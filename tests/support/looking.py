"""Looks into a hub's database while it runs."""

from typing import Any

from sqlalchemy import select

from hub.store.schema import message, work
from tests.support.house import House
from tests.support.waiting import eventually


async def rows(house: House, table: Any) -> list[Any]:
    """All rows of a table."""
    async with house.database.read() as connection:
        return list((await connection.execute(select(table))).all())


async def stored(house: House) -> int:
    """How many messages of customers are stored."""
    return [row.direction for row in await rows(house, message)].count("in")


async def settled(house: House) -> None:
    """Waits until no conversation has anything to do."""

    async def busy() -> bool:
        return bool(await rows(house, work))

    await eventually(busy, False)


def code_of(message: dict[str, Any]) -> str | None:
    """The notice code that a message begins with, if it does."""
    return message["segments"][0].get("code")
