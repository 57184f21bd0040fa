"""How angry a customer sounds, from 0 to 3: a small measure by words and signs, with no model.

A word of anger counts 2 for the first and 1 for each further one; two exclamation marks in a row, or three
in all, 1; the same words as in an earlier message of the conversation, 1. At 3 it ends. It is a hint for
rules, and says nothing about a person.
"""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

MOST = 3
_SHOUTS = re.compile(r"[!！]{2,}|(?:[!！][^!！]*){3,}")
_SIGNS = re.compile(r"[\W_]+")


def mood_of(words: str, earlier: Sequence[str] = ()) -> int:
    """The measure of a message; `earlier`: what the customer wrote before in this conversation."""
    plain = words.lower()
    found = sum(word in plain for word in anger_words())
    score = (found + 1 if found else 0) + bool(_SHOUTS.search(words))
    bare = _SIGNS.sub("", plain)
    repeats = len(bare) > 1 and any(_SIGNS.sub("", each.lower()) == bare for each in earlier)
    return min(MOST, score + repeats)


@cache
def anger_words() -> tuple[str, ...]:
    """The words of `anger.txt`."""
    lines = Path(__file__).with_name("anger.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))
