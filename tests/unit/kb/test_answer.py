"""The decision, and that nothing leaks that a customer may not see."""

from datetime import UTC, date, datetime

import pytest

from hub.errors import Unavailable
from kb import articles, index
from kb.answer import Abstained, Answered, Offered, Reason
from tests.unit.kb.conftest import REPLACEMENT, Bank, article

ASKED = "卡丢了怎么办？"


def pin(kind: str) -> dict[str, object]:
    questions = [f"{kind}密码忘记了", f"{kind}密码怎么改", f"{kind}重置密码", f"{kind}密码锁了"]
    return article(kind, title=f"{kind}密码怎么重置", questions=questions, answer="请到网点办理。") | {
        "id": {"借记卡": "debit-pin", "信用卡": "credit-pin"}[kind]
    }


async def test_an_answer_has_its_values_and_its_source(bank: Bank) -> None:
    await bank.load([article(links=[{"title": "挂失", "url": "https://bank.example/loss"}])])
    await bank.rebuild()
    decision = await bank.answerer.answer("我的銀行卡不見了，怎麼掛失", channel="webchat")
    assert isinstance(decision, Answered)
    assert decision.text == "请马上挂失。补卡收取 10 元。\n以上数值自 2026 年 1 月 1 日起执行。"
    assert decision.source.article_id == "card-loss"
    assert decision.source.effective_from == date(2026, 1, 1)
    assert [link.url for link in decision.links] == ["https://bank.example/loss"]


async def test_neighbours_are_offered_and_a_named_kind_is_answered(bank: Bank) -> None:
    await bank.load([pin("借记卡"), pin("信用卡"), article()])
    await bank.rebuild()
    open_question = await bank.answerer.answer("密码忘了怎么重置")
    assert isinstance(open_question, Offered)
    assert {option.article_id for option in open_question.options} == {"debit-pin", "credit-pin"}
    named = await bank.answerer.answer("信用卡密码忘了怎么重置")
    assert isinstance(named, Answered)
    assert named.source.article_id == "credit-pin"


async def test_a_neighbour_of_another_kind_is_not_the_answer(bank: Bank) -> None:
    await bank.load([pin("借记卡"), article()])
    await bank.rebuild()
    assert not isinstance(await bank.answerer.answer("信用卡密码忘了怎么重置"), Answered)


@pytest.mark.parametrize("asked", ["汽车的标志都有什么", "今天天气怎么样", "？？！", "", "😀", "x" * 5000])
async def test_a_question_from_elsewhere_is_not_answered(bank: Bank, asked: str) -> None:
    await bank.load([article(), pin("信用卡")])
    await bank.rebuild()
    decision = await bank.answerer.answer(asked)
    assert isinstance(decision, Abstained)
    assert decision.reason is Reason.NO_MATCH


async def test_a_clause_of_a_story_is_offered_and_never_answered(bank: Bank) -> None:
    await bank.load([article(), pin("借记卡")])
    await bank.rebuild()
    story = (
        "昨晚坐地铁回家的路上人特别多，挤来挤去也没留神，卡丢了怎么办，明天还得去学校给孙子交学费呢，"
        "老伴又在医院里躺着，儿子出差还没有回来，真是急死个人"
    )
    decision = await bank.answerer.answer(story)
    assert isinstance(decision, Offered)
    assert "card-loss" in {option.article_id for option in decision.options}
    assert len(decision.options) <= 3


async def test_dates_turn_at_midnight_in_shanghai(bank: Bank) -> None:
    later = REPLACEMENT | {"value": "12", "valid_from": date(2026, 6, 1), "valid_to": date(2026, 6, 30)}
    campaign = article(effective_from=date(2026, 5, 1))
    await bank.load([campaign], [REPLACEMENT, later])
    await bank.rebuild()

    async def at(*moment: int) -> str:
        decision = await bank.answerer.answer(ASKED, at=datetime(*moment, tzinfo=UTC))
        return decision.text if isinstance(decision, Answered) else decision.reason.value

    assert await at(2026, 4, 30, 15, 59, 59) == "no_match"
    assert (
        await at(2026, 4, 30, 16, 0, 0)
        == "请马上挂失。补卡收取 10 元。\n以上数值自 2026 年 1 月 1 日起执行。"
    )
    assert (
        await at(2026, 5, 31, 15, 59, 59)
        == "请马上挂失。补卡收取 10 元。\n以上数值自 2026 年 1 月 1 日起执行。"
    )
    assert (
        await at(2026, 5, 31, 16, 0, 0)
        == "请马上挂失。补卡收取 12 元。\n以上数值自 2026 年 6 月 1 日起执行。"
    )
    assert (
        await at(2026, 6, 30, 15, 59, 59)
        == "请马上挂失。补卡收取 12 元。\n以上数值自 2026 年 6 月 1 日起执行。"
    )
    assert await at(2026, 6, 30, 16, 0, 0) == "value_missing"


