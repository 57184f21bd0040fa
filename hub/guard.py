"""Keeps customers' text from becoming a command of the bot: Rasa reads `/intent{…}` as one.

The bot's side has a guard of its own with the same rule. See docs/security.md: Rasa strips what Python calls
white space (U+3000, NBSP, U+001F, …) before it looks for the slash, and a full-width slash or one behind
a zero-width space becomes live as soon as anything normalises the text afterwards.
"""

import unicodedata
from functools import lru_cache
from itertools import takewhile

SLASHES = frozenset(
    "/\u2044\u2215\u2571\u27cb\u29f6\u29f8\u2afb\u2afd\u1735\u2041\u2cc6\u3033\U0001d23a\U0001f67c"
)
"""The slash and the signs that look like one or are drawn for one (Unicode confusables of U+002F)."""

SHOW_NOTHING = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and a symbol without a shape; they count as space."""

NOTHING_SAID = "？"
"""What is left of a text that said nothing: the bot asks what the customer means."""


def guard_text(text: str) -> str:
    """The text without slashes at its front; never empty.

    Where a slash is the first visible character, the whole run of slashes and invisible characters at the
    front is removed; any other text stays as it is. The result does not begin with a slash, and does not
    come to begin with one when it is NFKC-normalised or loses white space, control or format characters.
    """
    front = "".join(takewhile(lambda char: _kind(char) != "visible", text))
    if len(front) == len(text):
        return NOTHING_SAID
    return text[len(front) :] if any(_kind(char) == "slash" for char in front) else text


@lru_cache(maxsize=1 << 12)
def _kind(char: str) -> str:
    """`slash`, `invisible` or `visible`, by what the character turns into under NFKC."""
    if char in SLASHES:
        return "slash"
    shown = [part for part in unicodedata.normalize("NFKC", char) if not _is_invisible(part)]
    if not shown:
        return "invisible"
    return "slash" if shown[0] in SLASHES else "visible"


def _is_invisible(char: str) -> bool:
    return char in SHOW_NOTHING or unicodedata.category(char)[0] in "ZCM"
