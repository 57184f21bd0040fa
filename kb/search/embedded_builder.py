"""Builds the embedded index: one process at a time, a new folder each time, then one atomic switch."""

import fcntl
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import tantivy

from hub.errors import Conflict, SetupError
from kb import text
from kb.articles import Window
from kb.search import pointer as pointers
from kb.search import statistics
from kb.search.documents import SearchDocument, document_of, named
from kb.search.embedded_schema import STATISTICS_FILE, build_schema
from kb.search.pointer import Pointer
from kb.search.port import ANSWER, QUESTIONS, TITLE
from kb.synonyms import Synonyms

Progress = Callable[[int, int], None]
"""Is told how many of how many articles are done."""

WRITER_BYTES = 32_000_000


def build(
    index_dir: Path,
    windows: Sequence[Window],
    synonyms: Synonyms,
    *,
    change: int,
    progress: Progress = lambda done, of: None,
) -> Pointer:
    """Builds the next version from these versions of articles and makes it the one in use.

    Raises `Conflict` while another process builds, `SetupError` where the folder cannot be written.
    """
    try:
        index_dir.mkdir(parents=True, exist_ok=True)
        with alone(index_dir):
            return _build(index_dir, windows, synonyms, change, progress)
    except OSError as error:
        raise SetupError(f"the search index cannot be written to {index_dir}: {error.strerror}") from error


def _build(
    index_dir: Path, windows: Sequence[Window], synonyms: Synonyms, change: int, progress: Progress
) -> Pointer:
    new = Pointer(next_number(index_dir), change, text.fingerprint(synonyms), len(windows))
    folder = new.folder(index_dir)
    folder.mkdir()
    _write_documents(folder, windows, synonyms, progress)
    switch(index_dir, new)
    return new


def next_number(index_dir: Path) -> int:
    """The number of the next version."""
    return max(_numbers(index_dir), default=0) + 1


def switch(index_dir: Path, new: Pointer) -> None:
    """Makes a version the one in use, and removes those before but the one that it replaces."""
    before = [number for number in _numbers(index_dir) if number != new.number]
    replaced = pointers.read_number(index_dir)
    pointers.replace(index_dir, new)
    # A reader may be about to open the version that was just replaced: it goes with the next build.
    for number in set(before) - {replaced}:
        shutil.rmtree(index_dir / f"v{number}")


def _numbers(index_dir: Path) -> list[int]:
    return [int(folder.name[1:]) for folder in index_dir.glob("v*") if folder.name[1:].isdigit()]


def _write_documents(folder: Path, windows: Sequence[Window], synonyms: Synonyms, progress: Progress) -> None:
    index = tantivy.Index(build_schema(), path=str(folder))
    writer = index.writer(heap_size=WRITER_BYTES, num_threads=1)
    counted = statistics.count(_written(writer, windows, synonyms, progress), synonyms)
    writer.commit()
    writer.wait_merging_threads()
    counted.save(folder / STATISTICS_FILE)


def _written(
    writer: tantivy.IndexWriter, windows: Sequence[Window], synonyms: Synonyms, progress: Progress
) -> Iterator[frozenset[str]]:
    """Hands over document after document; gives what statistics count of each, so that none is kept."""
    for done, window in enumerate(windows, start=1):
        document = document_of(window, synonyms)
        writer.add_document(to_tantivy(document))
        yield document.known
        progress(done, len(windows))


def to_tantivy(found: SearchDocument) -> tantivy.Document:
    """A document as the index holds it."""
    document = tantivy.Document()
    for name, tokens in ((TITLE, found.title), (QUESTIONS, found.questions), (ANSWER, found.answer)):
        document.add_text(name, " ".join(tokens))
    document.add_text("article_id", found.article_id)
    document.add_unsigned("version", found.version)
    for name, values in named(found).items():
        for value in values:
            document.add_text(name, value)
    document.add_integer("first_day", found.first.toordinal())
    document.add_integer("last_day", found.last.toordinal())
    return document


@contextmanager
def alone(index_dir: Path) -> Iterator[None]:
    """Keeps other processes from building meanwhile; raises `Conflict` while one does."""
    with (index_dir / ".building").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Conflict("another process is building the search index") from error
        yield
