"""Slips of homophones (还款 written 换款): pairs that no article knows, for pairs that sound alike."""

import math
from dataclasses import dataclass

from kb.others import others_in
from kb.search.statistics import Statistics
from kb.text import normalise
from kb.understanding.sounds import blurred, sounds_of, syllables_of

MOST_SLIPS = 2
ALTERNATIVES = 2
"""So many ways to mend a text are tried."""

LONGEST = 24
"""Characters of a text in which slips are looked for: a longer one tells a story, in words of its own."""

NEVER_SLIPS = frozenset("的了呢吗么吧啊呀哦哪那这是我你您他她在有和就也都还没不")
"""Words of one character, which stand beside anything."""


_Worth = tuple[bool, float]
"""Whether the sound is the very same, and how common the pairs are."""


@dataclass(frozen=True, slots=True)
class _Mend:
    place: int
    character: str
    worth: _Worth


def mended(text: str, statistics: Statistics) -> list[str]:
    """The text without its slips, the likeliest way first; none where no pair of characters is strange.

    A character is replaced by one that sounds alike where every pair that it then stands in is known.
    """
    normal = normalise(text)
    if len(normal) > LONGEST or others_in(normal):
        return []
    found = []
    for mend in _mends(normal, statistics)[:ALTERNATIVES]:
        once = _apply(normal, mend)
        again = _mends(once, statistics, without=mend.place)[: MOST_SLIPS - 1]
        found += [_apply(once, more) for more in again] + [once]
    return list(dict.fromkeys(found))


def _apply(text: str, mend: _Mend) -> str:
    return text[: mend.place] + mend.character + text[mend.place + 1 :]


def _mends(text: str, statistics: Statistics, without: int = -1) -> list[_Mend]:
    mends = []
    for place, character in enumerate(text):
        if place == without or character in NEVER_SLIPS or not syllables_of(character):
            continue
        pairs = _pairs(text, place)
        if all(statistics.knows(pair) for pair in pairs):
            continue
        mends += [_Mend(place, other, worth) for other, worth in _alike(text, place, statistics).items()]
    return sorted(mends, key=lambda mend: mend.worth, reverse=True)


def _alike(text: str, place: int, statistics: Statistics) -> dict[str, _Worth]:
    sounds = sounds_of(statistics)
    found: dict[str, _Worth] = {}
    for syllable in syllables_of(text[place]):
        same = sounds.exact.get(syllable, ())
        for other in dict.fromkeys((*same, *sounds.near.get(blurred(syllable), ()))):
            pairs = _pairs(text[:place] + other + text[place + 1 :], place)
            if other != text[place] and pairs and all(statistics.knows(pair) for pair in pairs):
                common = sum(math.log1p(statistics.frequencies[pair]) for pair in pairs)
                worth = (other in same, common)
                found[other] = max(found.get(other, worth), worth)
    return found


def _pairs(text: str, place: int) -> list[str]:
    """The pairs of Chinese characters that a character stands in, one or two."""
    around = (text[place - 1 : place + 1] if place else "", text[place : place + 2])
    return [pair for pair in around if len(pair) == 2 and all(syllables_of(each) for each in pair)]
