"""Which of the two languages a customer is answered in."""

import re

from urgent.words import Language

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{2,}")


def language_of(words: str, known: str | None) -> Language:
    """That of the words, or else the one that is known (a BCP 47 tag); `zh` where neither tells."""
    if _CHINESE.search(words):
        return "zh"
    if len(_LATIN.findall(words)) >= 2:
        return "en"
    return "en" if (known or "").lower().startswith("en") else "zh"
