"""Counts what was sent in a span that moves along: at most so many in any minute, not in each calendar one.

A provider drops what is too much without a word (WeCom does), and nobody knows when its minutes begin. So
sends are counted in slices of time, and a slice counts until no send of it can lie within the span, and one
slice more, because the provider counts when a send arrives.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from hub.ports import QuotaRule

SLICES = 12
"""Of a span: a sender waits up to two of them longer than it had to."""


class Slice(NamedTuple):
    """So many sends in a slice; `number`: since 1970, in slices of the rule."""

    number: int
    sends: int


def living(slices: Sequence[Sequence[int]], rule: QuotaRule, now: datetime) -> list[Slice]:
    """Those that still count, the oldest first."""
    counted = [Slice(*each) for each in slices]
    return [each for each in counted if free_at(each, rule) > now]


def count_one(slices: Sequence[Slice], rule: QuotaRule, now: datetime) -> list[Slice]:
    """The same with a send more, now."""
    number = int(now.timestamp() // _width_s(rule))
    before = sum(each.sends for each in slices if each.number == number)
    return [*(each for each in slices if each.number != number), Slice(number, before + 1)]


def take_one_off(slices: Sequence[Slice]) -> list[Slice]:
    """The same without the last send; unchanged where there is none."""
    *before, last = slices or [Slice(0, 0)]
    return [*before, Slice(last.number, last.sends - 1)] if last.sends > 1 else before


def free_at(each: Slice, rule: QuotaRule) -> datetime:
    """When a slice counts no more."""
    return datetime.fromtimestamp((each.number + 2) * _width_s(rule) + rule.span_s, UTC)


def of_before(used: int, until: datetime, rule: QuotaRule) -> list[Slice]:
    """What was counted to a fixed time, by a release that knew no slices."""
    return [Slice(int((until.timestamp() - rule.span_s) // _width_s(rule)), used)] if used else []


def _width_s(rule: QuotaRule) -> float:
    return rule.span_s / SLICES
