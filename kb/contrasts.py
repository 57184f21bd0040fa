"""Near neighbours that differ in one attribute: which kinds a text names, and whether two texts conflict."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from kb.english import in_chinese
from kb.text import normalise

CONTRASTS = Path(__file__).with_name("contrasts.txt")

Kinds = Mapping[int, frozenset[int]]
"""For each line of the list that a text touches, the kinds that it names."""


def kinds_in(text: str) -> Kinds:
    """The kinds that a text names; where a longer word holds a shorter one, the longer one counts alone."""
    return {number: frozenset(named.values()) for number, named in _named(text)}


def kind_words(text: str) -> Mapping[int, str]:
    """For each line of the list that a text touches, the (longest) word that it names a kind with."""
    return {number: next(iter(named)) for number, named in _named(text)}


def conflict(asked: Kinds, title: Kinds, questions: Kinds) -> bool:
    """Whether the question names a kind and the article (its title, else its questions) another alone."""
    for number, kinds in asked.items():
        spoken_of = title.get(number) or questions.get(number)
        if spoken_of and not kinds & spoken_of:
            return True
    return False


def _named(text: str) -> Iterator[tuple[int, dict[str, int]]]:
    normal = in_chinese(normalise(text))
    for number, line in enumerate(_lines()):
        named, rest = {}, normal
        for word, kind in line:
            if word in rest:
                named[word] = kind
                rest = rest.replace(word, " ")
        if named:
            yield number, named


@cache
def _lines() -> tuple[tuple[tuple[str, int], ...], ...]:
    lines = []
    for line in CONTRASTS.read_text("utf-8").splitlines():
        kinds = line.partition("#")[0].split()
        words = [(normalise(word), kind) for kind, each in enumerate(kinds) for word in each.split("|")]
        if words:
            lines.append(tuple(sorted(words, key=lambda pair: -len(pair[0]))))
    return tuple(lines)
