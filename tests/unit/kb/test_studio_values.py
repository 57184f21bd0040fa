"""Values in the studio: handed in by one, approved by another; and for whom of several values one is said."""

from dataclasses import replace
from datetime import date

import pytest

from hub.errors import BadInput, Conflict
from hub.staff.four_eyes import By, OwnWork
from kb.model import Reader, Value, ValueKind
from kb.numbers import Placeholder
from kb.outcomes import Abstained, Answered, Reason
from kb.studio import values
from kb.studio.values import ValueStage, stage_of
from kb.values import in_force
from tests.unit.kb.conftest import NOON, Bank, article

LI, WANG = By("li", NOON), By("wang", NOON)
FEE = Value("card.replacement", ValueKind.FEE, "8", "元", date(2026, 3, 1), region="310000")
NAMED = Placeholder(ValueKind.FEE, "card.replacement")
TODAY = date(2026, 3, 1)


def test_the_narrowest_value_in_force_is_said() -> None:
    house = replace(FEE, value="10", region="")
    vip = replace(house, value="9", segment="vip")
    both = replace(FEE, value="7", segment="vip")
    every = [house, vip, FEE, both]

    def said(*dated: Value, region: str | None = None, segment: str | None = None) -> str | None:
        found = in_force(dated, NAMED, TODAY, Reader(region=region, segment=segment))
        return found and found.value

    assert said(*every) == "10"
    assert said(*every, region="310000", segment="vip") == "7"
    assert said(house, vip, FEE, region="310000", segment="vip") == "8"
    assert said(house, vip, region="310000", segment="vip") == "9"
    assert said(*every, region="110000", segment="usual") == "10"
    # What is over for some leaves them to what is for more; what is for others is nobody else's.
    assert (
        said(house, replace(FEE, valid_from=date(2026, 1, 1), valid_to=date(2026, 2, 28)), region="310000")
        == "10"
    )
    assert said(FEE) is None


def test_stages() -> None:
    later = replace(FEE, valid_from=date(2026, 6, 1))
    assert stage_of(FEE, [FEE, later], TODAY) is ValueStage.RUNNING
    assert stage_of(later, [FEE, later], TODAY) is ValueStage.COMING
    assert stage_of(FEE, [FEE, later], date(2026, 6, 1)) is ValueStage.REPLACED
    assert stage_of(replace(FEE, valid_to=TODAY), [FEE], date(2026, 3, 2)) is ValueStage.OVER


async def test_a_value_counts_once_somebody_else_approved_it(bank: Bank) -> None:
    await bank.load([article()])
    await bank.rebuild()
    east = Reader(region="310000")

    async def told(reader: Reader = east) -> str:
        decision = await bank.answerer.answer("卡丢了怎么办", reader=reader)
        assert isinstance(decision, Answered)
        return decision.text

    async with bank.database.write() as connection:
        waiting = await values.write(connection, FEE, LI)
    assert "10 元" in await told()
    async with bank.database.write() as connection:
        with pytest.raises(Conflict):
            await values.write(connection, FEE, WANG)
        with pytest.raises(OwnWork):
            await values.approve(connection, waiting.value_id, LI)
        await values.approve(connection, waiting.value_id, WANG)
        with pytest.raises(Conflict):
            await values.approve(connection, waiting.value_id, WANG)
    assert "收取 8 元。" in await told()
    assert await told() == "请马上挂失。补卡收取 8 元。\n以上数值自 2026 年 3 月 1 日起执行。"
    assert "10 元" in await told(Reader())


async def test_a_value_of_another_kind_or_of_none_is_refused(bank: Bank) -> None:
    await bank.load([article()])
    async with bank.database.write() as connection:
        for wrong in (replace(FEE, value="eight"), replace(FEE, kind=ValueKind.RATE, unit="%")):
            with pytest.raises(BadInput):
                await values.write(connection, wrong, LI)
        waiting = await values.write(connection, FEE, LI)
        await values.drop(connection, waiting.value_id)
        assert await values.waiting(connection) == []


async def test_an_ended_value_makes_its_article_abstain(bank: Bank) -> None:
    await bank.load([article()])
    await bank.rebuild()
    ended = Value("card.replacement", ValueKind.FEE, "10", "元", date(2026, 1, 1), date(2026, 2, 28))
    async with bank.database.write() as connection:
        waiting = await values.write(connection, ended, LI)
        await values.approve(connection, waiting.value_id, WANG)
    decision = await bank.answerer.answer("卡丢了怎么办")
    assert isinstance(decision, Abstained)
    assert decision.reason is Reason.VALUE_MISSING


async def test_a_figure_becomes_a_value_with_a_name_of_its_own(bank: Bank) -> None:
    async with bank.database.write() as connection:
        first, answer = await values.from_literal(
            connection, "收 10 元，VIP 收 10 元。", "10 元", product="a-1F", valid_from=TODAY, by=LI
        )
        second, answer = await values.from_literal(
            connection, answer, "10 元", product="a-1F", valid_from=TODAY, by=LI
        )
    assert answer == "收 {{amount:a.1f.amount1}}，VIP 收 {{amount:a.1f.amount2}}。"
    assert [each.value.value for each in (first, second)] == ["10", "10"]
