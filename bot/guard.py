"""Keeps customers' text from ever being read as a command (`/intent{...}`).

The model is loaded without Rasa's reader of commands (`bot/model.py`), so no text can be one. This guard
stands before it all the same: a later Rasa or another model must not bring commands back.
"""

import unicodedata

SLASHES = frozenset("/⁄∕⧸⫻╱⟋〳\u0337\u0338")
"""The slash after NFKC, and characters that are drawn like one."""

_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | frozenset(
    map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10)))
)
"""Letters and marks that show nothing: fillers, joiners, variation selectors."""


def guard(text: str) -> str:
    """The text, without the slashes (and what hides before them) that would make it a command.

    A text that does not begin with a slash after NFKC and without what nobody sees comes back as it is.
    """
    normal = unicodedata.normalize("NFKC", text)
    rest = normal.lstrip("".join(SLASHES.union(filter(_is_unseen, set(normal)))))
    skipped = normal[: len(normal) - len(rest)]
    return rest if any(char in SLASHES for char in skipped) else text


def _is_unseen(char: str) -> bool:
    """Spaces, controls, format characters, private and unassigned ones: nothing that a person reads."""
    return char.isspace() or unicodedata.category(char)[0] in "ZC" or char in _INVISIBLE
