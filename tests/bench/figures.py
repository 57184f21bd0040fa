"""Turns what was measured into figures whose names end in their unit."""

import re
from collections.abc import Sequence

from kb.measuring.percentile import percentile

UNITS = ("ms", "s", "per_s", "mb", "bytes", "bytes_each", "share", "count")
_NAME = re.compile(rf"(?:[a-z0-9]+_)*?(?:{'|'.join(UNITS)})(?:_c\d+)?")


def spread_ms(seconds: Sequence[float], name: str = "") -> dict[str, float]:
    """p50, p95 and p99 of spans in seconds, as milliseconds, with a word behind the names."""
    end = f"_{name}_ms" if name else "_ms"
    return {f"p{round(s * 100)}{end}": round(1000 * percentile(seconds, s), 2) for s in (0.5, 0.95, 0.99)}


def at_once(figures: dict[str, float], number: int) -> dict[str, float]:
    """The same figures, named for so many at once: `p99_ms` is `p99_ms_c8`."""
    return {f"{name}_c{number}": value for name, value in figures.items()}


def ends_in_unit(name: str) -> bool:
    """Whether a figure's name ends in a unit, perhaps with how many were at once behind it."""
    return _NAME.fullmatch(name) is not None
