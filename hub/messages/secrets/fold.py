"""Folds a text for searching: width, digits, dashes, spaces and invisible characters made alike.

Each folded character remembers the place in the original that it came from, so that what is found
in the view can be replaced in the original, and nothing else there is touched.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain, repeat
from typing import NamedTuple

from hub.messages.secrets.marks import MARK, FoundSecret

WALL = "\x00"
"""Stands in the view where something was replaced: no search looks across it."""

BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols that show nothing."""

CLAUSE = frozenset("，；：！？（）")
"""Full-width punctuation that NFKC would turn into ASCII: kept, because it ends a value."""

LINE_ENDS = frozenset("\n\r\v\f\x85\u2028\u2029")

BY_CATEGORY = {"Zs": " ", "Cc": " ", "Pd": "-"}

INVISIBLE = frozenset(("Cf", "Mn", "Me"))

TRADITIONAL = str.maketrans(
    "\u2043\u2212\u30fc碼號驗證動態後銀帳賬戶機電話單為設輸這個鎖隨確認條儲貸額訂錯誤兩蓋給發維壹貳參陸",
    "---码号验证动态后银账账户机电话单为设输这个锁随确认条储贷额订错误两盖给发维壹贰叁陆",
)


class View(NamedTuple):
    """The folded text, and for each of its characters the place in the original."""

    text: str
    places: list[int]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the view lies in the original."""
        return self.places[start], self.places[end - 1] + 1

    def without(self, found: Iterable[FoundSecret]) -> str:
        """The folded text with walls in the place of what was found; `found` in order."""
        return walled(self.text, ((one.start, one.end) for one in found))


def walled(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with every span filled by walls, at the same length; spans in order."""
    parts = []
    done = 0
    for start, end in spans:
        parts += [text[done:start], WALL * (end - start)]
        done = end
    return "".join([*parts, text[done:]])


def fold(text: str) -> View:
    """Folds a text; marks that are already there become walls."""
    folded = [_fold(char) for char in text]
    for mark in MARK.finditer(text):
        folded[mark.start() : mark.end()] = WALL * (mark.end() - mark.start())
    places = chain.from_iterable(repeat(at, len(part)) for at, part in enumerate(folded))
    return View("".join(folded), list(places))


@lru_cache(maxsize=1 << 15)
def _fold(char: str) -> str:
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    if char in CLAUSE:
        return char
    if char in LINE_ENDS:
        return "\n"
    if char in BLANKS:
        return " "
    return BY_CATEGORY.get(unicodedata.category(char)) or _compatible(char)


def _compatible(char: str) -> str:
    parts = unicodedata.normalize("NFKC", char).lower()
    plain = "".join(part for part in parts if unicodedata.category(part) not in INVISIBLE)
    return plain.translate(TRADITIONAL)
