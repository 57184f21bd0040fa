"""What customers are told on a day: values are words whatever they hold, and form is lost before words."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.messages.blocks import Figure, Items, Paragraph, Span, Table
from kb.answer import Answered
from kb.model import ValueKind
from kb.numbers import Placeholder
from kb.rich import parse
from kb.rich.saying import tell
from tests.unit.kb.conftest import Bank, article

NAME = f"{'0' * 64}.png"
ANSWER = f"""收 {{{{text:a}}}}，看[{{{{text:a}}}}页](https://a.example)。
1. **{{{{text:a}}}}**
| 卡 | {{{{text:a}}}} |
|---|---|
| {{{{text:a}}}} | 免 |
![{{{{text:a}}}}图](media:{NAME})"""
KNOWN = Placeholder(ValueKind.TEXT, "a")
SIZES = {NAME: (640, 400)}

nasty = st.sampled_from(["|", "*", "**x**", "<b>", "[x](https://evil.example)", "\n\n# x", "{{text:a}}", "`"])


@settings(deadline=None)
@given(st.one_of(st.text(min_size=1, max_size=400), nasty))
def test_a_value_is_never_markup_and_never_lost(value: str) -> None:
    said = tell(parse(ANSWER), {KNOWN: value}, SIZES)
    assert said.text == (
        f"收 {value}，看{value}页 https://a.example 。\n1. {value}\n"
        f"卡：{value}；{value}：免。\n（图：{value}图）"
    )
    assert said.blocks == (
        Paragraph(
            spans=(
                Span(text=f"收 {value}，看"),
                Span(text=f"{value}页", url="https://a.example"),
                Span(text="。"),
            )
        ),
        Items(ordered=True, items=((Span(text=value, strong=True),),)),
        Table(
            head=((Span(text="卡"),), (Span(text=value),)),
            rows=(((Span(text=value),), (Span(text="免"),)),),
        ),
        Figure(url=f"/kb/media/{NAME}", alt=f"{value}图", width=640, height=400),
    )


def test_where_values_make_it_too_large_the_words_remain() -> None:
    said = tell(parse(ANSWER), {KNOWN: "长" * 501}, SIZES)
    assert said.blocks == ()
    assert said.text.count("长" * 501) == 6


def test_where_a_picture_is_gone_its_words_stand_there() -> None:
    *_, last = tell(parse(ANSWER), {KNOWN: "卡"}, {}).blocks
    assert last == Paragraph(spans=(Span(text="（图：卡图）"),))


async def test_an_answer_comes_with_its_form(bank: Bank) -> None:
    await bank.load([article(answer="请**马上**挂失。\n1. 补卡收取 {{fee:card.replacement}}。")])
    await bank.rebuild()
    decision = await bank.answerer.answer("卡丢了怎么办")
    assert isinstance(decision, Answered)
    assert decision.text == "请马上挂失。\n1. 补卡收取 10 元。\n以上数值自 2026 年 1 月 1 日起执行。"
    words = (Span(text="请"), Span(text="马上", strong=True), Span(text="挂失。"))
    steps = Items(ordered=True, items=((Span(text="补卡收取 10 元。"),),))
    since = Paragraph(spans=(Span(text="以上数值自 2026 年 1 月 1 日起执行。"),))
    assert decision.blocks == (Paragraph(spans=words), steps, since)
    picked = await bank.answerer.article("card-loss")
    assert isinstance(picked, Answered)
    assert (picked.text, picked.blocks) == (decision.text, decision.blocks)


async def test_a_value_with_marks_in_it_is_words(bank: Bank) -> None:
    value: dict[str, Any] = {"name": "x", "kind": "text", "valid_from": date(2026, 1, 1)}
    await bank.load(
        [article(answer="可办**{{text:x}}**。")], [value | {"value": "*a* | <b> [x](https://e.example)"}]
    )
    said = await bank.answerer.article("card-loss")
    assert isinstance(said, Answered)
    assert said.text == "可办*a* | <b> [x](https://e.example)。\n以上数值自 2026 年 1 月 1 日起执行。"
    only, _since = said.blocks
    assert isinstance(only, Paragraph)
    assert [(span.text, span.strong, span.url) for span in only.spans][1] == (
        "*a* | <b> [x](https://e.example)",
        True,
        None,
    )


@pytest.mark.parametrize("text", ["a", "**b** <i>c</i>\n# d", "{{foo:x}} {{text:known}}"])
async def test_plain_words_stay_as_they_are_and_have_no_form(bank: Bank, text: str) -> None:
    known = {"name": "known", "kind": "text", "value": "值", "valid_from": date(2026, 1, 1)}
    await bank.load([], [known])
    await bank.load_lines(
        [{"id": "a", "title": "t", "questions": ["q"], "answer": text}], check_numbers=False
    )
    said = await bank.answerer.article("a")
    assert isinstance(said, Answered)
    since = "\n以上数值自 2026 年 1 月 1 日起执行。" if "known" in text else ""
    assert said.text == text.replace("{{text:known}}", "值") + since
    assert said.blocks == ()
