"""Whether there is something to see in a text: a bubble of nothing would be stored and answered."""

import re

_NOTHING = re.compile(
    "["
    r"\s\x00-\x1f\x7f-\x9f"
    # Default_Ignorable_Code_Point (Unicode 17, DerivedCoreProperties.txt): joiners, directions, fillers.
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    # Marks of annotation, and the Braille pattern without a dot.
    "\ufff9-\ufffb\u2800"
    "]*"
)


def is_visible(text: str) -> bool:
    """Whether a text holds a character that can be seen; `isVisible` of the widget tells alike."""
    return _NOTHING.fullmatch(text) is None
