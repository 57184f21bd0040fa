"""What a question wants to know or to do: how, when, why, how much, whether; to open, change, cancel, …"""

import re
from functools import cache
from pathlib import Path

from kb.text import normalise

ASPECTS = Path(__file__).with_name("aspects.txt")

Aspects = frozenset[int]
"""The lines of the list that a text touches."""


def aspects_in(text: str) -> Aspects:
    """The aspects that a text names."""
    normal = normalise(text)
    return frozenset(number for number, pattern in enumerate(_patterns()) if pattern.search(normal))


def agreement(one: Aspects, other: Aspects) -> float:
    """The share of the aspects of both that both name, 0 to 1; 1 where neither names any."""
    either = one | other
    return len(one & other) / len(either) if either else 1.0


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    lines = [line.partition("#")[0].strip() for line in ASPECTS.read_text("utf-8").splitlines()]
    return tuple(re.compile("|".join(map(re.escape, normalise(line).split("|")))) for line in lines if line)
