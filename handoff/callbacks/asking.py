"""Reads from a customer's message whether they want to be called back, or written to again, and when.

Only a message that says this and nothing else is taken for it: 有人让我回电 13800000000 asks something else.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from handoff.callbacks.times import FoundTime, find_english_time, find_time

PHONE, HERE = "phone", "here"
"""By telephone, or where the customer has written."""

SOON = timedelta(minutes=30)
"""When somebody calls who was told no time."""

LATEST = timedelta(days=30)

NUMBER = re.compile(r"(?<![0-9])(?:\+?86[- ]?)?(1[3-9](?:[- ]?[0-9]){9}|0[0-9]{2,3}[- ]?[0-9]{7,8})(?![0-9])")
_BETWEEN = re.compile(r"[\s,。.!~;、:]+")
_WITH = (
    r"(?:请|麻烦|麻烦您|你们|您们|能不能|能否|可以|可不可以|能|帮我|帮忙|让|叫"
    r"|安排|预约|客服|人工|经理|我想|我要|我希望|希望|需要|那|就|再|重新|在|于)*"
)
_END = r"(?:一下|好吗|可以吗|行吗|吗|吧|呢|哦|谢谢|多谢|感谢|辛苦了|了|[?])*"
_MINE = r"(?:(?:我的|本人)?(?:手机|电话|联系电话|联系方式)?(?:号码|号)?(?:是|为)?)"
_CALL = re.compile(
    rf"{_MINE}{_WITH}(?:给我|跟我|和我|往|打给我|拨打)?{_WITH}"
    r"(?:回电话?|回个电话|回一个电话|回拨|回访|打个?电话|打我电话|打我手机|来电|来个电话|致电|电话联系|打给)"
    rf"(?:给我|我)?{_END}{_MINE}{_END}"
)
_WRITE = re.compile(
    rf"{_WITH}(?:到时候?)?(?:在?这里|在?这儿|在微信上?|在公众号)?{_WITH}"
    rf"(?:(?:联系|找|问|提醒|回复|答复|通知)(?:我)|来?找我)(?:在这里)?{_END}"
)
_ASK_EN = "(?:please |could you |can you |just )*"
_CALL_EN = re.compile(rf"{_ASK_EN}(?:call|ring|phone) me(?: back)?(?: at| on)*(?: please)?")
_WRITE_EN = re.compile(rf"{_ASK_EN}(?:contact|ask|remind|write to) me(?: again)?(?: here)?(?: please)?")


@dataclass(frozen=True, slots=True)
class CallbackWish:
    """What a customer wants; `number` is None where none was told, `at` where no time to come was."""

    by: str
    number: str | None
    at: datetime | None


def number_in(text: str) -> str | None:
    """The last telephone number in a text, digits alone."""
    found = list(NUMBER.finditer(unicodedata.normalize("NFKC", text)))
    return re.sub(r"[^0-9]", "", found[-1][1]) if found else None


def read_asked(text: str, now: datetime) -> CallbackWish | None:
    """What a message asks for; None where it is anything else. `now` is on the bank's clocks."""
    if len(text) > 200:
        return None
    folded = unicodedata.normalize("NFKC", text).lower()
    number = number_in(folded)
    rest = NUMBER.sub(" ", folded)
    squeezed = _BETWEEN.sub("", rest.replace(":", "\0")).replace("\0", ":")
    english = " ".join(re.sub(r"[,.!?]", " ", rest).split())
    for words, found, call, write in (
        (squeezed, find_time(squeezed, now), _CALL, _WRITE),
        (english, find_english_time(english, now), _CALL_EN, _WRITE_EN),
    ):
        left = _without(words, found)
        at = _within(found.at if found is not None else now + SOON, now)
        if call.fullmatch(left):
            return CallbackWish(PHONE, number, at)
        if found is not None and number is None and write.fullmatch(left):
            return CallbackWish(HERE, None, at)
    return None


def _without(words: str, found: FoundTime | None) -> str:
    """The words but for the time; those of Chinese stand without spaces."""
    if " " not in words:
        rest = words if found is None else words[: found.start] + words[found.end :]
        return rest.replace(":", "")
    rest = words if found is None else f"{words[: found.start]} {words[found.end :]}"
    return " ".join(rest.split()).strip(" :")


def _within(at: datetime | None, now: datetime) -> datetime | None:
    return None if at is None or at > now + LATEST else at
