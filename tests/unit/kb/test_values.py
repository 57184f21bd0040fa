"""Dated values: how they are written, and which one is in force."""

from dataclasses import replace
from datetime import date

import pytest

from kb.model import Value, ValueKind
from kb.numbers import Placeholder
from kb.values import in_force, problems_of, written

JANUARY = date(2026, 1, 1)


def value(kind: str, text: str, unit: str = "") -> Value:
    return Value("x", ValueKind(kind), text, unit, JANUARY)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (value("rate", "3.10", "%"), "3.10%"),
        (value("fee", "10", "元"), "10 元"),
        (value("fee", "0.50", "元"), "0.50 元"),
        (value("amount", "50000", "元"), "50,000 元"),
        (value("amount", "20", "万元"), "20 万元"),
        (value("days", "3", "个工作日"), "3 个工作日"),
        (value("date", "2026-11-01"), "2026 年 11 月 1 日"),
        (value("text", "全国通用"), "全国通用"),
    ],
)
def test_each_kind_is_written_its_way(given: Value, shown: str) -> None:
    assert problems_of(given) == []
    assert written(given) == shown


@pytest.mark.parametrize(
    "bad",
    [
        value("fee", "ten"),
        value("fee", "1e3"),
        value("rate", "NaN"),
        value("amount", ""),
        value("date", "2026-02-30"),
        value("text", "  "),
        replace(value("fee", "1"), valid_to=date(2025, 12, 31)),
    ],
)
def test_a_value_that_is_not_of_its_kind_is_a_problem(bad: Value) -> None:
    assert problems_of(bad)


def test_the_value_that_began_last_is_in_force_until_its_last_day() -> None:
    old = replace(value("fee", "10"), valid_to=date(2026, 12, 31))
    new = replace(value("fee", "12"), valid_from=date(2026, 6, 1), valid_to=date(2026, 6, 30))
    fee = Placeholder(ValueKind.FEE, "x")
    assert in_force([old, new], fee, date(2025, 12, 31)) is None
    assert in_force([old, new], fee, date(2026, 5, 31)) == old
    assert in_force([old, new], fee, date(2026, 6, 30)) == new
    # The newer one replaced the older one for good: what is over does not come back.
    assert in_force([old, new], fee, date(2026, 7, 1)) is None
    assert in_force([old, new], Placeholder(ValueKind.RATE, "x"), date(2026, 2, 1)) is None
