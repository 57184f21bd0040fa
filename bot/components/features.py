"""Turns a text into what the classifier weighs: words, pairs of words, and character n-grams."""

from collections.abc import Container, Iterator
from itertools import pairwise

import rjieba

from bot.components.normalise import normalise

LONGEST_NGRAM = 3


def features(text: str) -> set[str]:
    """The features of a text, each once: `w:` words, `p:` pairs of words, `c:` characters.

    `^` and `$` stand for the two ends, so that a greeting alone differs from one before a question.
    """
    plain = normalise(text)
    return {*_words(plain), *_characters(plain), _length(plain)}


def share_known(bag: set[str], known: Container[str]) -> float:
    """The share of a text's features that are known, apart from those that every text has; 0 to 1."""
    telling = bag - NOTHING
    return sum(name in known for name in telling) / len(telling) if telling else 0.0


def _words(plain: str) -> Iterator[str]:
    words = ["^", *(word for word in rjieba.cut(plain) if word.strip()), "$"]
    for first, second in pairwise(words):
        yield f"w:{first}"
        yield f"p:{first} {second}"


def _characters(plain: str) -> Iterator[str]:
    framed = f"^{plain}$"
    for size in range(1, LONGEST_NGRAM + 1):
        for start in range(len(framed) - size + 1):
            yield f"c:{framed[start : start + size]}"


def _length(plain: str) -> str:
    return f"l:{min(len(plain) // 4, 6)}"


NOTHING = frozenset(features(""))
"""What is left of a text in which there is nothing."""
