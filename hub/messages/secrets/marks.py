"""Defines what is found, and the marks that take its place."""

import re
from typing import NamedTuple

CARD, CVV, CODE, PASSWORD = "card", "cvv", "code", "password"
RANK = {CARD: 0, CVV: 1, CODE: 2, PASSWORD: 3}

WORDS = {CARD: "[卡号已隐去]", CVV: "[安全码已隐去]", CODE: "[验证码已隐去]", PASSWORD: "[密码已隐去]"}
MARK = re.compile(r"\[(?:卡号 尾号 [0-9]{4}|(?:卡号|安全码|验证码|密码)已隐去)\]")
"""Every mark; marks are never searched again, so that doing it twice changes nothing."""


class FoundSecret(NamedTuple):
    """A secret in the folded text: its place, its kind, and for cards the last four digits."""

    start: int
    end: int
    kind: str
    tail: str = ""


def mark_of(found: FoundSecret) -> str:
    """What is written in place of a secret."""
    return f"[卡号 尾号 {found.tail}]" if found.tail else WORDS[found.kind]


def merged(found: list[FoundSecret]) -> list[FoundSecret]:
    """The same secrets in order, with overlapping ones joined under the kind of the first in rank."""
    result: list[FoundSecret] = []
    for one in sorted(found):
        if not result or one.start >= result[-1].end:
            result.append(one)
            continue
        last = result[-1]
        kept = min(last, one, key=lambda each: RANK[each.kind])
        # A joined span may end behind the card, so its last digits need not be the card's: show none.
        tail = last.tail if (last.start, last.end) == (one.start, one.end) else ""
        result[-1] = FoundSecret(last.start, max(last.end, one.end), kept.kind, tail)
    return result
