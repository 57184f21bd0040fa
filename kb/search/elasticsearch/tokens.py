"""Tokens of `kb.text` as words that Elasticsearch's `standard` tokenizer leaves whole.

So both backends search the same tokens: the tokenizer would else take Chinese apart once more, and drop the
sign by which a group of synonyms is told from its plainest word.
"""

from collections.abc import Iterable

PLAIN, SPELLED = "a", "u"
"""How the word of a token begins: as it is (Latin letters and digits), or spelled in code points."""

LONGEST = 40
"""Characters of a token that count: five signs for each stay below the tokenizer's limit of 255."""


def word_of(token: str) -> str:
    """The word of a token; two tokens that differ in their first `LONGEST` characters have different ones."""
    cut = token[:LONGEST]
    if cut.isascii() and cut.isalnum():
        return PLAIN + cut
    return SPELLED + "".join(f"{ord(char):05x}" for char in cut)


def text_of(tokens: Iterable[str]) -> str:
    """The words of tokens as one text, in their order."""
    return " ".join(map(word_of, tokens))
