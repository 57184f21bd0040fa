"""The catalogue as each process knows it, so that no answer looks its destination up in the database."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import structlog
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import StoreUnavailable
from hub.store.database import Database
from navigation.content import DestinationContent
from navigation.openings import Opening, is_below
from navigation.openings import known as known_openings
from navigation.store import destinations as store

LOOK_S = 2.0
"""Seconds between two looks: what was approved, or withdrawn, is known everywhere well within ten."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Destination:
    """One that customers are led to."""

    destination_id: str
    version: int
    content: DestinationContent


class Catalogue:
    """Follows what is live, until it is cancelled."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._live: Sequence[Destination] = ()
        self.openings: Sequence[Opening] = ()
        self._keeps_up = True

    async def run(self) -> None:
        """Looks, waits."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_S)

    async def look(self) -> None:
        """Looks once; while the database is away, what is known goes on."""
        try:
            async with self._database.read() as connection:
                self._live = await live(connection)
                self.openings = await known_openings(connection)
            self._keeps_up = True
        except StoreUnavailable as error:
            if self._keeps_up:
                log.warning("navigation.catalogue_waits", cause=error.detail)
            self._keeps_up = False

    def subject(self, page: str) -> str | None:
        """What a page is about: by the destination whose page it is, or lies below, the longest first."""
        found = [
            (len(path), each.content.subject)
            for each in self._live
            if each.content.subject
            for path in each.content.pages()
            if is_below(page, path)
        ]
        return max(found, default=(0, None))[1]

    def find(
        self, *, intent: str | None, articles: Collection[str], segment: str | None, today: date
    ) -> Destination | None:
        """Where an answer leads: by its article, or else by its intent; the first by id."""
        shown = [each for each in self._live if each.content.is_for(segment, today)]
        by_article = (each for each in shown if not set(articles).isdisjoint(each.content.articles))
        by_intent = (each for each in shown if intent in each.content.intents)
        return next(by_article, None) or next(by_intent, None)


async def live(connection: AsyncConnection) -> list[Destination]:
    """What customers are led to; what this version of the house cannot read is left out."""
    found = []
    for row in await store.live(connection):
        try:
            content = DestinationContent.model_validate(row.content)
        except ValidationError as error:
            log.warning("navigation.unreadable", version=row.version, exc_info=error)
            continue
        found.append(Destination(row.destination_id, row.version, content))
    return found
