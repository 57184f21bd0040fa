"""Turns what was measured into figures whose names end in their unit."""

from collections.abc import Sequence


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which a share (0 to 1) of the values lies; the nearest one that was seen."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def spread_ms(seconds: Sequence[float], name: str = "") -> dict[str, float]:
    """p50, p95 and p99 of spans in seconds, as milliseconds, with a word behind the names."""
    end = f"_{name}_ms" if name else "_ms"
    return {f"p{round(s * 100)}{end}": round(1000 * percentile(seconds, s), 2) for s in (0.5, 0.95, 0.99)}
