"""What is wrong with a list of synonyms before it may be reviewed, and what its editors are warned of."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Literal, NamedTuple

from kb.english import stem
from kb.search.statistics import Statistics
from kb.synonyms import Synonyms
from kb.text import normalise, words_of_line

MOST_BYTES = 100_000
MOST_GROUPS = 2_000
MOST_WORDS = 50
"""Of one group."""

LONGEST_WORD = 30
"""Characters."""

MOST_FINDINGS = 100
"""Somebody who pasted another kind of file is told enough by these."""

COMMON = 0.2
"""A word in so large a share of all articles tells none of them apart."""

COMMON_FROM = 20
"""Articles: of fewer a share says nothing."""

SHORT_LATIN = 3
"""Letters and digits of a Latin word that often stands within longer ones."""

Code = Literal["alone", "empty", "letter", "separator", "long", "many_words", "many_groups", "twice"]
Warned = Literal["common", "within"]

_SEPARATOR = re.compile(r"[，、,;；|]")


class ListFinding(NamedTuple):
    """One finding in a line, from 1 on.

    `number`: the other line of a word that stands twice, the articles that have a common one, or the limit.
    """

    line: int
    code: Code | Warned
    word: str = ""
    number: int = 0

    @property
    def stops(self) -> bool:
        """Whether the list cannot be reviewed with it."""
        return self.code not in ("common", "within")


class ListedGroup(NamedTuple):
    """A line of the list that has words."""

    line: int
    words: tuple[str, ...]


def listed_groups(text: str) -> list[ListedGroup]:
    """The groups of a list with their lines, in the words that were written."""
    lines = enumerate(text.splitlines(), start=1)
    found = (ListedGroup(number, tuple(words_of_line(line))) for number, line in lines)
    return [group for group in found if group.words]


def problems_in_list(text: str) -> list[ListFinding]:
    """What keeps a list from its review, line by line."""
    return list(islice(_problems(listed_groups(text)), MOST_FINDINGS))


def warnings_in_list(text: str, published: Synonyms, statistics: Statistics) -> list[ListFinding]:
    """What asks for a second look, in words that are not in the published list.

    How common a word is can be told of those that are one token: of one or two characters, or in Latin.
    """
    known = {word for group in published.groups for word in group}
    new = (
        (group.line, word, normal)
        for group in listed_groups(text)
        for word in group.words
        if (normal := normalise(word)) and normal not in known
    )
    found = (finding for each in new for finding in _warnings(*each, statistics))
    return list(islice(found, MOST_FINDINGS))


def _problems(groups: list[ListedGroup]) -> Iterator[ListFinding]:
    stands: dict[str, int] = {}
    for place, (line, words) in enumerate(groups):
        if place == MOST_GROUPS:
            yield ListFinding(line, "many_groups", number=MOST_GROUPS)
            return
        if len(words) > MOST_WORDS:
            yield ListFinding(line, "many_words", number=MOST_WORDS)
        for word in words:
            yield from _problems_of_word(line, word, stands)
        if len({normalise(word) for word in words}) < 2:
            yield ListFinding(line, "alone", words[0])


def _problems_of_word(line: int, word: str, stands: dict[str, int]) -> Iterator[ListFinding]:
    normal = normalise(word)
    if _SEPARATOR.search(word):
        yield ListFinding(line, "separator", word)
    elif not any(char.isalnum() for char in normal):
        yield ListFinding(line, "empty", word)
    elif len(normal) == 1 and normal.isascii():
        yield ListFinding(line, "letter", word)
    elif len(word) > LONGEST_WORD:
        yield ListFinding(line, "long", word[:LONGEST_WORD], LONGEST_WORD)
    elif stands.setdefault(normal, line) != line:
        yield ListFinding(line, "twice", word, stands[normal])


def _warnings(line: int, word: str, normal: str, statistics: Statistics) -> Iterator[ListFinding]:
    is_latin = normal.isascii() and normal.isalnum()
    if is_latin and len(normal) <= SHORT_LATIN:
        yield ListFinding(line, "within", word)
    if is_latin or len(normal) <= 2:
        articles = statistics.frequencies.get(stem(normal) if is_latin else normal, 0)
        if statistics.documents >= COMMON_FROM and articles >= COMMON * statistics.documents:
            yield ListFinding(line, "common", word, articles)
