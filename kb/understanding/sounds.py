"""How characters sound, without tones: which of the characters that a knowledge base uses sound alike."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from kb.search.statistics import Statistics

_NEAR = ((r"^([zcs])h", r"\1"), (r"^n", "l"), (r"^hu(?=.)", "f"), (r"^hu$", "fu"), (r"(?<=[aei])ng$", "n"))
"""Sounds that speakers and keyboards mix up: z and zh, c and ch, s and sh, n and l, f and h, -n and -ng."""

READ_IN_TWO_WAYS = frozenset("还行重长调数着都会传单")
"""Characters that are read in two ways every day; other second readings are rare, and only mislead."""


@dataclass(frozen=True, slots=True)
class Sounds:
    """The characters of a knowledge base by their syllable ("xing"), and by its blurred form."""

    exact: Mapping[str, tuple[str, ...]]
    near: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=2)
def sounds_of(statistics: Statistics) -> Sounds:
    """The sounds of all characters that stand in titles and similar questions; kept for the next question."""
    exact: defaultdict[str, list[str]] = defaultdict(list)
    near: defaultdict[str, list[str]] = defaultdict(list)
    for character in statistics.frequencies:
        for syllable in syllables_of(character) if len(character) == 1 and not character.isascii() else ():
            exact[syllable].append(character)
            near[blurred(syllable)].append(character)
    return Sounds(
        {syllable: tuple(found) for syllable, found in exact.items()},
        {syllable: tuple(dict.fromkeys(found)) for syllable, found in near.items()},
    )


@cache
def syllables_of(character: str) -> tuple[str, ...]:
    """The syllables that a character is commonly read as; none for what is no Chinese character."""
    from pypinyin import Style, pinyin  # noqa: PLC0415  (its table takes half a second, and few processes search)

    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(found[0][: 2 if character in READ_IN_TWO_WAYS else 1]) if found else ()


@cache
def blurred(syllable: str) -> str:
    """A syllable in the form that it shares with those it is mixed up with."""
    for pattern, instead in _NEAR:
        syllable = re.sub(pattern, instead, syllable)
    return syllable
