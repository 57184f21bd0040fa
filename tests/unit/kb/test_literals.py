"""Literal figures that become values: what they are, and where they stand."""

import pytest

from hub.errors import BadInput
from kb.literals import find_literal, read_literal
from kb.model import ValueKind
from kb.numbers import literals_in, problems_in


@pytest.mark.parametrize(
    ("answer", "kind", "value", "unit"),
    [
        ("年利率为 3.10%。", ValueKind.RATE, "3.10", "%"),
        ("年利率为 ３.１０％。", ValueKind.RATE, "3.10", "%"),
        ("补卡收取 10 元。", ValueKind.FEE, "10", "元"),
        ("每日最多转出 50,000 元。", ValueKind.AMOUNT, "50000", "元"),
        ("单笔可转 20万元。", ValueKind.AMOUNT, "20", "万元"),
        ("手续费 10 元。", ValueKind.FEE, "10", "元"),
        ("打 8.8 折。", ValueKind.TEXT, "8.8 折", ""),
        ("收千分之五。", ValueKind.TEXT, "千分之五", ""),
    ],
)
def test_what_the_policy_finds_is_found_in_the_answer_and_read(
    answer: str, kind: ValueKind, value: str, unit: str
) -> None:
    (figure,) = literals_in(answer)
    start, end = find_literal(answer, figure)
    assert read_literal(answer[start:end], answer[:start]) == (kind, value, unit)
    assert problems_in(f"{answer[:start]}{{{{{kind}:x}}}}{answer[end:]}") == []


def test_what_stands_elsewhere_or_in_another_form_is_refused() -> None:
    for answer in ("收取 **10** 元。", "收取十元。", ""):
        with pytest.raises(BadInput):
            find_literal(answer, "10 元")
