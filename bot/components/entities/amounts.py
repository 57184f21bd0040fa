"""Finds amounts of money: 500 · 500块 · 1.5万 · 三千五百元 · 两万块 · ￥1,200.50 · 100 dollars · 五十."""

import re
from decimal import Decimal

from bot.components.entities.found import FoundEntity
from bot.components.entities.numerals import NUMBER, number_of

AMOUNT = "amount"

_UNIT = (
    r"(?:元|块钱|块|蚊|圆|刀|人民币|rmb|cny|yuan|dollars?|美元|美金|欧元|日元|英镑|港币|港元"
    r"|usd|eur|hkd|jpy|gbp)"
)
_WITH_UNIT = re.compile(rf"(?<![\d.])({NUMBER})\s*(?:多|来|几)?\s*{_UNIT}(?:钱|整)?", re.I)
_WITH_SIGN = re.compile(rf"[¥￥$€£]\s*({NUMBER})")
_BEHIND_VERB = re.compile(
    rf"(?:转账?|打|汇|付|还|存|取|提现?|借|贷款?|充|缴|交|换|买|扣了?|金额是?|改成|改为|是|send|pay|transfer|borrow)"
    rf"\s*(?:给\S{{1,4}})?\s*({NUMBER})(?![\d年月日号天点时期个张次岁折%条笔小台位种])",
    re.I,
)
_LARGE_ALONE = re.compile(
    r"(?<![\d.])((?:\d+(?:\.\d+)?)\s*[万wW](?![a-zA-Z])\d?|[一二两三四五六七八九十百]+[万千百](?:[一二三四五六七八九](?:[千百])?)?)"
)
_ALONE = re.compile(rf"\s*(?:就|大概|大约|差不多|约)?({NUMBER})(?:吧|就行|就好|左右)?[。.!！]?\s*")
_HALF = re.compile(rf"({NUMBER})(万|千|百|块|元)半")
LARGEST = Decimal(10) ** 12


def find_amounts(text: str) -> list[FoundEntity]:
    """Amounts as plain decimals ("3500", "1200.5"); the currency is found apart (`currencies.py`)."""
    found: list[FoundEntity] = []
    alone = _ALONE.fullmatch(text)
    matches = [match for pattern in _PATTERNS for match in pattern.finditer(text)]
    for match in [*matches, *([alone] if alone else [])]:
        value = number_of(match[1])
        if value is not None and 0 < value < LARGEST and not _is_long_figure(match[1]):
            end = match.end() if match is not alone else match.end(1)
            start = match.start(1) if match.re is not _WITH_SIGN else match.start()
            found.append(FoundEntity(AMOUNT, plain_decimal(value), start, end))
    return found


_PATTERNS = (_WITH_UNIT, _WITH_SIGN, _BEHIND_VERB, _LARGE_ALONE)


def plain_decimal(value: Decimal) -> str:
    """Without an exponent and without noughts behind the point."""
    written = f"{value:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def _is_long_figure(figure: str) -> bool:
    """Telephone and card numbers are no amounts."""
    return len(re.sub(r"\D", "", figure.split(".", maxsplit=1)[0])) > 9
