"""Reminds of cases whose time runs out, and takes those whose time is over to the head of their branch."""

import asyncio
from collections.abc import Sequence
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from cases import letters
from cases.cases import REVIEW, Cases
from cases.store import cases
from hub.errors import StoreUnavailable
from hub.ports import Clock
from hub.staff import Staff, StaffMember
from hub.store.database import Database

EVERY_S = 30.0
AT_ONCE = 50
log = structlog.get_logger(__name__)


class Deadlines:
    """Any number of processes may run one: each case is looked at under its lock."""

    def __init__(self, database: Database, clock: Clock, book: Cases, staff: Staff) -> None:
        self._database = database
        self._clock = clock
        self._book = book
        self._staff = staff

    async def run(self) -> None:
        """Looks until cancelled."""
        while True:
            try:
                await self.look()
            except StoreUnavailable as error:
                log.warning("cases.put_off", why=error.detail)
            except Exception:
                # Nobody else does this work.
                log.exception("cases.deadlines_broke")
            await asyncio.sleep(EVERY_S)

    async def look(self) -> None:
        """One round."""
        async with self._database.read() as connection:
            rows = await cases.due(connection, self._clock.now(), AT_ONCE)
        for row in rows:
            async with self._database.write() as connection:
                head = await self._head_of(connection, row)
                done = await self._book.do_look(connection, row.number, head)
                await self._do_write(connection, done, row, head)
            if done:
                log.info("cases.deadline", action=done, owner=row.owner_id or "")

    async def _do_write(self, connection: AsyncConnection, done: str, row: Any, head: str | None) -> None:
        """A letter to the owner who is reminded, or else to the head; none where neither is there."""
        to = row.owner_id or head if done == "reminded" else head
        if done and to:
            await letters.do_write(self._staff, connection, to, done, row.number)

    async def _head_of(self, connection: AsyncConnection, row: Any) -> str | None:
        """Who reviews, nearest above the case, and is not its owner; None where there is nobody."""
        path = await self._staff.directory.branch_path(connection, row.branch_id)
        heads = await self._staff.directory.with_right(connection, REVIEW)
        return nearest(heads, (path or "").strip("/").split("/"), row.owner_id)


def nearest(heads: Sequence[StaffMember], way: Sequence[str], owner: str | None) -> str | None:
    """The first by login in the lowest branch of the way down to the case."""
    for branch in reversed(way):
        for head in heads:
            if head.branch_id == branch and head.account_id != owner:
                return head.account_id
    return None
