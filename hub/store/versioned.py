"""Queries on what has versions: a row knows its newest and its live one, a version what was written.

Both tables begin with the same id; no version is ever changed but in its state.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Select, Table, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.counting import count_rows
from hub.store.upsert import insert_if_absent

COUNTED = "changes"
"""The column, where a row has one, that counts what was made live or withdrawn."""


@dataclass(frozen=True, slots=True)
class VersionedRows:
    """The two tables: `row` has `newest` and `live` (NULL for none), `version` what was written."""

    row: Table
    version: Table

    @property
    def key(self) -> Column[Any]:
        """The column of the id."""
        (key,) = self.row.primary_key
        return key

    def all(self) -> Select[Any]:
        """Every version, with what its row says is live and newest."""
        same = self.key == self.version.c[self.key.name]
        return select(self.version, self.row.c.live, self.row.c.newest).join(self.row, same)

    async def locked(self, connection: AsyncConnection, one: str) -> Any | None:
        """A row, held until the transaction ends."""
        query = select(self.row).where(self.key == one).with_for_update()
        return (await connection.execute(query)).one_or_none()

    async def add(self, connection: AsyncConnection, one: str) -> bool:
        """A row without a version; false where the id is taken."""
        counted = {COUNTED: 0} if COUNTED in self.row.c else {}
        return await insert_if_absent(connection, self.row, **{self.key.name: one}, newest=0, **counted)

    async def add_version(self, connection: AsyncConnection, one: str, version: int, **values: Any) -> None:
        """Writes the newest version of a row that the caller has locked."""
        written = {self.key.name: one, "version": version, **values}
        await connection.execute(insert(self.version).values(**written))
        await connection.execute(update(self.row).where(self.key == one).values(newest=version))

    async def set_live(self, connection: AsyncConnection, one: str, version: int | None) -> None:
        """Says which version is live, of a row that the caller has locked."""
        counted = {COUNTED: self.row.c[COUNTED] + 1} if COUNTED in self.row.c else {}
        await connection.execute(update(self.row).where(self.key == one).values(live=version, **counted))

    async def decide(self, connection: AsyncConnection, one: str, version: int, **values: Any) -> None:
        """Says what became of a version of a row that the caller has locked."""
        is_it = (self.version.c[self.key.name] == one, self.version.c.version == version)
        await connection.execute(update(self.version).where(*is_it).values(**values))

    async def versions(self, connection: AsyncConnection, one: str) -> Sequence[Any]:
        """The versions of a row, the newest first."""
        query = self.all().where(self.key == one).order_by(self.version.c.version.desc())
        found: Sequence[Any] = (await connection.execute(query)).all()
        return found

    async def waiting_of_others(self, connection: AsyncConnection, account_id: str) -> int:
        """How many versions wait for an approval that this account may give: it wrote none of them."""
        of = self.version.c
        where = (of.state == "waiting", of.written_by != account_id)
        return await count_rows(connection, self.version, *where)

    async def live(self, connection: AsyncConnection, limit: int) -> Sequence[Any]:
        """The live version of each row that has one, by id."""
        query = self.all().where(self.version.c.version == self.row.c.live)
        found: Sequence[Any] = (await connection.execute(query.order_by(self.key).limit(limit))).all()
        return found
