"""What is urgent is answered by the house itself: with the bot or without it, once, and people are called."""

from typing import Any

import pytest

from handoff.store.schema import task
from hub.store.schema import conversation, turn
from tests.support.bot import done, echo
from tests.support.house import House
from tests.support.looking import rows, settled
from tests.support.webchat import text_of


async def article(ask: dict[str, Any]) -> tuple[int, Any]:
    """A bot that answers every question with an approved article."""
    source = {"article_id": "a", "version": 1, "title": "挂失", "effective_from": "2026-01-01"}
    text = f"article: {ask['input']['text']}"
    return 200, done(ask, {"type": "text", "text": text, "source": source})


def texts(message: dict[str, Any]) -> str:
    return "\n".join(segment.get("text", "") for segment in message["segments"])


async def test_what_is_urgent_is_answered_with_the_bot_down(hasty: House) -> None:
    await hasty.bot.stop()
    async with hasty.client() as client:
        await client.acked(await client.send("我被骗了，刚转了一万五"))
        (reply,) = await client.replies(1)
        assert "110" in text_of(reply)
        assert "95XXX" in text_of(reply)
        await settled(hasty)
        await client.acked(await client.send("就刚才"))
        replies = await client.replies(2)
        assert "记下了" in text_of(replies[1])
        await settled(hasty)
    (row,) = await rows(hasty, task)
    assert (row.kind, row.urgent, row.reason) == ("person", True, "urgent.scam")
    assert row.facts["amount"] == ["一万五"]
    assert row.facts["when"] == ["刚才"]
    assert [each.state for each in await rows(hasty, turn)] == ["answered", "answered"]


async def test_the_article_stands_below_what_stops_the_loss(house: House) -> None:
    house.bot.answer = article
    async with house.client() as client:
        await client.acked(await client.send("我的信用卡刚被偷了"))
        (reply,) = await client.replies(1)
        first, second = (segment["text"] for segment in reply["segments"][:2])
        assert "挂失" in first
        assert second == "article: 信用卡丢了怎么挂失"
        await client.send("网点几点开门")
        replies = await client.replies(2)
        assert text_of(replies[1]) == "article: 网点几点开门"
        await settled(house)
    assert [ask["base"] for ask in house.bot.asks] == [0, 1], "the bot goes on from its own answer"


async def in_transfer(ask: dict[str, Any]) -> tuple[int, Any]:
    """A bot that asks for the amount, as long as it is asked."""
    slots = {"dialogue": {"kind": "transfer"}} if "转账" in ask["input"]["text"] else {}
    text = f"echo: {ask['input']['text']}"
    return 200, done(ask, {"type": "text", "text": text}, state={"slots": slots, "active_loop": None})


async def test_other_business_goes_on_beside_what_was_lost_and_the_bots_question_is_answered_to_it(
    house: House,
) -> None:
    house.bot.answer = in_transfer
    async with house.client() as client:
        said = ("卡丢了，快帮我挂失", "转账给我妈500块", "不对，是800", "尾号1234")
        for number, words in enumerate(said, start=1):
            await client.acked(await client.send(words))
            await client.replies(number)
            await settled(house)
        answers = [texts(each) for each in client.outgoing]
    assert "echo: 转账给我妈500块" in answers[1]
    assert "echo: 不对，是800" in answers[2], "it is the bot that asked"
    assert "记下了" in answers[3], "and then asked no more"


async def test_while_somebody_is_at_the_money_every_word_is_for_those_who_help(house: House) -> None:
    house.bot.answer = in_transfer
    async with house.client() as client:
        for number, words in enumerate(("卡里的钱被人转走了", "转账给我妈500块"), start=1):
            await client.acked(await client.send(words))
            await client.replies(number)
            await settled(house)
        assert "记下了" in texts(client.outgoing[1])


async def test_without_an_article_the_bot_goes_on_from_before(house: House) -> None:
    house.bot.answer = echo
    async with house.client() as client:
        await client.send("你好")
        await client.replies(1)
        await client.acked(await client.send("卡里的钱被人转走了，信用卡"))
        replies = await client.replies(2)
        assert "echo" not in texts(replies[1])
        await client.send("网点几点开门")
        replies = await client.replies(3)
        assert "95XXX" in texts(replies[2]), "the bot knew no article, and the loss goes on"
        assert "echo: 网点几点开门" in texts(replies[2])
    assert house.bot.asks[-1]["base"] == 1
    (row,) = await rows(house, conversation)
    assert row.committed_turn == 3


async def test_the_card_chosen_is_a_fact_and_leads_to_its_way(house: House) -> None:
    house.bot.answer = article
    async with house.client() as client:
        await client.acked(await client.send("钱包被偷了，卡在里面"))
        (reply,) = await client.replies(1)
        choices = reply["segments"][-1]
        assert choices["type"] == "choices"
        option = choices["options"][0]
        await client.send_segment({"type": "choice", "id": option["id"], "label": option["label"]})
        replies = await client.replies(2)
        assert "article: 借记卡丢了怎么挂失" in texts(replies[1])
        await settled(house)
    (row,) = await rows(house, task)
    assert row.facts["card"] == "debit"


async def test_who_asks_for_a_person_then_hears_once_that_nobody_is_here(house: House) -> None:
    async with house.client() as client:
        await client.acked(await client.send("卡丢了怎么办"))
        await client.replies(1)
        await settled(house)
        await client.acked(await client.send("我要转人工"))
        replies = await client.replies(2)
        await settled(house)
        said = texts(replies[1])
        assert (said.count("人工客服"), "没有人工客服在线" in said) == (1, True), said


async def test_words_before_it_are_kept_for_people_while_the_bot_is_down(hasty: House) -> None:
    await hasty.bot.stop()
    async with hasty.client() as client:
        await client.acked(await client.send("你们几点下班"))
        await client.acked(await client.send("我手机被偷了"))
        await client.until(lambda: any("手机银行" in texts(message) for message in client.outgoing))
        assert "您前面的其他问题" in texts(client.outgoing[-1])
        await settled(hasty)


@pytest.mark.parametrize("words", ["挂失补卡要多少钱", "怎么防诈骗"])
async def test_what_is_only_asked_about_is_the_bots(house: House, words: str) -> None:
    async with house.client() as client:
        await client.send(words)
        (reply,) = await client.replies(1)
        assert text_of(reply) == f"echo: {words}"
        await settled(house)
    assert await rows(house, task) == []
