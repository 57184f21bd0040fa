"""Loading: what is written, what is refused, and that a refusal changes nothing."""

import json
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hub.settings import ROOT
from kb import load
from kb.formats import LoadError, read
from kb.load import LoadReport, check_batch
from kb.model import AnswerFormat
from kb.numbers import replace_placeholders
from kb.rich import STORED, parse, pictures
from kb.store import articles as store
from kb.store import media as media_store
from tests.unit.kb.conftest import REPLACEMENT, Bank, article


async def state(bank: Bank) -> tuple[int, list[tuple[str, int, str]]]:
    async with bank.database.read() as connection:
        versions = await store.all_published_versions(connection)
        change = await store.change_number(connection)
    return change, [(each.article_id, each.version, each.answer) for each in versions]


async def test_only_a_changed_article_gets_a_new_version(bank: Bank) -> None:
    other = article("pin", title="密码忘了", answer="请到网点重置。")
    assert await bank.load([article(), other]) == LoadReport(2, 0, 0, 1, 0)
    first = await state(bank)
    assert await bank.load([article(), other]) == LoadReport(0, 0, 2, 0, 1)
    assert await state(bank) == first
    changed = article(answer="请先挂失。")
    assert await bank.load([changed, other]) == LoadReport(0, 1, 1, 0, 1)
    change, versions = await state(bank)
    assert change == first[0] + 1
    assert [(name, number) for name, number, _ in versions] == [
        ("card-loss", 1),
        ("card-loss", 2),
        ("pin", 1),
    ]


async def test_a_changed_value_makes_no_new_version(bank: Bank) -> None:
    await bank.load([article()])
    before = await state(bank)
    assert await bank.load([article()], [REPLACEMENT | {"value": "12"}]) == LoadReport(0, 0, 1, 1, 0)
    assert await state(bank) == before


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"answer": "补卡收取 10 元。"}, "10 元"),
        ({"answer": "年利率 3.5％。"}, "3.5%"),
        ({"answer": "单日 5 万元。"}, "5 万元"),
        ({"title": "5 万元以上转账"}, "5 万元"),
        ({"title": "补卡费 {{fee:card.replacement}}"}, "title"),
        ({"answer": "收取 {{fee:card.unknown}}。"}, "card.unknown"),
        ({"answer": "收取 {{rate:card.replacement}}。"}, "names no rate"),
        ({"effective_to": date(2025, 12, 31)}, "effective_to"),
        ({"questions": []}, "questions"),
        ({"anwser": "x"}, "anwser"),
        ({"links": [{"title": "x", "url": "javascript:alert(1)"}]}, "links"),
        ({"answer": "<b>挂失</b>"}, "answer: HTML in an answer: “<b>”"),
        ({"answer": "# 挂失"}, "answer: a heading in an answer: “挂失”"),
        ({"answer": "收取 **10** 元。"}, "10 元"),
        ({"answer": "|卡|费（元）|\n|-|-|\n|普卡|10|"}, "10元"),
        ({"answer": "收 {{fee:**x**}}。"}, "not of the form"),
        ({"answer": "![收 10 元](media:" + "0" * 64 + ".png)"}, "there is no stored image"),
        ({"answer": "|" + "长" * 300 + "|\n|-|\n" + "|x|\n" * 20}, "more than 3500 characters"),
        ({"pinned": 0}, "pinned"),
    ],
)
async def test_a_refusal_names_file_article_and_text_and_changes_nothing(
    bank: Bank, fields: dict[str, object], reason: str
) -> None:
    await bank.load([article()])
    before = await state(bank)
    with pytest.raises(LoadError) as refused:
        await bank.load([article("good", answer="好的。"), article("bad", **fields)])
    (problem,) = refused.value.fields["problems"]
    assert problem.startswith("cards.yml: article bad: ")
    assert reason in problem
    assert await state(bank) == before


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"value": "ten"}, "no fee"),
        ({"value": 10}, "string"),
        ({"kind": "price"}, "kind"),
        ({"valid_to": date(2025, 1, 1)}, "valid_to"),
    ],
)
async def test_a_bad_value_is_refused(bank: Bank, value: dict[str, object], reason: str) -> None:
    with pytest.raises(LoadError) as refused:
        await bank.load([], [REPLACEMENT | value])
    (problem,) = refused.value.fields["problems"]
    assert problem.startswith("values.yml: value card.replacement: ")
    assert reason in problem


