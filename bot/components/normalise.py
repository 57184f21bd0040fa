"""Makes equal what customers write differently: width, script, case, digits, spaces."""

import unicodedata

from opencc import OpenCC

LONGEST = 1000
"""Characters of a message that are looked at; what a customer wants stands long before."""

_to_simplified = OpenCC("t2s")


def normalise(text: str) -> str:
    """The text as the classifier sees it: NFKC, Simplified, lower case, digits as 0, single spaces."""
    return " ".join("".join(_plain(char) for char in simplify(text).lower()).split())


def simplify(text: str) -> str:
    """The text in NFKC and in Simplified characters, its digits as they are."""
    simplified: str = _to_simplified.convert(unicodedata.normalize("NFKC", text[:LONGEST]))
    return simplified


def _plain(char: str) -> str:
    if char.isdigit():
        return "0"
    category = unicodedata.category(char)
    if category == "Cf":  # zero-width and the like: nothing that a person sees
        return ""
    return " " if category[0] in "ZC" else char
