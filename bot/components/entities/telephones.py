"""Finds telephone numbers, of China and others: 138 1234 5678 · 021-61234567 · +852 9123 4567."""

import re

from bot.components.entities.found import FoundEntity

TELEPHONE = "telephone"

_MOBILE = re.compile(r"(?<![\d+])(?:\+?86[-\s]?)?(1[3-9]\d[-\s]?\d{4}[-\s]?\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3})[-\s]?(\d{7,8})(?!\d)")
_ABROAD = re.compile(r"\+(?!86)(\d{1,3})[-\s]?(\d{4}[-\s]?\d{4}|\d{3}[-\s]?\d{3}[-\s]?\d{4})(?!\d)")


def find_telephones(text: str) -> list[FoundEntity]:
    """Mobiles as eleven digits, landlines as area-number, others as +country-number."""
    found = [FoundEntity(TELEPHONE, _digits(m[1]), *m.span()) for m in _MOBILE.finditer(text)]
    found += [FoundEntity(TELEPHONE, f"{m[1]}-{m[2]}", *m.span()) for m in _LANDLINE.finditer(text)]
    found += [FoundEntity(TELEPHONE, f"+{m[1]}-{_digits(m[2])}", *m.span()) for m in _ABROAD.finditer(text)]
    return found


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
