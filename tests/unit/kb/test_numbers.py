"""The numbers policy: literal figures are refused, placeholders are understood."""

import pytest

from kb.model import ValueKind
from kb.numbers import Placeholder, placeholders, problems_in, without_placeholders


@pytest.mark.parametrize(
    "text",
    [
        "年利率 3.5%",
        "年利率3.5％",
        "手续费为千分之五",
        "按百分之三收取",
        "每笔 10 元",
        "每笔10元",
        "每笔十元",
        "单日 5 万元",
        "单日五万元",
        "单日５万元",
        "限额 50,000 元",
        "最高 20 万",
        "收取 ¥10",
        "收取 $ 10",
        "收费 10 美元",
        "下浮 20 个基点",
        "按 8.8 折收取",
        "年化收益率 2.75",
        "工本费 10，当场收取",
        "手续费5块钱",
    ],
)
def test_a_literal_figure_is_a_problem(text: str) -> None:
    assert problems_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "年利率为 {{rate:savings.demand}}，每笔 {{fee:card.replacement}}。",
        "24 小时客服，3 个工作日内到账，第 1 步打开手机银行。",
        "账户多元化，单元号填 2，公元 2026 年，一元化管理。",
        "面额为百元的钞票",
        "年满 18 周岁，持二代身份证",
        "拨打 95XXX 转 2",
        "手续费 3 个工作日内退回",
        "以万元为单位填写",
        "单日限额 3 次",
    ],
)
def test_other_numbers_are_none(text: str) -> None:
    assert problems_in(text) == []


@pytest.mark.parametrize("text", ["{{price:x}}", "{{fee x}}", "{{fee:卡}}", "{{ fee:a", "a}}"])
def test_a_placeholder_nobody_understands_is_a_problem(text: str) -> None:
    assert problems_in(text)


@pytest.mark.parametrize("text", ["{{fee:a}} 元", "{{rate:b}}%", "{{amount:c}}万元"])
def test_a_unit_is_not_written_twice(text: str) -> None:
    assert any("unit" in problem for problem in problems_in(text))


def test_placeholders_are_found_once_each() -> None:
    found = placeholders("{{fee:a.b}}、{{ rate:c_d-e }}、{{fee:a.b}}、{{price:x}}")
    assert found == (Placeholder(ValueKind.FEE, "a.b"), Placeholder(ValueKind.RATE, "c_d-e"))
    assert without_placeholders("收{{fee:a}}吗") == "收 吗"
