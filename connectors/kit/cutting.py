"""Cuts words into pieces that a provider takes: at ends of sentences, never inside a link or character."""

import re
import unicodedata
from collections.abc import Callable, Iterator

Measure = Callable[[str], int]
"""How long the provider finds a text: its bytes, its UTF-16 units, its characters."""

LINK = re.compile(r"https?://[^\s<>\"'，。；！？、）】》]+")
ENDS = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    re.compile(r"[。！？!?；;…]+[”’」』）)]*|\.(?=\s)"),
    re.compile(r"[，,、：:]|\s"),
)
"""Where a text may end, best first: paragraphs, lines, sentences, clauses and words."""

FEWEST = 0.5
"""A piece that ends at a better place has to fill so much of what it may have."""

JOINER = "\u200d"
_EXTENDING = re.compile(
    "[\u200c\u200d\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\u1160-\u11ff\ud7b0-\ud7fb\u0e33\u0eb3]"
)
"""Joiners, skin tones, tags of flags, vowels and ends of Hangul syllables, AM of Thai and Lao.

Marks are told by their category.
"""

_HANGUL_BEGUN = re.compile("[\u1100-\u115f\ua960-\ua97c]")
_HANGUL = re.compile("[\u1100-\u115f\ua960-\ua97c\uac00-\ud7a3]")
_MARKS = frozenset(("Mn", "Mc", "Me"))
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]")


def utf8_bytes(text: str) -> int:
    """The bytes of a text."""
    return len(text.encode("utf-8", "surrogatepass"))


def cut(text: str, most: int, measure: Measure = utf8_bytes) -> list[str]:
    """The text in pieces of `most` at most, without spaces round them; none where there are no words."""
    pieces, rest = [], text.strip()
    while rest and measure(rest) > most:
        end = _end(rest, most, measure)
        pieces.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*pieces, rest] if rest else pieces


def _end(text: str, most: int, measure: Measure) -> int:
    """Where the first piece ends: the best place that leaves it at least half full."""
    longest = _fitting(text, most, measure)
    links = [match.span() for match in LINK.finditer(text[: longest + 2100])]
    for kind in ENDS:
        ends = [match.end() for match in kind.finditer(text, 0, longest) if not _inside(match.end(), links)]
        if ends and measure(text[: ends[-1]]) >= most * FEWEST:
            return ends[-1]
    for start, end in links:
        if start < longest < end and start > 0:
            return start  # a link that would be cut begins the next piece
    return _whole_character(text, longest)


def _fitting(text: str, most: int, measure: Measure) -> int:
    """How many characters fit, found by halving."""
    low, high = 1, min(len(text), most)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(text[:middle]) <= most else (low, middle - 1)
    return low


def _inside(place: int, links: list[tuple[int, int]]) -> bool:
    return any(start < place < end for start, end in links)


def _whole_character(text: str, end: int) -> int:
    """The place, or one before it, where no character is torn from what belongs to it."""
    for place in _before(end):
        if not _torn(text, place):
            return place
    return end


def _before(end: int) -> Iterator[int]:
    yield from range(end, max(0, end - 40), -1)


def characters(text: str) -> Iterator[str]:
    """A text in what people take for single characters; together they are the text.

    (unicode.org/reports/tr29, extended grapheme clusters. Where its rules look into tables that Python has
    not, this joins more than they do, and never less, but for conjuncts of Indic scripts.)
    """
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or not _torn(text, place):
            yield text[start:place]
            start = place


def _torn(text: str, place: int) -> bool:
    """Whether a cut would separate an accent, a joined sign, a skin tone, a syllable, or half a flag."""
    if place >= len(text):
        return False
    before, behind = text[place - 1], text[place]
    if before == JOINER or _EXTENDING.match(behind) or unicodedata.category(behind) in _MARKS:
        return True
    if (before, behind) == ("\r", "\n") or (_HANGUL_BEGUN.match(before) and _HANGUL.match(behind)):
        return True
    if not _FLAG.match(behind):
        return False
    flags = 0
    while flags < place and _FLAG.match(text[place - 1 - flags]):
        flags += 1
    return flags % 2 == 1