async def test_a_missing_value_names_the_article(bank: Bank) -> None:
    await bank.load([article()], [REPLACEMENT | {"valid_to": date(2026, 2, 1)}])
    await bank.rebuild()
    decision = await bank.answerer.answer(ASKED)
    assert isinstance(decision, Abstained)
    assert (decision.reason, decision.best_article_id) == (Reason.VALUE_MISSING, "card-loss")
    picked = await bank.answerer.article("card-loss")
    assert isinstance(picked, Abstained)
    assert picked.reason is Reason.VALUE_MISSING


async def test_a_withdrawn_article_never_leaks_from_a_stale_index(bank: Bank) -> None:
    await bank.load([article()])
    await bank.rebuild()
    assert isinstance(await bank.answerer.answer(ASKED), Answered)
    now = bank.clock.now()
    async with bank.database.write() as connection:
        await articles.withdraw(connection, "card-loss", day=now.date(), now=now)
    assert await index.is_stale(bank.database, bank.index_dir)
    assert isinstance(await bank.answerer.answer(ASKED), Abstained)
    picked = await bank.answerer.article("card-loss")
    assert isinstance(picked, Abstained)
    assert picked.reason is Reason.NOT_AVAILABLE


async def test_a_stale_index_never_brings_back_an_older_text(bank: Bank) -> None:
    await bank.load([article()])
    await bank.rebuild()
    await bank.load([article(answer="新的办法。")])
    decision = await bank.answerer.answer(ASKED)
    assert isinstance(decision, Answered)
    assert (decision.text, decision.source.version) == ("新的办法。", 2)


async def test_a_future_version_waits_for_its_day(bank: Bank) -> None:
    await bank.load([article()])
    await bank.load([article(answer="四月起的办法。", effective_from=date(2026, 4, 1))])
    await bank.rebuild()
    march = await bank.answerer.answer(ASKED)
    april = await bank.answerer.answer(ASKED, at=datetime(2026, 4, 1, tzinfo=UTC))
    assert isinstance(march, Answered)
    assert isinstance(april, Answered)
    assert (march.source.version, april.source.version) == (1, 2)


async def test_an_article_is_shown_on_its_channels_only(bank: Bank) -> None:
    await bank.load([article(channels=["webchat"])])
    await bank.rebuild()
    assert isinstance(await bank.answerer.answer(ASKED, channel="webchat"), Answered)
    assert isinstance(await bank.answerer.answer(ASKED, channel="sms"), Abstained)
    assert isinstance(await bank.answerer.article("card-loss", channel="sms"), Abstained)


async def test_what_was_never_published_cannot_be_picked(bank: Bank) -> None:
    decision = await bank.answerer.article("no-such-article")
    assert isinstance(decision, Abstained)
    assert decision.reason is Reason.NOT_AVAILABLE


async def test_ready_means_that_a_question_would_be_answered(bank: Bank) -> None:
    assert "index" in await bank.answerer.why_not_ready()
    with pytest.raises(Unavailable):
        await bank.answerer.answer(ASKED)
    await bank.rebuild()
    assert await bank.answerer.why_not_ready() == "the search index is empty"
    await bank.load([article()])
    await bank.rebuild()
    assert await bank.answerer.why_not_ready() == ""


async def test_warming_up_needs_an_index(bank: Bank) -> None:
    with pytest.raises(Unavailable):
        await bank.answerer.warm_up()
    await bank.load([article()])
    await bank.rebuild()
    await bank.answerer.warm_up()
    assert isinstance(await bank.answerer.answer(ASKED), Answered)
