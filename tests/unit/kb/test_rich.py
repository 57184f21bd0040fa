"""Markdown answers: what they become in parts and in plain words, what is refused, and no word is lost."""

from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hub.messages.blocks import Items, Paragraph, Span, Table
from kb.rich import ImagePart, Unreadable, parse, pictures, plain
from kb.rich.checks import told
from kb.rich.parts import lines

STORED = f"media:{'0' * 64}.png"


def spans(*texts: str) -> tuple[Span, ...]:
    return tuple(Span(text=text) for text in texts)


def paragraph(text: str) -> Paragraph:
    return Paragraph(spans=spans(text))


def steps(*texts: str) -> Items:
    return Items(ordered=True, items=tuple(spans(text) for text in texts))


def test_steps_right_behind_words_and_words_right_behind_steps() -> None:
    answer = "请立即挂失。\n1. 手机银行；\n2. 网点。\n挂失后不能撤销。"
    assert parse(answer) == (
        paragraph("请立即挂失。"),
        steps("手机银行；", "网点。"),
        paragraph("挂失后不能撤销。"),
    )
    assert plain(parse(answer)) == answer
    assert parse(answer.replace("\n", "\r\n")) == parse(answer)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("请到网点\n办理", "请到网点办理"),
        ("open the\nAPP now", "open the APP now"),
        ("1. 打开\n   手机银行\n2. 挂失", "1. 打开手机银行\n2. 挂失"),
        ("1. 一\n1. 二\n1. 三", "1. 一\n2. 二\n3. 三"),
        ("1) 一\n\n2) 二", "1. 一\n2. 二"),
        ("- 一\n- 二", "• 一\n• 二"),
        ("* 一\n+ 二", "• 一\n• 二"),
        ("第一段\n\n第二段", "第一段\n第二段"),
        ("5 * 3 < 4 & a_b_c #1 `", "5 * 3 < 4 & a_b_c #1 `"),
        (r"\*\*原样\*\* 10\. \| \<b>", "**原样** 10. | <b>"),
        ("[x]: http://a.example", "[x]: http://a.example"),
        ("收{{fee:a.b_c}}，**{{rate:x}}**", "收{{fee:a.b_c}}，{{rate:x}}"),
        ("看[挂失](https://a.example/x)页", "看挂失 https://a.example/x 页"),
        ("<https://a.example/x>", "https://a.example/x"),
        ("|卡|费|\n|-|-:|\n|普卡|免|\n|a\\|b||\n后来", "卡：普卡；费：免。\n卡：a|b。\n后来"),
        ("||一类户|\n|-|-|\n|限额|无。|", "限额，一类户：无。"),
        (f"看图\n![卡的**背面**]({STORED})\n完", "看图\n（图：卡的背面）\n完"),
    ],
)
def test_what_is_read_in_plain_words(source: str, said: str) -> None:
    assert plain(parse(source)) == said


@pytest.mark.parametrize(
    ("source", "strong"),
    [
        ("请点**“挂失”**按钮", "“挂失”"),
        ("费用为**{{fee:x}}**。", "{{fee:x}}"),
        ("**注意：**不要转账", "注意："),
        ("__注意__ 不要转账", "注意"),
    ],
)
def test_strong_words_need_no_spaces_around_them(source: str, strong: str) -> None:
    (only,) = parse(source)
    assert isinstance(only, Paragraph)
    assert [span.text for span in only.spans if span.strong] == [strong]


def test_a_link_keeps_its_address_and_its_style() -> None:
    (only,) = parse("[挂失 **办理**](https://a.example/x?a=1&b=2)")
    url = "https://a.example/x?a=1&b=2"
    expected = (Span(text="挂失 ", url=url), Span(text="办理", strong=True, url=url))
    assert only == Paragraph(spans=expected)
    assert plain([only]) == f"挂失 办理 {url}"


