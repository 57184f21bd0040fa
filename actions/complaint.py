"""A complaint that was begun goes on: what the customer adds joins it, until the subject changes."""

import re
from typing import Any

from kb.understanding.follow_up import says_nothing
from kb.understanding.question_words import asks, wishes

SLOT = "complaint"
"""How often the complaint that is open was told of; 0 for none."""

SHORT = 24
"""Characters: what is longer and asks within a story (凭什么这样) is told, unless it ends in asking."""

_OF_COMPLAINTS = "投诉"
_ENDS_IN_ASKING = re.compile(r"[?？吗呢]\s*[。！!]*$")
_CLAUSES = re.compile(r"[，,。；;！!\s]+")
_RHETORICAL = re.compile(
    r"凭(?:什么|啥)|为(?:什么|啥|何)|怎么(?:能|会|可以|好意思|这|那|回事|搞|做事|当)|咋(?:回事|能)"
    r"|(?:什么|啥)(?:意思|态度|服务|破|玩意|情况|道理|时候是个头)|算(?:什么|啥)|干(?:什么|啥)吃"
)
"""What asks for no answer: 凭什么, 怎么能这样, 什么态度."""
_NO_QUESTION = re.compile(
    r"叫(?:什么|啥)(?=\w)|(?:没)?什么(?:都|也)|(?:怎么|哪儿?|谁)(?:都|也)|没什么|不怎么|好几[个天次趟]"
)
"""Words that ask elsewhere: 理财叫什么天天宝, 什么都没说."""
_ASKS_IN_ENGLISH = re.compile(
    r"^(?:how|what|when|where|which|who|can|could|do|does|is|are|may)\b|\?\s*$", re.I
)


_FIGURE = re.compile(
    r"[0-9０-９]|[一二两三四五六七八九十百千万]+(?:元|块|万|号|月|日|天|点)"
    r"|(?:周|星期|礼拜)[一二三四五六日天末]|[昨前]天|昨晚|上个?(?:周|月|星期|礼拜)"
)


def of_slot(value: Any) -> int:
    """What the slot holds; 0 where it is empty or of another form (another version wrote it)."""
    return value if type(value) is int and value > 0 else 0


def is_detail(text: str) -> bool:
    """Whether words told while a complaint is open are part of it: they neither ask nor wish for anything."""
    if says_nothing(text) or wishes(text) or _ASKS_IN_ENGLISH.search(text):
        return False
    if _ends_in_asking(text):
        return False
    return len(text) > SHORT or not asks(_NO_QUESTION.sub("", text))


def has_figure(text: str) -> bool:
    """Whether an amount or a day is told in the words."""
    return bool(_FIGURE.search(text))


def is_question(text: str) -> bool:
    """Whether words told while a complaint is open ask for something: they are answered as a question."""
    return _ends_in_asking(text) or (len(text) <= SHORT and asks(_NO_QUESTION.sub("", text)))


def _ends_in_asking(text: str) -> bool:
    """Whether the words end in a question that wants an answer, however long the story before it is."""
    if _ENDS_IN_ASKING.search(text):
        return True
    last = next((clause for clause in reversed(_CLAUSES.split(text)) if clause), "")
    return asks(_NO_QUESTION.sub("", last)) and not _RHETORICAL.search(last)


def is_of_complaints(title: str) -> bool:
    """Whether an article is about complaints, so that reading it is no change of the subject."""
    return _OF_COMPLAINTS in title
