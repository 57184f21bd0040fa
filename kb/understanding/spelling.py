"""Questions spelled in Latin letters ("xinyongka zenme huankuan"), as they sound."""

import math
import re
from collections.abc import Container, Sequence

from kb.search.statistics import Statistics
from kb.text import normalise
from kb.understanding.sounds import sounds_of

MOST_LETTERS, LONGEST_SYLLABLE = 80, 6
_LETTERS = re.compile(r"[a-z]+(?:[ '][a-z]+)*")
UNKNOWN_PAIR = -3.0
"""What a pair that no article has costs, where a common one gains the logarithm of its articles."""


def in_characters(text: str, statistics: Statistics) -> str | None:
    """The text in the characters that its syllables most likely stand for; `None` where it spells nothing."""
    normal = normalise(text)
    spelled = _LETTERS.search(normal)
    if not spelled or len(normal) > MOST_LETTERS:
        return None
    found = _LETTERS.sub(lambda letters: _written(letters[0], statistics) or letters[0], normal)
    return found if found != normal else None


def _written(letters: str, statistics: Statistics) -> str | None:
    words = re.split("[ ']", letters)
    if any(statistics.knows(word) for word in words):
        return None
    known = sounds_of(statistics).exact
    syllables = [_syllables(word, known.keys()) for word in words]
    if not all(syllables):
        return None
    return _likeliest([known[each] for word in syllables for each in word], statistics)


def _syllables(word: str, known: Container[str]) -> list[str]:
    """The fewest syllables that spell a word; none where it cannot be spelled."""
    best: list[list[str] | None] = [[]] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - LONGEST_SYLLABLE), end):
            before, syllable = best[start], word[start:end]
            if before is None or syllable not in known:
                continue
            spelled, so_far = [*before, syllable], best[end]
            if so_far is None or len(spelled) < len(so_far):
                best[end] = spelled
    return best[-1] or []


def _likeliest(choices: Sequence[Sequence[str]], statistics: Statistics) -> str:
    """One character of each choice, so that the pairs are the most common ones (Viterbi's algorithm)."""
    paths = {character: (0.0, character) for character in choices[0]}
    for choice in choices[1:]:
        paths = {
            character: max(
                (score + _commonness(path[-1] + character, statistics), path + character)
                for score, path in paths.values()
            )
            for character in choice
        }
    return max(paths.values())[1]


def _commonness(pair: str, statistics: Statistics) -> float:
    count = statistics.frequencies.get(pair, 0)
    return math.log1p(count) if count else UNKNOWN_PAIR
