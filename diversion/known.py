"""The rules that apply, in the memory of each process: a turn asks the database for none of them."""

import asyncio

import structlog
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncConnection

from diversion.rules import LiveRule, in_order
from diversion.store import rules as store
from hub.errors import StoreUnavailable
from hub.ports import Subscriber
from hub.store.after_commit import after_commit
from hub.store.database import Database

LOOK_S = 2.0
"""Seconds between two looks: so late a change is known everywhere even where no word of it gets through."""

KEY = "rules"

log = structlog.get_logger(__name__)


class KnownRules:
    """Follows the rules until it is cancelled; tells the other processes of each change."""

    def __init__(self, database: Database, subscriber: Subscriber) -> None:
        self._database = database
        self._subscriber = subscriber
        self._changed = asyncio.Event()
        self._keeps_up = True
        self.rules: tuple[LiveRule, ...] = ()
        """In their order."""

    async def run(self) -> None:
        """Looks at once where somebody changed them, and now and then."""
        self._subscriber.subscribe(KEY)
        hearing = asyncio.create_task(self._hear())
        try:
            while True:
                self._changed.clear()
                await self.look()
                try:
                    async with asyncio.timeout(LOOK_S):
                        await self._changed.wait()
                except TimeoutError:
                    continue
        finally:
            hearing.cancel()

    async def look(self) -> None:
        """Looks once; while the database is away, what is known goes on."""
        try:
            async with self._database.read() as connection:
                self.rules = await live_rules(connection)
            self._keeps_up = True
        except StoreUnavailable as error:
            if self._keeps_up:
                log.warning("diversion.rules_wait", cause=error.detail)
            self._keeps_up = False

    def tell(self, connection: AsyncConnection) -> None:
        """Has a change known everywhere, once the transaction that makes it is on disk."""
        after_commit(connection, self._tell)

    def _tell(self) -> None:
        self._changed.set()
        self._subscriber.publish(KEY, "")

    async def _hear(self) -> None:
        while True:
            await self._subscriber.next()
            self._changed.set()


async def live_rules(connection: AsyncConnection) -> tuple[LiveRule, ...]:
    """The rules that apply, in their order; one that this version cannot read is left out, and logged."""
    found = []
    for row in await store.live(connection):
        try:
            found.append(LiveRule(rule_id=row.rule_id, version=row.live_version, rule=row.live))
        except ValidationError as error:
            log.warning("diversion.unreadable", why=row.rule_id, exc_info=error)
    return in_order(found)
