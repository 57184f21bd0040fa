"""Makes texts alike that differ in what nobody reads: width, case, blanks and signs between characters."""

import unicodedata

_KEPT = ("L", "N")
"""Letters and digits; a blank or a dot between two characters of a forbidden word hides it from nobody."""


def squeezed(text: str) -> str:
    """The letters and digits of a text, folded (NFKC, without case)."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] in _KEPT)
