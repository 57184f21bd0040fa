"""Finds the last four digits of a card: 尾号6621 · 末四位 6621 · card ending in 6621 · 后四位是6621."""

import re

from bot.components.entities.found import FoundEntity

CARD_TAIL = "card_tail"

_TAIL = re.compile(
    r"(?:尾号|尾數|尾数|末四位|后四位|最后四位|卡尾|末尾"
    r"|ending(?: in| with)?|ends? (?:in|with)|last four(?: digits)?)"
    r"\s*(?:数字)?\s*(?:是|为|係|系|:|：|are|is|#)?\s*(\d{4})(?!\d)",
    re.I,
)
_MASKED = re.compile(r"(?:\*{2,}|[xX]{2,}|•{2,})\s*(\d{4})(?!\d)")
_BEFORE = re.compile(r"(?<!\d)(\d{4})(?=(?:尾号)?的?(?:那张|这张)?(?:银行|信用|储蓄|借记|工资)?卡)")


def find_card_tails(text: str) -> list[FoundEntity]:
    """The four digits; a whole card number never gets here (it is masked before anything is stored)."""
    patterns = (_TAIL, _MASKED, _BEFORE)
    return [
        FoundEntity(CARD_TAIL, match[1], *match.span()) for each in patterns for match in each.finditer(text)
    ]