async def test_one_id_twice_is_refused(bank: Bank) -> None:
    with pytest.raises(LoadError, match="the id was used before"):
        await bank.load([article(), article()])


async def test_two_values_of_one_day_are_refused(bank: Bank) -> None:
    with pytest.raises(LoadError, match="2 values begin on 2026-01-01"):
        await bank.load([], [REPLACEMENT, REPLACEMENT | {"value": "12"}])


async def test_an_empty_folder_is_refused(bank: Bank) -> None:
    with pytest.raises(LoadError, match="neither an article nor a value"):
        await load.load(bank.database, bank.folder, now=bank.clock.now(), approved_by="test")


async def test_json_lines_with_questions_or_aliases(bank: Bank) -> None:
    lines = [
        {"id": "a", "title": "贷款利率", "questions": ["利率多少"], "answer": "年利率 3.5%。", "extra": 1},
        {"id": "b", "title": "换手机号", "aliases": ["怎么换手机号"]},
    ]
    with pytest.raises(LoadError, match="article a: answer: literal figure"):
        await bank.load_lines(lines)
    report = await bank.load_lines(lines, check_numbers=False)
    assert report.new == 2
    assert await state(bank) == (1, [("a", 1, "年利率 3.5%。"), ("b", 1, "换手机号")])


async def test_json_lines_are_plain_words_unless_they_say_markdown(bank: Bank) -> None:
    line = {"id": "a", "title": "t", "questions": ["q"], "answer": "**a**\n# b <i>"}
    await bank.load_lines([line | {"pinned": 1}])
    with pytest.raises(LoadError, match=r"kb\.jsonl: article a: answer: a heading"):
        await bank.load_lines([line | {"format": "markdown"}], check_numbers=False)
    await bank.load_lines([line | {"format": "markdown", "answer": "**a**"}])
    async with bank.database.read() as connection:
        first, second = await store.all_published_versions(connection)
    assert (first.answer_format, second.answer_format) == (AnswerFormat.PLAIN, AnswerFormat.MARKDOWN)
    assert (first.answer, second.answer) == (line["answer"], "**a**")


@settings(deadline=None)
@given(st.text(min_size=1))
@example("a\u2028b\x85c")
@example("![x](media/none.png) {{foo:bar}} {{fee:none}} <b> | # *")
def test_an_answer_of_json_lines_may_be_any_text(answer: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "kb.jsonl"
        path.write_text(json.dumps({"id": "a", "title": "t", "answer": answer}, ensure_ascii=False), "utf-8")
        batch = read(path)
    check_batch(batch, [], check_numbers=False)
    ((_, draft),) = batch.articles
    assert draft.answer == answer
    assert replace_placeholders(answer, lambda found: f"{{{{{found.kind}:{found.name}}}}}")


async def test_the_demo_bank_loads(bank: Bank) -> None:
    arguments = {"now": bank.clock.now(), "approved_by": "test"}
    report = await load.load(bank.database, ROOT / "kb" / "demo", **arguments)
    assert report.new >= 200
    async with bank.database.read() as connection:
        versions = await store.all_published_versions(connection)
        named = {p.source for version in versions for p in pictures(parse(version.answer))}
        stored = await media_store.sizes(connection, {name.removeprefix(STORED) for name in named})
    assert {version.answer_format for version in versions} == {AnswerFormat.MARKDOWN}
    assert named
    assert len(stored) == len(named)
