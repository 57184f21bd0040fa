"""Searches in Elasticsearch."""

from hashlib import blake2b
from typing import Any

from elasticsearch import AsyncElasticsearch

from kb.search.counted import CountedStatistics
from kb.search.elasticsearch.connection import answering
from kb.search.elasticsearch.mapping import query_of, read_id
from kb.search.port import ELASTICSEARCH, FIELD_WEIGHTS, Filters, SearchHit, SearchResult, asked_tokens
from kb.search.statistics import Statistics


class ElasticsearchSearch:
    """Implements `kb.search.port.SearchBackend` on the index behind an alias."""

    def __init__(
        self, client: AsyncElasticsearch, alias: str, counted: CountedStatistics, *, within_s: float
    ) -> None:
        """`within_s`: the longest wait for one node's answer."""
        self._client = client
        self._asking = client.options(request_timeout=within_s)
        self._alias = alias
        self._counted = counted

    async def candidates(
        self, query: str, limit: int, filters: Filters, *, explain: bool = False
    ) -> SearchResult:
        """The best articles; raises `Unavailable`."""
        tokens = asked_tokens(query)
        if not tokens:
            return SearchResult((), ELASTICSEARCH)
        with answering():
            answer = await self._asking.search(
                index=self._alias,
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
        return SearchResult(hits, ELASTICSEARCH)

    def statistics(self) -> Statistics:
        """Counted from the database; raises `Unavailable` before the first count."""
        return self._counted.latest()

    async def refreshed(self) -> Statistics:
        """The statistics of the knowledge base as it is; raises `Unavailable`."""
        return await self._counted.refreshed()

    async def close(self) -> None:
        """Closes the connections."""
        await self._counted.close()
        await self._client.close()


def _hit(found: dict[str, Any], *, explain: bool) -> SearchHit:
    article_id, version = read_id(found["_id"])
    fields = dict.fromkeys(FIELD_WEIGHTS, 0.0) | found.get("matched_queries", {}) if explain else {}
    return SearchHit(article_id, version, float(found["_score"]), fields)
