"""Looks at each conversation that has ended, once, and writes down what it finds."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import StoreUnavailable
from hub.metrics import STORE_FAILURES
from hub.ports import Clock
from hub.ports.wording import Wording
from hub.privacy import for_view
from hub.reactions import Closed
from hub.store.database import Database
from hub.store.messages import from_row
from inspection.checks import CheckHit, SpokenMessage, find_anger, find_silences, find_unanswered
from inspection.store import hits

LOOK_EVERY_S = 5.0
AT_ONCE = 20
MOST_HITS = 100
"""Of one conversation; more tell nothing new."""

log = structlog.get_logger(__name__)


class Inspecting:
    """Notes conversations where they end, and looks at them a little later."""

    def __init__(self, database: Database, clock: Clock, wording: Wording | None) -> None:
        self._database = database
        self._clock = clock
        self._wording = wording

    async def do_closed(self, connection: AsyncConnection, closed: Closed) -> None:
        """Notes a conversation in the transaction that ends it."""
        await hits.add_due(connection, closed.identity, closed.conversation, self._clock.now())

    async def run(self) -> None:
        """Looks at what has ended, until it is cancelled; several processes share the work."""
        while True:
            looked = 0
            try:
                looked = await self.look()
            except StoreUnavailable:
                STORE_FAILURES.inc()
            if not looked:
                await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> int:
        """Looks at a few, and tells at how many."""
        async with self._database.read() as connection:
            if not await hits.is_due(connection):
                return 0
        async with self._database.write() as connection:
            rows = await hits.take_due(connection, AT_ONCE)
            for row in rows:
                try:
                    await self._inspect(connection, row)
                except ValueError as error:  # a message of a form that this version does not know
                    log.warning("inspection.unreadable", conversation=row.conversation, exc_info=error)
        return len(rows)

    async def _inspect(self, connection: AsyncConnection, row: Any) -> None:
        account_id = await hits.owner_of(connection, row)
        said = [_spoken(each) for each in await hits.messages_of(connection, row)]
        found = [*find_anger(said), *find_silences(said, row.closed_at), *find_unanswered(said)]
        if self._wording is not None:
            found += await self._words(connection, account_id, said)
        now = self._clock.now()
        await hits.write(connection, row, [_row(hit, account_id, now) for hit in _ordered(found)])
        if found:
            log.info("inspection.found", count=len(found), conversation=row.conversation)

    async def _words(
        self, connection: AsyncConnection, account_id: str | None, said: Sequence[SpokenMessage]
    ) -> list[CheckHit]:
        """Rules about words that agents broke, and those of the head office that the bot did."""
        assert self._wording is not None  # noqa: S101  (the caller has looked)
        found = []
        for who, whose in (("agent", account_id), ("bot", None)):
            spoken = [each for each in said if each.who == who]
            for broken in await self._wording.broken(connection, whose, [each.words for each in spoken]):
                why = "；".join(filter(None, (broken.product, broken.why)))
                found.append(CheckHit(spoken[broken.at].seq, broken.kind, broken.words, why))
        return found


def _spoken(row: Any) -> SpokenMessage:
    message = from_row(row)
    words = "\n".join(filter(None, (segment.words() for segment in message.segments)))
    return SpokenMessage(message.seq, message.author.kind.value, words, message.created_at)


def _ordered(found: Iterable[CheckHit]) -> list[CheckHit]:
    return sorted(found, key=lambda hit: (hit.seq, hit.kind))[:MOST_HITS]


def _row(hit: CheckHit, account_id: str | None, now: datetime) -> dict[str, Any]:
    return {
        "seq": hit.seq,
        "kind": hit.kind,
        "account_id": account_id,
        "words": for_view(hit.words)[:200],
        "why": hit.why[:300],
        "found_at": now,
    }
