"""What an index holds of a version: the tokens of its fields, its days, and for whom it is."""

from dataclasses import dataclass
from datetime import date
from itertools import chain

from kb.articles import Window
from kb.model import ArticleScope
from kb.search.port import Filters
from kb.search.words import words_in
from kb.synonyms import Synonyms

CHANNELS, AUDIENCES, REGIONS, SEGMENTS = "channels", "audiences", "regions", "segments"
"""The fields that say for whom a document is."""

EVERY = "*"
"""Stands in an index for every channel, audience, region or segment."""


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """A version as it is searched; tokens in the order of reading, repeated ones included.

    `first` and `last`: the days on which it is the one in effect, both included.
    """

    article_id: str
    version: int
    title: tuple[str, ...]
    questions: tuple[str, ...]
    answer: tuple[str, ...]
    first: date
    last: date
    channels: tuple[str, ...]
    scope: ArticleScope

    @property
    def known(self) -> frozenset[str]:
        """The tokens that statistics count: those of the title and the similar questions."""
        return frozenset((*self.title, *self.questions))


def document_of(window: Window, synonyms: Synonyms) -> SearchDocument:
    """The document of a version for the days of its window, by a list of synonyms."""
    version = window.version
    words = words_in(version, synonyms)
    return SearchDocument(
        article_id=version.article_id,
        version=version.version,
        title=words.title,
        questions=tuple(chain.from_iterable(words.questions)),
        answer=words.answer,
        first=window.first,
        last=window.last,
        channels=version.channels,
        scope=version.scope,
    )


def named(document: SearchDocument) -> dict[str, tuple[str, ...]]:
    """By the name of a field, the channels, audiences, regions and segments that a document is for."""
    scope = document.scope
    wanted = {
        CHANNELS: document.channels,
        AUDIENCES: scope.audiences,
        REGIONS: scope.regions,
        SEGMENTS: scope.segments,
    }
    return {name: values or (EVERY,) for name, values in wanted.items()}


def conditions(filters: Filters) -> dict[str, tuple[str, ...]]:
    """By the name of a field, one of what a document has to have there to be found."""
    known = {AUDIENCES: filters.audience, REGIONS: filters.region, SEGMENTS: filters.segment}
    allowed: dict[str, tuple[str, ...]] = {
        name: (EVERY,) if value is None else (EVERY, value) for name, value in known.items()
    }
    if filters.channel is not None:
        allowed[CHANNELS] = (EVERY, filters.channel)
    return allowed
