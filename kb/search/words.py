"""The words of a version, cut once: an index, what is counted of it and re-ranking all need the same ones."""

import sys
from dataclasses import dataclass, field
from functools import lru_cache

from kb.model import Version
from kb.rich.searching import searched
from kb.synonyms import Synonyms
from kb.text import tokens

KEPT = 2_000
"""So many versions' words are kept in a process: an answer of a page takes 10 KB."""

Words = tuple[str, ...]
"""The tokens of a text, in the order of reading, repeated ones included."""


@dataclass(frozen=True, slots=True)
class VersionWords:
    """The tokens of a version's title, of each of its similar questions, and of its answer."""

    title: Words
    questions: tuple[Words, ...]
    answer: Words


@dataclass(frozen=True, slots=True)
class _Content:
    """A version and synonyms, told from others by what they say: hashing and comparing it is short."""

    content_hash: str
    digest: str
    version: Version = field(compare=False)
    synonyms: Synonyms = field(compare=False)


def words_in(version: Version, synonyms: Synonyms) -> VersionWords:
    """The words of a version by a list of synonyms; kept for the next index."""
    return _cut(_Content(version.content_hash, synonyms.digest, version, synonyms))


@lru_cache(maxsize=KEPT)
def _cut(content: _Content) -> VersionWords:
    # Articles share most of their tokens: kept once, they take a fraction of the room.
    def cut(text: str) -> Words:
        return tuple(map(sys.intern, tokens(text, content.synonyms)))

    version = content.version
    return VersionWords(cut(version.title), tuple(map(cut, version.questions)), cut(searched(version)))
