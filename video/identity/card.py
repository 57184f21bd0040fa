"""Reads an identity card (居民身份证, 人像面) from the words that were found in its picture.

Of all that stands there the name and the number are taken, and nothing else leaves this module.
"""

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Literal, NamedTuple, get_args

from video.identity.number import check_holds

Trouble = Literal[
    "", "no_card", "back", "blurred", "number_unseen", "check_digit", "no_name", "unread", "not_installed"
]
"""Why a picture says nothing, or not all. `back`: the side with the emblem; `unread`: reading broke down."""

TROUBLES: frozenset[str] = frozenset(get_args(Trouble))

MARKS = ("姓名", "性别", "民族", "出生", "住址", "公民身份号码")
BACK = ("中华人民共和国", "签发机关", "有效期限")
MARKS_NEEDED = 2
"""So many of its labels make a picture one of an identity card: a number alone stands on many papers."""

SHARP = 20.0
"""Variance of the Laplacian below which words that cannot be read are called blurred, not covered."""

NUMBER = re.compile(r"(?<![0-9])[0-9]{17}[0-9X](?![0-9])")
HAN = r"[\u3400-\u9fff\U00020000-\U000323af]"
NAME = re.compile(rf"{HAN}{{2,15}}(?:·{HAN}{{1,15}}){{0,4}}")


class Word(NamedTuple):
    """A box of words: its corners, from the upper left round to the lower left, in pixels."""

    text: str
    corners: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class CardRead:
    """What stands on a card. Empty: it could not be read, and `trouble` says why."""

    name: str = field(default="", repr=False)
    id_number: str = field(default="", repr=False)
    trouble: Trouble = ""


class _Placed(NamedTuple):
    """A box once the picture is turned level."""

    text: str
    x: float
    y: float
    height: float


def read_card(words: Sequence[Word], sharpness: float) -> CardRead:
    """Name and number of a card; without a number that holds, both may be empty."""
    rows = _rows(words)
    joined = ["".join(each.text for each in row) for row in rows]
    everything = "\n".join(joined)
    if sum(mark in everything for mark in MARKS) < MARKS_NEEDED:
        return CardRead(trouble=_no_card(everything, sharpness))
    name = _name(rows)
    numbers = [found for text in joined for found in NUMBER.findall(text)]
    right = next((each for each in numbers if check_holds(each)), "")
    if right:
        return CardRead(name, right, "" if name else "no_name")
    if numbers:
        return CardRead(name, trouble="check_digit")
    return CardRead(name, trouble="number_unseen" if sharpness >= SHARP else "blurred")


def is_sideways(words: Sequence[Word]) -> bool:
    """Whether most boxes stand upright: the card was held across."""
    long = [each for each in words if len(each.text) > 2]
    tall = [each for each in long if _length(each.corners[0], each.corners[3]) > _width(each)]
    return bool(long) and len(tall) * 2 > len(long)


def _no_card(everything: str, sharpness: float) -> Trouble:
    if any(mark in everything for mark in BACK):
        return "back"
    return "blurred" if sharpness < SHARP else "no_card"


def _name(rows: Sequence[Sequence[_Placed]]) -> str:
    """What stands behind its label, in the same box or in the next one to the right."""
    for row in rows:
        text = "".join(each.text for each in row)
        _, label, behind = text.partition("姓名")
        found = NAME.match(behind.lstrip(":")) if label else None
        if found:
            return found[0]
    return ""


def _rows(words: Sequence[Word]) -> list[list[_Placed]]:
    """Boxes by rows from the top, in each from the left; lines of a card that is held askew slant."""
    rows: list[list[_Placed]] = []
    for each in sorted(_level(words), key=lambda placed: placed.y):
        row = next((row for row in rows if _beside(row[-1], each)), None)
        if row is None:
            rows.append([each])
        else:
            row.append(each)
    return [sorted(row, key=lambda placed: placed.x) for row in rows]


def _beside(one: _Placed, other: _Placed) -> bool:
    return abs(one.y - other.y) < min(one.height, other.height) / 2


def _level(words: Sequence[Word]) -> list[_Placed]:
    """The middles of all boxes, turned by how far the lines slant."""
    wide = [each for each in words if _width(each) > 2 * _length(each.corners[0], each.corners[3])]
    slant = median(_slant(each) for each in wide) if wide else 0.0
    cos, sin = math.cos(slant), math.sin(slant)
    placed = []
    for text, corners in words:
        x, y = (sum(corner[axis] for corner in corners) / len(corners) for axis in (0, 1))
        height = _length(corners[0], corners[3])
        placed.append(_Placed(_plain(text), x * cos + y * sin, y * cos - x * sin, height))
    return placed


def _plain(text: str) -> str:
    """Without blanks, which are found where there are none; full-width forms and small letters made plain."""
    folded = unicodedata.normalize("NFKC", text).upper().replace("×", "X")
    return re.sub(r"[•・‧∙⋅.]", "·", re.sub(r"\s", "", folded))


def _slant(word: Word) -> float:
    (left, top), (right, there) = word.corners[0], word.corners[1]
    return math.atan2(there - top, right - left)


def _width(word: Word) -> float:
    return _length(word.corners[0], word.corners[1])


def _length(one: tuple[float, float], other: tuple[float, float]) -> float:
    return math.dist(one, other)
