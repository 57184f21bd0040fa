"""Other houses and their products: which of them a text names."""

import re
from functools import cache
from pathlib import Path

from kb.text import normalise

OTHERS = Path(__file__).with_name("others.txt")

Names = frozenset[str]
"""The plainest way to write each name that a text has."""


def others_in(text: str) -> Names:
    """The names of other houses and their products in a text."""
    pattern, plainest = _names()
    return frozenset(plainest[found] for found in pattern.findall(normalise(text)))


@cache
def _names() -> tuple[re.Pattern[str], dict[str, str]]:
    plainest: dict[str, str] = {}
    for line in OTHERS.read_text("utf-8").splitlines():
        words = [normalise(word) for word in line.partition("#")[0].strip().split("|") if word]
        plainest.update(dict.fromkeys(words, words[0]) if words else {})
    longest_first = sorted(plainest, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), plainest
