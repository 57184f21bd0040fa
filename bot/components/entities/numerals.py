"""Reads numbers as people write them: 12,000 · 1.5万 · 三千五 · 两万零五十 · 半."""

import re
from decimal import Decimal, InvalidOperation

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "俩": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
    "肆": 4,
    "伍": 5,
    "陆": 6,
    "柒": 7,
    "捌": 8,
    "玖": 9,
}
_SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_LARGE = {"万": 10**4, "亿": 10**8, "w": 10**4, "k": 1000}

CHINESE = "[〇零一二两俩三四五六七八九壹贰叁肆伍陆柒捌玖十百千拾佰仟万亿]"
ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,4})?"
_THOUSANDS = r"(?:[十百千]?[万亿]|[千百]|[wkWK](?![a-zA-Z]))"
NUMBER = rf"(?:(?:{ARABIC})\s*{_THOUSANDS}?(?:\d{{1,4}}|{CHINESE}{{1,4}})?|{CHINESE}+)"

_MIXED = re.compile(rf"({ARABIC})\s*([十百千]?[万亿]|[千百]|[wkWK])?(\d{{1,4}}|{CHINESE}{{1,4}})?")


def number_of(text: str) -> Decimal | None:
    """The number that a text is; None where it is none. 三千五 is 3500, 两万三 is 23000."""
    plain = text.strip().lower()
    mixed = _MIXED.fullmatch(plain)
    if mixed:
        return _mixed(*mixed.groups())
    return _chinese(plain) if plain and all(char in _KNOWN for char in plain) else None


_KNOWN = {*_DIGITS, *_SMALL, *"万亿"}


def _mixed(figure: str, unit: str | None, rest: str | None) -> Decimal | None:
    try:
        value = Decimal(figure.replace(",", ""))
    except InvalidOperation:
        return None
    scale = Decimal(1)
    for char in unit or "":
        scale *= _LARGE.get(char) or _SMALL[char]
    if not rest:
        return value * scale
    if not unit:
        return None
    more = number_of(rest)
    if more is None:
        return None
    short = len(rest) == 1 and more < 10
    return value * scale + (more * scale / 10 if short else more)


def _chinese(text: str) -> Decimal | None:
    total, section, digit, last = 0, 0, None, 1
    for char in text:
        if char in _DIGITS:
            if digit is not None and digit != 0:
                return _spelled(text)
            digit = _DIGITS[char]
            last = 1 if digit == 0 else last
        elif char in _SMALL:
            section += (1 if digit is None else digit) * _SMALL[char]
            digit, last = None, _SMALL[char]
        else:
            total = (
                (total + section + (digit or 0)) * _LARGE[char]
                if total == 0
                else _over(total, section, digit, char)
            )
            section, digit, last = 0, None, _LARGE[char]
    if digit is not None:
        # 三千五 leaves the last unit out: it is a tenth of the one before.
        section += digit * (last // 10 if last >= 100 else 1)
    return Decimal(total + section)


def _over(total: int, section: int, digit: int | None, char: str) -> int:
    return total + (section + (digit or 0)) * _LARGE[char]


def _spelled(text: str) -> Decimal | None:
    """Figures spelled one by one: 一二〇."""
    if not all(char in _DIGITS for char in text):
        return None
    return Decimal("".join(str(_DIGITS[char]) for char in text))
