"""Two questions in one message."""

import re

from kb.understanding.fillers import plain
from kb.understanding.question_words import asks, wishes

MOST_QUESTIONS = 3
LONGEST = 24
"""Characters of one question; what is longer tells a story."""

_JOINT = re.compile(
    r"(?:另外|还有就是|还有|顺便|以及|对了|再就是|同时)(?:再|还)?(?:想|请)?(?:问一?下|问问|问|请教一?下|咨询一?下)?|再问一?下"
)
_END = re.compile(r"(?<=[？?！!。；;])|\n|(?<=[吗呢])[，, ]")


def questions_in(text: str) -> list[str]:
    """The questions of a message that consists of questions alone; fewer than two: it is one, or a story.

    Split at the ends of questions and at words like 另外 and 顺便. A part that neither asks nor wishes makes
    the whole a story, whose clauses are no questions of their own.
    """
    parts = [plain(part) for end in _END.split(text) if end for part in _JOINT.split(end)]
    found = [part.strip("，, ") for part in parts if part.strip("，, ")]
    if not 2 <= len(found) <= MOST_QUESTIONS:
        return []
    short = all(len(part) <= LONGEST for part in found)
    return found if short and all(asks(part) or wishes(part) for part in found) else []
