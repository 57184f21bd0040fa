"""The embedded search backend: reads the tantivy index and follows its versions without a restart."""

from dataclasses import dataclass
from pathlib import Path

import tantivy

from hub.errors import Unavailable
from kb import text
from kb.search import pointer as pointers
from kb.search import statistics
from kb.search.embedded_schema import (
    STATISTICS_FILE,
    filtered,
    lets_through,
    only_article,
    question_query,
)
from kb.search.port import ANSWER, EMBEDDED, QUESTIONS, TITLE, Filters, SearchHit, SearchResult, asked_tokens
from kb.search.statistics import Statistics

ALL_FIELDS = (TITLE, QUESTIONS, ANSWER)
SPARE = 10
"""So many more than wanted are looked at before the index itself has to filter."""


@dataclass(frozen=True, slots=True)
class _Opened:
    stamp: tuple[int, int]
    schema: tantivy.Schema
    searcher: tantivy.Searcher
    statistics: Statistics


class EmbeddedSearch:
    """Implements `kb.search.port.SearchBackend`. It never writes to the index folder.

    A search is short (a millisecond or two among thousands of articles), so it runs in the caller's thread.
    """

    def __init__(self, index_dir: Path) -> None:
        self._index_dir = index_dir
        self._opened: _Opened | None = None

    async def candidates(
        self, query: str, limit: int, filters: Filters, *, explain: bool = False
    ) -> SearchResult:
        """The best articles; raises `Unavailable` where there is no index."""
        opened = self._current()
        synonyms = opened.statistics.synonyms
        tokens = set(asked_tokens(query, synonyms))
        if not tokens:
            return SearchResult((), EMBEDDED, synonyms=synonyms.number)
        hits = []
        for score, stored in _best(opened, tokens, filters, limit):
            article_id = str(stored.get_first("article_id"))
            fields = _fields(opened, tokens, filters, article_id) if explain else {}
            hits.append(SearchHit(article_id, int(str(stored.get_first("version"))), score, fields))
        return SearchResult(tuple(hits), EMBEDDED, synonyms=synonyms.number)

    def statistics(self) -> Statistics:
        """How common each token is, in the version in use; raises `Unavailable`."""
        return self._current().statistics

    async def refreshed(self) -> Statistics:
        """As `statistics`: the index is looked at each time."""
        return self.statistics()

    async def close(self) -> None:
        """There is nothing to let go of."""

    def _current(self) -> _Opened:
        stamp = self._stamp()
        if self._opened is None or self._opened.stamp != stamp:
            try:
                self._opened = self._open(stamp)
            except Unavailable:
                if self._stamp() == stamp:
                    raise
                # Replaced between the two looks, and the version we were about to open removed.
                self._opened = self._open(self._stamp())
        return self._opened

    def _stamp(self) -> tuple[int, int]:
        try:
            found = pointers.path_of(self._index_dir).stat()
        except OSError as error:
            raise Unavailable("there is no search index: build it") from error
        return found.st_ino, found.st_mtime_ns

    def _open(self, stamp: tuple[int, int]) -> _Opened:
        pointer = pointers.read(self._index_dir)
        if pointer is None:
            raise Unavailable("there is no search index: build it")
        folder = pointer.folder(self._index_dir)
        try:
            index = tantivy.Index.open(str(folder))
            loaded = statistics.load(folder / STATISTICS_FILE)
        except (ValueError, OSError, KeyError) as error:
            raise Unavailable("the search index cannot be opened: rebuild it", cause=str(error)) from error
        # Questions are cut by the synonyms that it was built by, whichever: only the rules have to be ours.
        if pointer.analysis != text.fingerprint(loaded.synonyms):
            raise Unavailable("the search index was built with another normalisation: rebuild it")
        return _Opened(stamp, index.schema, index.searcher(), loaded)


def _best(
    opened: _Opened, tokens: set[str], filters: Filters, limit: int
) -> list[tuple[float, tantivy.Document]]:
    """The best that the filters let through, with their scores.

    Nearly all pass, and to filter within the index takes a third of a search among 100,000 questions: so the
    best of all are looked at first. Filters add nothing to a score, and the order is the same.
    """
    query = question_query(opened.schema, tokens, ALL_FIELDS)
    found = opened.searcher.search(query, limit + SPARE, count=False).hits
    passed = []
    for score, address in found:
        document = opened.searcher.doc(address)
        if lets_through(filters, document):
            passed.append((float(score), document))
        if len(passed) == limit:
            return passed
    if len(found) < limit + SPARE:  # there are no more
        return passed
    found = opened.searcher.search(filtered(opened.schema, query, filters), limit, count=False).hits
    return [(float(score), opened.searcher.doc(address)) for score, address in found]


def _fields(opened: _Opened, tokens: set[str], filters: Filters, article_id: str) -> dict[str, float]:
    scores = {}
    for name in ALL_FIELDS:
        of_field = filtered(opened.schema, question_query(opened.schema, tokens, (name,)), filters)
        query = only_article(opened.schema, of_field, article_id)
        hits = opened.searcher.search(query, 1, count=False).hits
        scores[name] = float(hits[0][0]) if hits else 0.0
    return scores
