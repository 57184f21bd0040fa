"""Questions in Latin letters: in English, or spelled as they sound ("xinyongka zenme huankuan")."""

import math
import re

from kb.english import is_latin, stem, terms_in
from kb.search.statistics import Statistics
from kb.text import normalise
from kb.understanding.sounds import sounds_of

MOST_LETTERS, LONGEST_SYLLABLE = 80, 6
_LETTERS = re.compile(r"[a-z]+(?:[ '][a-z]+)*")
UNKNOWN_PAIR = -3.0
"""What a pair that no article has costs, where a common one gains the logarithm of its articles."""


def is_english(text: str, statistics: Statistics) -> bool:
    """Whether a text is in Latin letters alone and does not spell Chinese words."""
    normal = normalise(text)
    return is_latin(normal) and in_characters(text, statistics) is None


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
    if _known(words, statistics) * 2 >= len(letters):
        return None
    return _likeliest(
        "".join(words), {len("".join(words[:count])) for count in range(len(words))}, statistics
    )


def _known(words: list[str], statistics: Statistics) -> int:
    """The letters of those words that articles or the glossary have in English, lone letters apart."""
    return sum(
        len(word) for word in words if len(word) > 1 and (statistics.knows(stem(word)) or terms_in(word))
    )


def _likeliest(letters: str, edges: set[int], statistics: Statistics) -> str | None:
    """The characters whose pairs are the most common ones (Viterbi's algorithm); `None` where none fit.

    No syllable goes over an edge between two words.
    """
    known = sounds_of(statistics).exact
    paths: list[dict[str, tuple[float, str]]] = [{"": (0.0, "")}] + [{} for _ in letters]
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - LONGEST_SYLLABLE), end):
            if edges & set(range(start + 1, end)):
                continue
            for character in known.get(letters[start:end], ()) if paths[start] else ():
                best = max(
                    (score + _commonness(path[-1:] + character, statistics), path + character)
                    for score, path in paths[start].values()
                )
                paths[end][character] = max(paths[end].get(character, best), best)
    return max(paths[-1].values())[1] if paths[-1] else None


def _commonness(pair: str, statistics: Statistics) -> float:
    if len(pair) == 1:
        return 0.0
    count = statistics.frequencies.get(pair, 0)
    return math.log1p(count) if count else UNKNOWN_PAIR
