"""Searches in Elasticsearch."""

from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from elasticsearch import AsyncElasticsearch, NotFoundError

from hub.errors import Unavailable
from hub.store.database import Database
from kb.search.counted import CountedStatistics
from kb.search.elasticsearch.connection import answering
from kb.search.elasticsearch.indices import Indices
from kb.search.elasticsearch.mapping import query_of, read_id
from kb.search.port import ELASTICSEARCH, FIELD_WEIGHTS, Filters, SearchHit, SearchResult, asked_tokens
from kb.search.statistics import Statistics
from kb.store.synonyms import numbered
from kb.synonyms import Synonyms


@dataclass(frozen=True, slots=True)
class _Target:
    """What is searched, and the synonyms by which it was built.

    `settled`: it is an alias of these synonyms, which is gone as soon as an index of others is in use.
    """

    index: str
    synonyms: Synonyms
    settled: bool


class ElasticsearchSearch:
    """Implements `kb.search.port.SearchBackend` on the index behind an alias."""

    def __init__(
        self,
        client: AsyncElasticsearch,
        alias: str,
        database: Database,
        counted: CountedStatistics,
        *,
        within_s: float,
    ) -> None:
        """`within_s`: the longest wait for one node's answer."""
        self._client = client
        self._asking = client.options(request_timeout=within_s)
        self._indices = Indices(self._asking, alias)
        self._database = database
        self._counted = counted
        self._target: _Target | None = None

    async def candidates(
        self, query: str, limit: int, filters: Filters, *, explain: bool = False
    ) -> SearchResult:
        """The best articles; raises `Unavailable`."""
        target = self._target or await self._look()
        with answering():
            try:
                return await self._search(target, query, limit, filters, explain=explain)
            except NotFoundError:
                # An index of other synonyms came into use: the question is cut anew, by these.
                return await self._search(await self._look(), query, limit, filters, explain=explain)

    def statistics(self) -> Statistics:
        """Counted from the database; raises `Unavailable` before the first count."""
        return self._counted.latest()

    async def refreshed(self) -> Statistics:
        """The statistics of the knowledge base as it is; raises `Unavailable`."""
        if self._target is not None and not self._target.settled:
            self._target = None
        return await self._counted.refreshed()

    async def close(self) -> None:
        """Closes the connections."""
        await self._counted.close()
        await self._client.close()

    async def _search(
        self, target: _Target, query: str, limit: int, filters: Filters, *, explain: bool
    ) -> SearchResult:
        tokens = asked_tokens(query, target.synonyms)
        if not tokens:
            return SearchResult((), ELASTICSEARCH, synonyms=target.synonyms.number)
        answer = await self._asking.search(
            index=target.index,
            query=query_of(tokens, filters),
            size=limit,
            source=False,
            track_total_hits=False,
            allow_partial_search_results=False,
            include_named_queries_score=explain,
            # One question is always asked of the same copy, whose deleted documents weigh the same.
            preference=blake2b(query.encode(), digest_size=8).hexdigest(),
        )
        hits = tuple(_hit(each, explain=explain) for each in answer["hits"]["hits"])
        return SearchResult(hits, ELASTICSEARCH, synonyms=target.synonyms.number)

    async def _look(self) -> _Target:
        """What is to be searched from now on; raises `Unavailable`."""
        found = await self._indices.current()
        if found is None:
            raise Unavailable("Elasticsearch has no such index: it is built anew", cause="not_found")
        async with self._database.read() as connection:
            synonyms = await numbered(connection, found.synonyms)
        if synonyms is None:
            raise Unavailable("the search index is another database's: it is built anew", cause="foreign")
        # One that another release built is asked by its own name, until ours is built.
        settled = found.is_by(synonyms)
        index = self._indices.by(found.analysis) if settled else found.name
        self._target = _Target(index, synonyms, settled)
        return self._target


def _hit(found: dict[str, Any], *, explain: bool) -> SearchHit:
    article_id, version = read_id(found["_id"])
    fields = dict.fromkeys(FIELD_WEIGHTS, 0.0) | found.get("matched_queries", {}) if explain else {}
    return SearchHit(article_id, version, float(found["_score"]), fields)
