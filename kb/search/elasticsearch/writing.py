"""Carries articles from the database into an index: all that changed since a change, batch by batch."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from elasticsearch import AsyncElasticsearch
from elasticsearch.helpers import async_bulk

from hub.errors import Unavailable
from hub.store.database import Database
from kb.articles import by_article, windows
from kb.model import Version
from kb.search.documents import document_of
from kb.search.elasticsearch.connection import answering
from kb.search.elasticsearch.mapping import id_of, source_of
from kb.store import articles as store
from kb.store.changes import changed_since, version_numbers
from kb.synonyms import Synonyms

Progress = Callable[[int, int], None]
"""Is told how many of how many articles are done."""

AT_ONCE = 200
BULK_S = 60.0
CHUNK_BYTES = 500_000
"""aiohttp sends more than a megabyte only from a file, lest the event loop be held up."""

NEWER = "version_conflict_engine_exception"
"""What was to be written, or deleted, is there in a newer version."""


async def carry_over(
    database: Database,
    client: AsyncElasticsearch,
    target: str,
    synonyms: Synonyms,
    *,
    since: int,
    today: date,
    is_alias: bool,
    progress: Progress = lambda done, of: None,
) -> int:
    """Brings what changed after `since` into an index; returns the change up to which it now holds all.

    Each document carries the number of its article's change as external version, so whoever is late writes
    over nothing that is newer, and doing it once more changes nothing. Raises `Unavailable`.
    """
    async with database.read() as connection:
        newest = await store.change_number(connection)
        changed = await changed_since(connection, since)
    ids = list(changed)
    for begin in range(0, len(ids), AT_ONCE):
        some = ids[begin : begin + AT_ONCE]
        async with database.read() as connection:
            published = by_article(await store.published_versions(connection, some))
            numbers = await version_numbers(connection, some)
        actions = await asyncio.to_thread(_actions, published, numbers, changed, today, synonyms)
        await _write(client, target, actions, is_alias=is_alias)
        progress(begin + len(some), len(ids))
    return newest


def _actions(
    published: Mapping[str, list[Version]],
    numbers: Mapping[str, Sequence[int]],
    changes: Mapping[str, int],
    today: date,
    synonyms: Synonyms,
) -> list[dict[str, Any]]:
    actions = []
    for article_id, every in numbers.items():
        found = {
            window.version.version: window
            for window in windows(published.get(article_id, []))
            if window.last >= today
        }
        for number in every:
            action = {
                "_id": id_of(article_id, number),
                "version": changes[article_id],
                "version_type": "external_gte",
            }
            if number in found:
                action |= {"_op_type": "index", "_source": source_of(document_of(found[number], synonyms))}
            else:
                action |= {"_op_type": "delete"}
            actions.append(action)
    return actions


async def _write(
    client: AsyncElasticsearch, target: str, actions: Iterable[dict[str, Any]], *, is_alias: bool
) -> None:
    with answering():
        _, problems = await async_bulk(
            client.options(request_timeout=BULK_S),
            ({"_index": target} | action for action in actions),
            require_alias=is_alias,  # else an index of that name would come about by itself
            max_chunk_bytes=CHUNK_BYTES,
            raise_on_error=False,
            max_retries=3,  # where the server has too much to do
        )
    assert isinstance(problems, list)  # noqa: S101  (a number only where that is asked for)
    for problem in problems:
        (told,) = problem.values()
        error = told.get("error")  # none where there was nothing to delete
        if error is not None and error["type"] != NEWER:
            raise Unavailable("Elasticsearch does not take an article", cause=error["type"])
