"""What an index of articles looks like; it uses nothing but the core of Elasticsearch."""

from collections.abc import Mapping
from typing import Any

from kb import text
from kb.search.documents import AUDIENCES, CHANNELS, REGIONS, SEGMENTS, SearchDocument, conditions, named
from kb.search.elasticsearch.tokens import text_of
from kb.search.port import ANSWER, FIELD_WEIGHTS, QUESTIONS, TITLE, Filters
from kb.synonyms import Synonyms

FORMAT = 1
"""Counted up whenever documents change their form: indexes of before are then rebuilt."""

SETTINGS: Mapping[str, Any] = {
    # One shard: scores of different shards would be weighed by different statistics.
    "number_of_shards": 1,
    # A replica as soon as there is a second node to hold it.
    "auto_expand_replicas": "0-1",
    # Said outright, or a shard that nobody has searched for a while would not be refreshed.
    "refresh_interval": "1s",
    "analysis": {"analyzer": {"words": {"type": "custom", "tokenizer": "standard"}}},
}

_TEXT = {"type": "text", "analyzer": "words", "index_options": "freqs"}
_NAME = {"type": "keyword"}
_DAY = {"type": "date", "format": "strict_date"}

PROPERTIES: Mapping[str, Any] = {
    TITLE: _TEXT,
    QUESTIONS: _TEXT,
    ANSWER: _TEXT,
    "article_id": _NAME,
    "version": {"type": "integer"},
    "first_day": _DAY,
    "last_day": _DAY,
    CHANNELS: _NAME,
    AUDIENCES: _NAME,
    REGIONS: _NAME,
    SEGMENTS: _NAME,
}


def mappings(change: int, synonyms: Synonyms) -> dict[str, Any]:
    """The mapping of an index that holds all up to a change, by a list of synonyms."""
    return {"dynamic": "strict", "_meta": meta(change, synonyms), "properties": PROPERTIES}


def meta(change: int, synonyms: Synonyms) -> dict[str, Any]:
    """What an index says of itself: its form, its normalisation, and up to which change it holds all.

    `analysis` is over rules and synonyms, whose version `synonyms` names.
    """
    analysis = text.fingerprint(synonyms)
    return {"format": FORMAT, "analysis": analysis, "synonyms": synonyms.number, "change": change}


def id_of(article_id: str, version: int) -> str:
    """The id of a version's document; `:` stands in no article's id."""
    return f"{article_id}:{version}"


def read_id(document_id: str) -> tuple[str, int]:
    """The article and version of a document's id."""
    article_id, _, version = document_id.rpartition(":")
    return article_id, int(version)


def source_of(document: SearchDocument) -> dict[str, Any]:
    """A document as it is stored."""
    return {
        TITLE: text_of(document.title),
        QUESTIONS: text_of(document.questions),
        ANSWER: text_of(document.answer),
        "article_id": document.article_id,
        "version": document.version,
        "first_day": document.first.isoformat(),
        "last_day": document.last.isoformat(),
        **named(document),
    }


def query_of(tokens: list[str], filters: Filters) -> dict[str, Any]:
    """Any of the tokens in any of the fields, weighed by field, of what the filters let through.

    It is built of values alone: what a customer writes is never read as a query's syntax.
    """
    words = text_of(tokens)
    fields = [
        {"match": {name: {"query": words, "boost": weight, "_name": name}}}
        for name, weight in FIELD_WEIGHTS.items()
    ]
    return {"bool": {"should": fields, "minimum_should_match": 1, "filter": _conditions(filters)}}


def _conditions(filters: Filters) -> list[dict[str, Any]]:
    day = filters.day.isoformat()
    return [
        {"range": {"first_day": {"lte": day}}},
        {"range": {"last_day": {"gte": day}}},
        *({"terms": {name: among}} for name, among in conditions(filters).items()),
    ]
