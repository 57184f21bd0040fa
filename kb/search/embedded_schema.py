"""The fields of the embedded index, and the queries on them."""

from datetime import date
from typing import Any

from tantivy import Document, FieldType, Occur, Query, Schema, SchemaBuilder

from kb.search.documents import AUDIENCES, CHANNELS, REGIONS, SEGMENTS, conditions
from kb.search.port import ANSWER, FIELD_WEIGHTS, QUESTIONS, TITLE, Filters

STATISTICS_FILE = "statistics.json"


def build_schema() -> Schema:
    """Text comes as tokens of `kb.text` joined by spaces; days are ordinals."""
    builder = SchemaBuilder()
    for name in (TITLE, QUESTIONS, ANSWER):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("article_id", stored=True, tokenizer_name="raw", index_option="basic")
    for name in (CHANNELS, AUDIENCES, REGIONS, SEGMENTS):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("version", stored=True)
    for name in ("first_day", "last_day"):
        builder.add_integer_field(name, stored=True, indexed=True, fast=True)
    return builder.build()


def question_query(schema: Schema, tokens: set[str], fields: tuple[str, ...]) -> Query:
    """Any of the tokens in any of the fields, weighed by field."""
    weighed = []
    for name in fields:
        terms = [(Occur.Should, Query.term_query(schema, name, token, "freq")) for token in sorted(tokens)]
        boosted = Query.boost_query(Query.boolean_query(terms), FIELD_WEIGHTS[name])
        weighed.append((Occur.Should, boosted))
    return Query.boolean_query(weighed)


def filtered(schema: Schema, query: Query, filters: Filters) -> Query:
    """The query, asked of what the filters let through."""
    return Query.boolean_query([(Occur.Must, query), *_filters(schema, filters)])


def lets_through(filters: Filters, document: Document) -> bool:
    """Whether the filters let a document through."""
    first: Any = document.get_first("first_day")
    last: Any = document.get_first("last_day")
    if not first <= filters.day.toordinal() <= last:
        return False
    return all(
        not set(allowed).isdisjoint(document.get_all(name)) for name, allowed in conditions(filters).items()
    )


def only_article(schema: Schema, query: Query, article_id: str) -> Query:
    """The query, asked of one article."""
    exactly = Query.const_score_query(Query.term_query(schema, "article_id", article_id, "basic"), 0.0)
    return Query.boolean_query([(Occur.Must, query), (Occur.Must, exactly)])


def _filters(schema: Schema, filters: Filters) -> list[tuple[Occur, Query]]:
    day = filters.day.toordinal()
    wanted = [
        _days(schema, "first_day", date.min.toordinal(), day),
        _days(schema, "last_day", day, date.max.toordinal()),
    ]
    wanted += [Query.term_set_query(schema, name, list(among)) for name, among in conditions(filters).items()]
    return [(Occur.Must, Query.const_score_query(condition, 0.0)) for condition in wanted]


def _days(schema: Schema, field: str, first: int, last: int) -> Query:
    return Query.range_query(schema, field, FieldType.Integer, first, last)
