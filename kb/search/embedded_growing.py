"""Brings a few changed articles into the embedded index: a copy of the version in use, and what is new in it.

The copy is made of hard links, since what tantivy has written it never changes; only its lists of files are
copied. Deleted documents weigh in its scores until a merge, as they do in Elasticsearch.
"""

import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import tantivy

from hub.errors import Conflict, Unavailable
from kb.articles import Window
from kb.model import Version
from kb.search import pointer as pointers
from kb.search import statistics
from kb.search.documents import document_of
from kb.search.embedded_builder import WRITER_BYTES, alone, next_number, switch, to_tantivy
from kb.search.embedded_schema import STATISTICS_FILE
from kb.search.pointer import Pointer
from kb.search.statistics import Statistics
from kb.synonyms import Synonyms

COPIED = ("meta.json", ".managed.json")
"""What tantivy writes anew; all other files stay as they are."""

MOST_VERSIONS = 1_000
"""Of one article in one index."""


@dataclass(frozen=True, slots=True)
class ChangedArticle:
    """An article's versions as they were ever published, and the windows of those to be found now."""

    article_id: str
    published: Sequence[Version]
    windows: Sequence[Window]


def grow(index_dir: Path, before: Pointer, changed: Sequence[ChangedArticle], *, change: int) -> Pointer:
    """Makes the next version from the one in use, and switches to it.

    Raises `Conflict` while another process builds or where another version is in use, `Unavailable` where the
    version in use is damaged, or cannot be copied: then all has to be indexed anew.
    """
    try:
        with alone(index_dir):
            if pointers.read_number(index_dir) != before.number:
                raise Conflict("another version of the search index came into use")
            return _grow(index_dir, before, changed, change)
    except (OSError, ValueError) as error:  # tantivy raises the latter for files that it cannot read
        raise Unavailable("the search index in use cannot be added to", cause=str(error)) from error


def _grow(index_dir: Path, before: Pointer, changed: Sequence[ChangedArticle], change: int) -> Pointer:
    grown = before.grown + len(changed)
    new = replace(before, number=next_number(index_dir), change=change, grown=grown)
    folder = new.folder(index_dir)
    _link(before.folder(index_dir), folder)
    counted = statistics.load(folder / STATISTICS_FILE)
    index = tantivy.Index.open(str(folder))
    counted = _count_anew(counted, index, changed)
    writer = index.writer(heap_size=WRITER_BYTES, num_threads=1)
    for each in changed:
        writer.delete_documents_by_term("article_id", each.article_id)
        for window in each.windows:
            writer.add_document(to_tantivy(document_of(window, counted.synonyms)))
    writer.commit()
    writer.wait_merging_threads()
    counted.save(folder / STATISTICS_FILE)
    new = replace(new, documents=counted.documents)
    switch(index_dir, new)
    return new


def _link(source: Path, target: Path) -> None:
    target.mkdir()
    for file in source.iterdir():
        if file.name in COPIED:
            shutil.copyfile(file, target / file.name)
        elif not file.name.endswith(".lock") and file.name != STATISTICS_FILE:
            os.link(file, target / file.name)
    shutil.copyfile(source / STATISTICS_FILE, target / STATISTICS_FILE)


def _count_anew(counted: Statistics, index: tantivy.Index, changed: Sequence[ChangedArticle]) -> Statistics:
    """The statistics without what is taken out, and with what comes in."""
    index.reload()
    searcher, documents, frequencies = index.searcher(), counted.documents, Counter(counted.frequencies)
    for each in changed:
        for known in _indexed(index.schema, searcher, each, counted.synonyms):
            documents -= 1
            frequencies.subtract(known)
        for window in each.windows:
            documents += 1
            frequencies.update(document_of(window, counted.synonyms).known)
    left = {token: count for token, count in frequencies.items() if count > 0}
    return Statistics(documents, left, counted.synonyms)


def _indexed(
    schema: tantivy.Schema, searcher: tantivy.Searcher, changed: ChangedArticle, synonyms: Synonyms
) -> Iterator[frozenset[str]]:
    """What the documents of an article that are in the index were counted for.

    One whose version is gone from the database stays counted until all articles are indexed anew.
    """
    versions: Mapping[int, Version] = {each.version: each for each in changed.published}
    query = tantivy.Query.term_query(schema, "article_id", changed.article_id, "basic")
    for _, address in searcher.search(query, MOST_VERSIONS, count=False).hits:
        version = versions.get(int(str(searcher.doc(address).get_first("version"))))
        if version is not None:
            yield document_of(Window(version, date.min, date.max), synonyms).known
