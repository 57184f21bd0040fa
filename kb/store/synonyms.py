"""Queries on the editors' list of synonyms."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.upsert import insert_for
from kb.store.schema_synonyms import synonyms_draft, synonyms_version
from kb.synonyms import Synonyms
from kb.text import read_synonyms, shipped_synonyms

ONE = "draft"
"""There is one draft, and this is its name."""

_read = lru_cache(maxsize=8)(read_synonyms)


async def in_force(connection: AsyncConnection) -> Synonyms:
    """The list that was published last; the shipped one where none was."""
    row = await newest_version(connection)
    return shipped_synonyms() if row is None else _read(row.text, row.number)


async def numbered(connection: AsyncConnection, number: int) -> Synonyms | None:
    """One version of the list, 0 for the shipped one; `None` where this database has no such version."""
    if number == 0:
        return shipped_synonyms()
    row = await version_row(connection, number)
    return None if row is None else _read(row.text, row.number)


async def newest_version(connection: AsyncConnection) -> Row[Any] | None:
    """The version that was published last."""
    statement = select(synonyms_version).order_by(synonyms_version.c.number.desc()).limit(1)
    return (await connection.execute(statement)).one_or_none()


async def version_row(connection: AsyncConnection, number: int) -> Row[Any] | None:
    """One version."""
    statement = select(synonyms_version).where(synonyms_version.c.number == number)
    return (await connection.execute(statement)).one_or_none()


async def version_rows(connection: AsyncConnection, limit: int) -> Sequence[Row[Any]]:
    """The versions without their texts, the newest in front."""
    told = [each for each in synonyms_version.c if each.name != "text"]
    statement = select(*told).order_by(synonyms_version.c.number.desc()).limit(limit)
    return (await connection.execute(statement)).all()


async def add_version(connection: AsyncConnection, **values: Any) -> None:
    """Writes a version, which nobody changes again."""
    await connection.execute(synonyms_version.insert().values(**values))


async def draft_row(connection: AsyncConnection, *, lock: bool = False) -> Row[Any] | None:
    """The draft; `lock` keeps others from changing it until the transaction ends."""
    statement = select(synonyms_draft).where(synonyms_draft.c.name == ONE)
    return (await connection.execute(statement.with_for_update() if lock else statement)).one_or_none()


async def authors_in_review(connection: AsyncConnection) -> Sequence[str] | None:
    """Who wrote in the draft that waits for its review; `None` where none does."""
    statement = select(synonyms_draft.c.authors).where(synonyms_draft.c.state == "review")
    found: Sequence[str] | None = (await connection.execute(statement)).scalar_one_or_none()
    return found


async def begin_draft(connection: AsyncConnection, **values: Any) -> bool:
    """Writes the draft; false where there is one already."""
    insert = insert_for(connection, synonyms_draft).values(name=ONE, **values)
    return bool((await connection.execute(insert.on_conflict_do_nothing())).rowcount)


async def change_draft(connection: AsyncConnection, **values: Any) -> None:
    """Changes the draft that is there."""
    await connection.execute(update(synonyms_draft).where(synonyms_draft.c.name == ONE).values(**values))


async def drop_draft(connection: AsyncConnection) -> None:
    """Takes the draft away."""
    await connection.execute(delete(synonyms_draft))
