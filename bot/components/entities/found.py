"""Defines what a finder of entities finds, and which of two that overlap is kept."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class FoundEntity:
    """One entity: its kind, its value in one spelling, and its place in the simplified text."""

    entity: str
    value: str
    start: int
    end: int

    @property
    def length(self) -> int:
        """Characters that it takes."""
        return self.end - self.start


def without_overlaps(found: Iterable[FoundEntity]) -> list[FoundEntity]:
    """The longest of those that share characters (of equal ones the first), in the order of the text."""
    kept: list[FoundEntity] = []
    for each in sorted(found, key=lambda one: -one.length):
        if all(each.end <= other.start or each.start >= other.end for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda one: one.start)
