"""Loading: what is written, what is refused, and that a refusal changes nothing."""

import json
from datetime import date

import pytest

from kb import load
from kb.formats import LoadError
from kb.load import LoadReport
from kb.store import articles as store
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
    path = bank.folder / "kb.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    arguments = {"now": bank.clock.now(), "approved_by": "test"}
    with pytest.raises(LoadError, match="article a: answer: literal figure"):
        await load.load(bank.database, path, **arguments)
    report = await load.load(bank.database, path, **arguments, check_numbers=False)
    assert report.new == 2
    assert await state(bank) == (1, [("a", 1, "年利率 3.5%。"), ("b", 1, "换手机号")])
