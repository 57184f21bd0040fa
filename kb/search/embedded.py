"""The embedded search backend: reads the tantivy index and follows its versions without a restart."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import tantivy

from hub.errors import Unavailable
from kb import text
from kb.search import pointer as pointers
from kb.search import statistics
from kb.search.embedded_schema import STATISTICS_FILE, only_article, question_query
from kb.search.port import ANSWER, QUESTIONS, TITLE, Filters, Hit
from kb.search.statistics import Statistics

ALL_FIELDS = (TITLE, QUESTIONS, ANSWER)
MOST_TOKENS = 400
"""A question of more different tokens is cut: it bounds the time of one search."""


@dataclass(frozen=True, slots=True)
class _Opened:
    stamp: tuple[int, int]
    schema: tantivy.Schema
    searcher: tantivy.Searcher
    statistics: Statistics


class EmbeddedSearch:
    """Implements `kb.search.port.SearchBackend`. It never writes to the index folder.

    A search is short (well under a millisecond for thousands of articles), so it runs in the caller's thread.
    """

    def __init__(self, index_dir: Path) -> None:
        self._index_dir = index_dir
        self._opened: _Opened | None = None

    async def candidates(
        self, query: str, limit: int, filters: Filters, *, explain: bool = False
    ) -> Sequence[Hit]:
        """The best articles, best first; raises `Unavailable` where there is no index."""
        opened = self._current()
        tokens = set(list(dict.fromkeys(text.tokens(query)))[:MOST_TOKENS])
        if not tokens:
            return []
        found = opened.searcher.search(
            question_query(opened.schema, tokens, filters, ALL_FIELDS), limit, count=False
        )
        hits = []
        for score, address in found.hits:
            stored = opened.searcher.doc(address)
            article_id = str(stored.get_first("article_id"))
            fields = _fields(opened, tokens, filters, article_id) if explain else {}
            hits.append(Hit(article_id, int(str(stored.get_first("version"))), float(score), fields))
        return hits

    def statistics(self) -> Statistics:
        """How common each token is, in the version in use; raises `Unavailable`."""
        return self._current().statistics

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
        if pointer.analysis != text.fingerprint():
            raise Unavailable("the search index was built with another normalisation: rebuild it")
        folder = pointer.folder(self._index_dir)
        try:
            index = tantivy.Index.open(str(folder))
            loaded = statistics.load(folder / STATISTICS_FILE)
        except (ValueError, OSError) as error:
            raise Unavailable("the search index cannot be opened: rebuild it", cause=str(error)) from error
        return _Opened(stamp, index.schema, index.searcher(), loaded)


def _fields(opened: _Opened, tokens: set[str], filters: Filters, article_id: str) -> dict[str, float]:
    scores = {}
    for name in ALL_FIELDS:
        query = only_article(
            opened.schema, question_query(opened.schema, tokens, filters, (name,)), article_id
        )
        hits = opened.searcher.search(query, 1, count=False).hits
        scores[name] = float(hits[0][0]) if hits else 0.0
    return scores
