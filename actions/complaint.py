"""A complaint that was begun goes on: what the customer adds joins it, until the subject changes."""

import re

from kb.understanding.follow_up import says_nothing
from kb.understanding.question_words import asks, wishes

SLOT = "complaint"

SHORT = 24
"""Characters: what is longer and asks within a story (凭什么这样) is told, unless it ends in asking."""

_OF_COMPLAINTS = "投诉"
_ENDS_IN_ASKING = re.compile(r"[?？吗呢]\s*[。！!]*$")
_ASKS_IN_ENGLISH = re.compile(
    r"^(?:how|what|when|where|which|who|can|could|do|does|is|are|may)\b|\?\s*$", re.I
)


def is_detail(text: str) -> bool:
    """Whether words told while a complaint is open are part of it: they neither ask nor wish for anything."""
    if says_nothing(text) or wishes(text) or _ASKS_IN_ENGLISH.search(text):
        return False
    if _ENDS_IN_ASKING.search(text):
        return False
    return len(text) > SHORT or not asks(text)


def is_of_complaints(title: str) -> bool:
    """Whether an article is about complaints, so that reading it is no change of the subject."""
    return _OF_COMPLAINTS in title
