"""What can be seen in a conversation by itself: anger, long silences, questions that nobody answered."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

LONGEST_SILENCE_S = 180.0
"""So long may a customer who speaks with a person wait for the next word."""

QUESTION_SIGNS = ("?", "？")
QUESTION_ENDS = ("吗", "呢", "么", "吗。", "呢。", "么。")
QUESTION_WORDS = (
    "怎么",
    "如何",
    "多少",
    "什么",
    "哪里",
    "哪儿",
    "哪个",
    "为什么",
    "几点",
    "能不能",
    "可不可以",
    "是不是",
)

Who = Literal["customer", "bot", "agent", "system"]
Kind = Literal["forbidden", "must_say", "anger", "silence", "unanswered"]
KINDS: tuple[Kind, ...] = ("forbidden", "must_say", "anger", "silence", "unanswered")


class SpokenMessage(NamedTuple):
    """One message: its number, who spoke, the words, and when."""

    seq: int
    who: Who
    words: str
    at: datetime


class CheckHit(NamedTuple):
    """Something that was found, and at which message."""

    seq: int
    kind: Kind
    words: str
    why: str


@cache
def anger_words() -> tuple[str, ...]:
    """The words of `anger.txt`."""
    lines = Path(__file__).with_name("anger.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def find_anger(said: Sequence[SpokenMessage]) -> Iterator[CheckHit]:
    """Customers' messages with an angry word in them."""
    for each in said:
        word = next((word for word in anger_words() if word in each.words), None)
        if each.who == "customer" and word is not None:
            yield CheckHit(each.seq, "anger", word, "客户情绪激动")


def find_silences(said: Sequence[SpokenMessage], closed_at: datetime) -> Iterator[CheckHit]:
    """Customers' messages that waited too long once a person had begun to speak with them."""
    serving, waiting = False, None
    for each in said:
        if each.who == "customer":
            waiting = waiting or each
        elif each.who in ("agent", "bot"):
            if serving and waiting is not None:
                yield from _silence(waiting, each.at)
            waiting = None
            serving = each.who == "agent"
    if serving and waiting is not None:
        yield from _silence(waiting, closed_at)


def _silence(waiting: SpokenMessage, until: datetime) -> Iterator[CheckHit]:
    seconds = (until - waiting.at).total_seconds()
    if seconds > LONGEST_SILENCE_S:
        yield CheckHit(waiting.seq, "silence", "", f"客户等待 {round(seconds)} 秒")


def find_unanswered(said: Sequence[SpokenMessage]) -> Iterator[CheckHit]:
    """Questions behind which nobody said anything any more."""
    spoken = [at for at, each in enumerate(said) if each.who in ("agent", "bot")]
    for each in said[spoken[-1] + 1 if spoken else 0 :]:
        if each.who == "customer" and is_question(each.words):
            yield CheckHit(each.seq, "unanswered", each.words, "客户的问题没有得到答复")


def is_question(words: str) -> bool:
    """Whether it asks something, by a sign, its end or a word."""
    text = words.strip()
    return text.endswith(QUESTION_ENDS) or any(each in text for each in QUESTION_SIGNS + QUESTION_WORDS)