def test_a_table_has_its_cells_and_an_image_its_words() -> None:
    table, image = parse(f"| 卡 | 年费 |\n|---|--:|\n| 普卡 | {{{{fee:a}}}} |\n![卡面]({STORED})")
    assert table == Table(head=(spans("卡"), spans("年费")), rows=((spans("普卡"), spans("{{fee:a}}")),))
    assert image == ImagePart(STORED, "卡面")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("# 标题", "a heading in an answer: “标题”"),
        ("标题\n---", "a heading"),
        ("---", "a rule"),
        ("```\nx\n```", "code"),
        ("    x", "code"),
        ("用 `x` 命令", "code"),
        ("> 引用", "a quotation"),
        ("<b>重要</b>", "HTML"),
        ("第一行<br>第二行", "HTML"),
        ("<!-- 注 -->", "HTML"),
        ("<script>alert(1)</script>", "HTML"),
        ("空&nbsp;格", "an HTML entity"),
        ("&#60;b>", "an HTML entity"),
        ("*重要*", "emphasis"),
        ("***重要***", "emphasis"),
        ("一行\\\n两行", "a forced line break"),
        ("1. 一\n   - 二", "a list in a list"),
        ("1. 一\n   | a |\n   |---|\n   | b |", "there is nothing|a table in a list|one paragraph"),
        ("- # 题", "a heading in a list"),
        ("- 一\n\n  二", "one paragraph"),
        ("1.", "one paragraph"),
        ("2. 二", "numbered 1, 2, 3, not 2"),
        ("1. 一\n3. 三", "numbered 1, 2, 3, not 1, 3"),
        ("[x](javascript:alert(1))", "an address begins with http"),
        ("[x](JavaScript:alert)", "an address begins with http"),
        ("[x](data:text/html,x)", "an address begins with http"),
        ("[x](//a.example)", "an address begins with http"),
        ("[x](/page)", "an address begins with http"),
        ("[x]()", "an address begins with http"),
        ("[x](https://a.example/{{text:a}})", "holds no value"),
        ("<a@b.example>", "an address begins with http"),
        ("[](https://a.example)", "it has no words"),
        ('[x](https://a.example "题")', "a title nobody would see"),
        ("| a | b |\n|---|---|\n| 1 |", "1 cells under 2 columns"),
        ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", "3 cells under 2 columns"),
        ("a | b\n--|--\n1 | 2", "begins and ends with |"),
        ("| a | b |\n|---|---|", "nothing under a name"),
        ("| a | b |\n|---|---|\n| 1 |  |", "nothing under a name"),
        ("字 ![卡面](media/a.png)", "an image among words"),
        ("- ![卡面](media/a.png)", "an image among words"),
        ("[![卡面](media/a.png)](https://a.example)", "an image among words"),
        ("![](media/a.png)", "say in at most 500 characters what it shows"),
        ('![卡面](media/a.png "题")', "a title nobody would see"),
        ("![卡面](https://a.example/a.png)", "a file in media/"),
        ("![卡面](data:image/png;base64,AAAA)", "a file in media/"),
        ("![卡面](media/../secret.png)", "a file in media/"),
        ("![卡面](/etc/passwd)", "a file in media/"),
        ("![卡面](media:00.png)", "a file in media/"),
        ("\n\n".join("x" * 101), "1 to 100 parts, not 101"),
        ("\n".join(f"{n}. x" for n in range(1, 52)), "Items: "),
        (" \n ", "1 to 100 parts, not 0"),
    ],
)
def test_what_no_answer_may_hold_is_refused_by_name(source: str, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        parse(source)
    assert any(each in refused.value.detail for each in reason.split("|")) or reason in refused.value.detail


def test_rules_about_words_see_through_the_form() -> None:
    assert "收取 10 元。" in told(parse("收取 **10** 元。"))
    table = parse("| 卡 | 手续费（元） |\n|---|---|\n| 普卡 | 10 |\n| 金卡 | {{fee:a}} |")
    assert {"手续费：10元", "手续费：{{fee:a}}"} <= set(told(table))
    assert not any("http" in text for text in told(parse("[看](https://a.example/5%20)")))


MARKS = [
    "**",
    "*",
    "_",
    "`",
    "|",
    "\n",
    "\n\n",
    "1. ",
    "2. ",
    "- ",
    "# ",
    "> ",
    "    ",
    "[",
    "](",
    ")",
    "<",
    ">",
]
MARKS += [
    "![",
    "](media/a.png)",
    "](https://a.example)",
    "|---|",
    "\\",
    "&",
    ";",
    "{{fee:a}}",
    "{{",
    "}}",
    "https://",
]
MARKS += ["\n| a | b |\n|---|---|\n| 一 | 二 |\n", "字", "word", "\u3000", "\r", "\t", "\x00", "\u2028", "😀"]
markdown = st.lists(st.one_of(st.sampled_from(MARKS), st.text(max_size=5)), max_size=30).map("".join)


@settings(deadline=None)
@given(markdown)
@example("**a\n**b")
@example("| a |\n|---|\n| [x](https://a.example/|) |")
def test_any_text_is_refused_or_keeps_all_its_words(source: str) -> None:
    try:
        parts = parse(source)
    except Unreadable:
        return
    said = plain(parts) + "".join(picture.source for picture in pictures(parts))
    letters = Counter(filter(str.isalpha, source))
    assert letters <= Counter(filter(str.isalpha, said))


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["P", "S", "C", "Z", "N"]), min_size=1))
def test_words_without_marks_stay_as_they_are(text: str) -> None:
    assert plain(parse(text)) == text
    assert lines(parse(text)) == [text]
