"""Turns a literal figure of an answer into a value: what kind it is, and the answer with its placeholder."""

import re
import unicodedata
from typing import NamedTuple

from hub.errors import BadInput
from kb.model import ValueKind

_RATE = re.compile(r"(\d+(?:\.\d+)?)\s*(%|‰)")
_MONEY = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(亿元|万元|元|美元|港币|欧元)")
_SAYING_WHAT = re.compile(
    r"(?:利率|年化|费率|汇率|收益率|手续费|年费|工本费|服务费|费用|收费|限额|额度)[^\d]*(?=\d)"
)
"""Words of the policy's that say what a figure is: they stay in the answer."""

_FEE_WORDS = ("费", "收取", "每笔")

SEEN_BEFORE = 12
"""Characters before a sum in which words say whether it is a fee or an amount."""


class Literal(NamedTuple):
    """What a figure is: the kind, the digits or words, the unit."""

    kind: ValueKind
    value: str
    unit: str


def read_literal(figure: str, before: str = "") -> Literal:
    """A figure as a value; `before` are the words in front of it. What is no number is kept as words."""
    plain = unicodedata.normalize("NFKC", figure).strip()
    rate = _RATE.fullmatch(plain)
    if rate:
        return Literal(ValueKind.RATE, rate[1], rate[2])
    money = _MONEY.fullmatch(plain)
    if money:
        is_fee = any(word in before[-SEEN_BEFORE:] for word in _FEE_WORDS)
        kind = ValueKind.FEE if is_fee else ValueKind.AMOUNT
        return Literal(kind, money[1].replace(",", ""), money[2])
    return Literal(ValueKind.TEXT, figure.strip(), "")


def find_literal(text: str, figure: str) -> tuple[int, int]:
    """Where a figure that `kb.numbers` told of stands in a text, without words before it that say what it is.

    The policy reads compatibility forms as one (％ is %), so they are compared as such, sign by sign.
    Raises `BadInput` where it does not stand there.
    """
    wanted = [sign for sign in unicodedata.normalize("NFKC", figure) if not sign.isspace()]
    for start in range(len(text)):
        end = _end_of(text, start, wanted)
        if end:
            words = _SAYING_WHAT.match(text, start, end)
            return words.end() if words else start, end
    raise BadInput("this figure does not stand in the answer as it is written there")


def _end_of(text: str, start: int, wanted: list[str]) -> int:
    """Where the wanted signs end that begin at a place, spaces between them left out; 0 where they do not."""
    left, place = wanted, start
    while left and place < len(text):
        signs = list(unicodedata.normalize("NFKC", text[place]))
        if text[place].isspace() and left is not wanted:
            place += 1
            continue
        if left[: len(signs)] != signs:
            return 0
        left, place = left[len(signs) :], place + 1
    return 0 if left else place
