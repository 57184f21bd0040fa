"""How a question is heard: its own words first, other readings where these are not answered directly."""

from typing import Any

import pytest

from kb.answer import Abstained, Answered, Offered
from kb.understanding.earlier import NOTHING, EarlierQuestion
from tests.unit.kb.conftest import Bank, article


def about(kind: str, what: str, article_id: str) -> dict[str, Any]:
    """An article on one kind of card."""
    titles = {
        "挂失": ["丢了怎么挂失", "不见了怎么办", "怎么挂失", "遗失了先做什么"],
        "激活": ["怎么激活", "新卡激活", "收到了怎么开通", "激活要去网点吗"],
    }[what]
    questions = [kind + each for each in titles]
    return article(article_id, title=questions[0], questions=questions[1:], answer=f"请激活或挂失{kind}。")


@pytest.fixture
async def cards(bank: Bank) -> Bank:
    """Two kinds of cards, two questions about each."""
    await bank.load(
        [
            about("信用卡", "挂失", "credit-loss"),
            about("借记卡", "挂失", "debit-loss"),
            about("信用卡", "激活", "credit-active"),
            about("借记卡", "激活", "debit-active"),
        ]
    )
    await bank.rebuild()
    return bank


async def answered(bank: Bank, *messages: str) -> list[str]:
    """Says one message after the other; the articles that the last one is answered with."""
    earlier, decision = NOTHING, None
    for message in messages:
        decision = await bank.answerer.answer(message, earlier=earlier)
        earlier = earlier.after(decision)
    if not isinstance(decision, Answered):
        return []
    return [each.source.article_id for each in (decision, *decision.also) if isinstance(each, Answered)]


@pytest.mark.parametrize(
    ("messages", "articles"),
    [
        (["你好，麻烦帮我看一下，信用卡丢了怎么挂失，谢谢"], ["credit-loss"]),
        (["嗯那个就是说我信用卡呃丢了怎么挂失啊"], ["credit-loss"]),
        (["信用咔丢了怎么挂实"], ["credit-loss"]),
        (["xinyongka zenme jihuo"], ["credit-active"]),
        (["信用卡丢了怎么挂失", "那借记卡呢"], ["debit-loss"]),
        (["信用卡丢了怎么挂失", "怎么激活"], ["credit-active"]),
        (["信用卡", "怎么激活"], ["credit-active"]),
        (["信用卡\n怎么激活"], ["credit-active"]),
        (["信用卡丢了怎么挂失，另外借记卡怎么激活"], ["credit-loss", "debit-active"]),
        (["借记卡丢了怎么挂失？借记卡不见了怎么办？"], ["debit-loss"]),
    ],
)
async def test_other_readings_are_answered(cards: Bank, messages: list[str], articles: list[str]) -> None:
    assert await answered(cards, *messages) == articles


@pytest.mark.parametrize(
    "messages",
    [
        ["那借记卡呢"],
        ["信用卡丢了怎么挂失", "今天天气怎么样"],
        ["信用卡丢了怎么挂失", "那花呗呢"],
        ["信用卡丢了怎么挂失", "招行的呢"],
        ["信用卡丢了怎么挂失", "驾照呢"],
        ["花备丢了怎么挂实"],
        ["讲个笑话", "信用卡"],
        ["信用卡", "怎么办"],
        ["信用卡丢了怎么挂失", "驾照呢", "怎么办"],
    ],
)
async def test_no_reading_answers_what_nobody_asked(cards: Bank, messages: list[str]) -> None:
    assert await answered(cards, *messages) == []


async def test_the_words_as_they_are_come_first(cards: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> object:
        raise AssertionError("other readings were made of a question that is answered as it stands")

    monkeypatch.setattr("kb.hearing.other_readings", none)
    assert await answered(cards, "信用卡丢了怎么挂失") == ["credit-loss"]


async def test_the_kind_that_is_talked_about_decides_a_short_question(bank: Bank) -> None:
    """What a short question would be answered with by itself is of another kind than the conversation."""
    plain = about("借记卡", "激活", "debit-active") | {"questions": ["怎么激活", "借记卡激活"]}
    await bank.load([about("信用卡", "挂失", "credit-loss"), about("信用卡", "激活", "credit-active"), plain])
    await bank.rebuild()
    assert await answered(bank, "怎么激活") == ["debit-active"]
    assert await answered(bank, "信用卡丢了怎么挂失", "怎么激活") == ["credit-active"]


async def test_an_offered_article_is_picked_by_its_number(cards: Bank) -> None:
    offered = await cards.answerer.answer("怎么激活")
    assert isinstance(offered, Offered)
    second = await cards.answerer.answer("第二个", earlier=NOTHING.after(offered))
    assert isinstance(second, Answered)
    assert second.source.article_id == offered.options[1].article_id
    assert isinstance(await cards.answerer.answer("第二个"), Abstained)


async def test_one_is_answered_and_the_other_offered(cards: Bank) -> None:
    hours = article("hours", title="网点几点开门", questions=["网点营业时间", "周末开门吗"], answer="九点。")
    await cards.load([hours])
    await cards.rebuild()
    decision = await cards.answerer.answer("网点几点开门？还有怎么激活？")
    assert isinstance(decision, Answered)
    assert decision.source.article_id == "hours"
    (other,) = decision.also
    assert isinstance(other, Offered)


async def test_the_number_of_searches_is_bounded(cards: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[str] = []
    search = cards.answerer._search.candidates

    async def counted(query: str, *arguments: Any) -> Any:
        searched.append(query)
        return await search(query, *arguments)

    monkeypatch.setattr(cards.answerer._search, "candidates", counted)
    earlier = EarlierQuestion("境外汇款手续费多少", "信用卡丢了怎么挂失", "信用卡")
    await cards.answerer.answer("网点激活", earlier=earlier)
    assert 1 < len(searched) <= 7
