"""Turns a text into two bags of features, words and characters, for the classifier of business intents."""

import re
from collections.abc import Iterator
from itertools import pairwise

import rjieba

from bot.components.normalise import normalise

LONGEST_NGRAM = {"han": 3, "latin": 5}
"""Characters of an n-gram: a Chinese one says as much as a word, of a Latin word it takes more."""

_TOKEN = re.compile(r"[a-z0]+(?:['’][a-z]+)?|[^\sa-z0]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")
_CODE = re.compile(r"[{}@\\]|\w_\w|[a-z];[a-z]|(?:^|\s)/")
"""What stands in commands and data, but in no sentence."""

LEAST_LATIN_WORDS = 2


def says_something(text: str) -> bool:
    """Whether a text may be a request: one word of English alone or a line of code is none."""
    plain = normalise(text)
    if _CODE.search(plain):
        return False
    return bool(_HAN.search(plain)) or len(_LATIN_WORD.findall(plain)) >= LEAST_LATIN_WORDS


def words_of(text: str) -> set[str]:
    """Words and pairs of words, each once; `^` and `$` stand for the two ends."""
    words = ["^", *(word for word in rjieba.cut(normalise(text)) if word.strip()), "$"]
    return {f"w:{word}" for word in words[1:-1]} | {f"p:{one} {two}" for one, two in pairwise(words)}


def characters_of(text: str) -> set[str]:
    """N-grams of characters, each once; those of Latin letters stay inside a word."""
    return {f"c:{gram}" for token in _TOKEN.findall(normalise(text)) for gram in _grams(token)}


def _grams(token: str) -> Iterator[str]:
    latin = token.isascii()
    framed = f" {token} " if latin else token
    shortest = 2 if latin else 1
    for size in range(shortest, LONGEST_NGRAM["latin" if latin else "han"] + 1):
        for start in range(len(framed) - size + 1):
            yield framed[start : start + size]
