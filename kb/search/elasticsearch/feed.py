"""Keeps an Elasticsearch index equal to the database: follows its changes, builds anew where that is due."""

from contextlib import suppress
from datetime import date

import structlog
from elasticsearch.helpers import async_scan

from hub.errors import Unavailable
from hub.settings import Settings
from hub.store.database import Database
from kb.articles import by_article, windows
from kb.search.elasticsearch.connection import answering, open_client
from kb.search.elasticsearch.indices import Indexed, Indices
from kb.search.elasticsearch.mapping import FORMAT, id_of
from kb.search.elasticsearch.writing import Progress, carry_over
from kb.store import articles as store
from kb.store.synonyms import in_force
from kb.synonyms import Synonyms
from kb.text import fingerprint

CATCHES_UP = 20
"""So often a new index is brought up to what was edited while it was filled, before it is used all the same:
the feed goes on from there."""

log = structlog.get_logger(__name__)


def open_feed(settings: Settings, database: Database) -> "IndexFeed":
    """The feed of the index that the settings name, with connections of its own; raises `SetupError`."""
    return IndexFeed(database, Indices(open_client(settings), settings.elasticsearch_index))


class IndexFeed:
    """Brings the changes of one knowledge base into one index."""

    def __init__(self, database: Database, indices: Indices) -> None:
        self._database = database
        self.indices = indices

    async def follow(self, today: date) -> Indexed:
        """Brings the index in use up to date, or builds a new one where there is none that can be followed.

        Raises `Conflict`, `Unavailable` and `StoreUnavailable`.
        """
        found = await self.indices.current()
        async with self._database.read() as connection:
            newest = await store.change_number(connection)
            synonyms = await in_force(connection)
        # An index that knows of changes to come belongs to another database.
        if found is None or not found.is_by(synonyms) or found.change > newest:
            return await self.rebuild(today)
        if found.change == newest:
            return found
        # By the alias of its analysis: were another one in use by now, nothing would be written.
        return await self._bring(found.name, self.indices.by(found.analysis), synonyms, found.change, today)

    async def rebuild(self, today: date, progress: Progress = lambda done, of: None) -> Indexed:
        """Builds a new version of the index beside the one in use, and switches to it when it holds all.

        Searches and edits go on meanwhile. Raises `Conflict`, `Unavailable` and `StoreUnavailable`.
        """
        async with self._database.read() as connection:
            synonyms = await in_force(connection)
        name = await self.indices.create(synonyms)
        try:
            built = await self._bring(name, name, synonyms, -1, today, progress)
            for _ in range(CATCHES_UP):
                before = built.change
                built = await self._bring(name, name, synonyms, before, today)
                if built.change == before:
                    break
            await self.indices.use(name)
        except BaseException:
            with suppress(Unavailable):
                await self.indices.remove(name)
            raise
        documents = await self.indices.count(name)
        log.info("kb.index_built", backend="elasticsearch", count=documents, version=name)
        return built

    async def difference(self, today: date) -> int:
        """How many documents the index in use lacks, or has too many, beside the database."""
        async with self._database.read_aside() as connection:
            versions = await store.all_published_versions(connection)
        wanted = {
            id_of(article_id, window.version.version)
            for article_id, group in by_article(versions).items()
            for window in windows(group)
            if window.last >= today
        }
        with answering():
            await self.indices.client.indices.refresh(index=self.indices.alias)
            scanned = async_scan(self.indices.client, index=self.indices.alias, _source=False)
            there = {hit["_id"] async for hit in scanned}
        return len(wanted ^ there)

    async def close(self) -> None:
        """Lets go of connections; the next use opens them anew."""
        await self.indices.client.close()

    async def _bring(
        self,
        name: str,
        target: str,
        synonyms: Synonyms,
        since: int,
        today: date,
        progress: Progress = lambda done, of: None,
    ) -> Indexed:
        change = await carry_over(
            self._database,
            self.indices.client,
            target,
            synonyms,
            since=since,
            today=today,
            is_alias=target != name,
            progress=progress,
        )
        await self.indices.note_change(name, change, synonyms)
        return Indexed(name, change, FORMAT, fingerprint(synonyms), synonyms.number)
