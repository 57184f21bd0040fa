"""How many segments a text message takes: GSM-7 or UCS-2 (3GPP TS 23.038 6.1, 23.040 9.2.3.24)."""

from collections.abc import Iterator
from typing import NamedTuple

from connectors.kit.cutting import characters

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")
"""They take two places each: an escape, and the sign."""

GSM_ONE, GSM_EACH = 160, 153
UCS_ONE, UCS_EACH = 70, 67
"""Places of a message of one segment, and of each of several: seven septets or three units are a header."""


class SegmentCount(NamedTuple):
    """`encoding`: `GSM-7` or `UCS-2`; `units`: septets or UTF-16 units; `segments`: what is paid for."""

    encoding: str
    units: int
    segments: int


def count(text: str, *, unicode: bool = False) -> SegmentCount:
    """What a text takes; an escaped sign and a surrogate pair are never divided between segments.

    `unicode`: it is sent in UCS-2 whatever is in it, in parts that the house makes (`ucs_parts`).
    """
    if unicode:
        return SegmentCount("UCS-2", utf16_units(text), len(ucs_parts(text)) if text else 0)
    gsm = is_gsm(text)
    sizes = [_septets(char) if gsm else utf16_units(char) for char in text]
    one, each = (GSM_ONE, GSM_EACH) if gsm else (UCS_ONE, UCS_EACH)
    total = sum(sizes)
    if total <= one:
        return SegmentCount("GSM-7" if gsm else "UCS-2", total, 1 if text else 0)
    segments, room = 1, each
    for size in sizes:
        if size > room:
            segments, room = segments + 1, each
        room -= size
    return SegmentCount("GSM-7" if gsm else "UCS-2", total, segments)


def ucs_parts(text: str) -> list[str]:
    """The parts in which a text goes in UCS-2, cut between characters.

    One that is longer than a part by itself is cut inside; between surrogates nothing ever is.
    """
    if utf16_units(text) <= UCS_ONE:
        return [text]
    parts, part, room = list[str](), "", UCS_EACH
    for each in _fitting(text):
        size = utf16_units(each)
        if size > room:
            parts.append(part)
            part, room = "", UCS_EACH
        part += each
        room -= size
    return [*parts, part]


def _fitting(text: str) -> Iterator[str]:
    """The characters of a text; of one that no part holds, its code points."""
    for each in characters(text):
        if utf16_units(each) <= UCS_EACH:
            yield each
        else:
            yield from each


def is_gsm(text: str) -> bool:
    """Whether every sign is in GSM-7; one that is not turns the whole message into UCS-2."""
    return all(char in BASIC or char in EXTENDED for char in text)


def utf16_units(text: str) -> int:
    """UTF-16 units: two for what is beyond the basic plane."""
    return len(text.encode("utf-16-be", "surrogatepass")) // 2


def septets(text: str) -> int:
    """Septets of a text that is GSM-7 throughout."""
    return sum(map(_septets, text))


def _septets(char: str) -> int:
    return 2 if char in EXTENDED else 1
