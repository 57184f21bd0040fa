"""What narrows a question: doings, places and kinds of a list, and names of campaigns."""

import re
from functools import cache
from pathlib import Path

from kb.english import in_chinese
from kb.text import normalise

QUALIFIERS = Path(__file__).with_name("qualifiers.txt")

MARK = "!"
"""Begins a line of a special case (see `marks_in`)."""

Qualifiers = frozenset[int]
"""The lines of the list that a text touches."""

_CAMPAIGN = re.compile(
    r"([\u3400-\u9fff]{2})[”」』\"]?(?:信用卡|存款)?"
    r"(?:返现|加息|立减|满减|红包|抽奖|礼包|送礼|翻倍|促销|大促|优惠活动|活动)"
)
_CALLED = re.compile(
    r"([\u3400-\u9fff]{2})[”」』\"]?(?:这个|这款|这种|那个|那款)(?:产品|理财|基金|存款|存单|保险|贷款|卡|活动|业务|计划)"
)
_NO_NAME = re.compile(
    r"[的了吗么吧呢些个这那哪我你您他她们买问下有搞做办什啥和是在要想去]|参加|最近|现在|目前|今年"
)


def qualifiers_in(text: str) -> Qualifiers:
    """The qualifiers that a text names, in Chinese or in English."""
    normal = in_chinese(normalise(text))
    return frozenset(number for number, pattern in enumerate(_patterns()) if pattern.search(normal))


def marks_in(text: str) -> Qualifiers:
    """The qualifiers of a special case that a text names: nobody means one that they do not name."""
    return qualifiers_in(text) & _marks()


def campaigns_in(text: str) -> frozenset[str]:
    """The words before those that mean a campaign or a product ("国庆" in "国庆返现"), if they may be a name.

    Of a longer name (安享宝这个产品), its last two characters.
    """
    normal = normalise(text)
    found = [*_CAMPAIGN.findall(normal), *_CALLED.findall(normal)]
    return frozenset(str(name) for name in found if not _NO_NAME.search(name))


@cache
def _marks() -> Qualifiers:
    return frozenset(number for number, line in enumerate(_lines()) if line.startswith(MARK))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    lines = [line.removeprefix(MARK) for line in _lines()]
    return tuple(re.compile("|".join(map(re.escape, normalise(line).split("|")))) for line in lines)


@cache
def _lines() -> tuple[str, ...]:
    lines = [line.partition("#")[0].strip() for line in QUALIFIERS.read_text("utf-8").splitlines()]
    return tuple(line for line in lines if line)
