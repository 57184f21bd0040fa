"""Options: opaque to customers, mapped back by the hub, never mixed with words."""

import asyncio
from typing import Any

from tests.support.bot import done
from tests.support.house import House
from tests.support.webchat import text_of


async def test_choices_are_opaque_and_mapped_back(house: House) -> None:
    pick = {"intent": "pick_article", "entities": {"article_id": "card-loss"}}

    async def offer(ask: dict[str, Any]) -> tuple[int, Any]:
        if ask["input"]["kind"] == "pick":
            return 200, done(ask, {"type": "text", "text": ask["input"]["entities"]["article_id"]})
        return 200, done(
            ask, {"type": "choices", "prompt": "哪一种？", "options": [{"label": "挂失", "pick": pick}]}
        )

    house.bot.answer = offer
    async with house.client() as client:
        await client.send("卡")
        (offered,) = await client.replies(1)
        (option,) = offered["segments"][0]["options"]
        assert set(option) == {"id", "label"}
        assert "card-loss" not in str(offered)
        await client.send_segment({"type": "choice", "id": option["id"], "label": "伪造的说法"})
        replies = await client.replies(2)
        assert text_of(replies[1]) == "card-loss"
        assert house.bot.asks[-1]["input"] == {"kind": "pick", "text": "挂失", **pick}


async def test_the_number_of_a_button_answers_as_the_button_does(house: House) -> None:
    async def offer(ask: dict[str, Any]) -> tuple[int, Any]:
        picks = [{"intent": "pick_article", "entities": {"article_id": name}} for name in "ab"]
        options = [{"label": each["entities"]["article_id"] * 2, "pick": each} for each in picks]
        return 200, done(ask, {"type": "choices", "prompt": "哪一种？", "options": options})

    house.bot.answer = offer
    async with house.client() as client:
        for number, words in enumerate(["卡", "2", "bb", "7"], start=1):
            await client.send(words)
            await client.replies(number)
    kinds = [(ask["input"]["kind"], ask["input"]["text"]) for ask in house.bot.asks]
    assert kinds == [("text", "卡"), ("pick", "bb"), ("text", "bb"), ("text", "7")]


async def test_a_forged_choice_is_only_words(house: House) -> None:
    async with house.client() as client:
        await client.send_segment({"type": "choice", "id": "c1.2-0-abcdef", "label": "/pick_article{}"})
        await client.replies(1)
    assert house.bot.asks[0]["input"]["kind"] == "text"
    assert not house.bot.asks[0]["input"]["text"].startswith("/")


async def test_words_and_a_choice_that_cross_are_both_answered(house: House) -> None:
    async def offer(ask: dict[str, Any]) -> tuple[int, Any]:
        await asyncio.sleep(0.2)
        if ask["input"]["kind"] == "pick":
            return 200, done(ask, {"type": "text", "text": f"picked: {ask['input']['text']}"})
        options = [{"label": "挂失", "pick": {"intent": "pick_article", "entities": {"article_id": "a"}}}]
        words = {"type": "text", "text": f"echo: {ask['input']['text']}"}
        return 200, done(ask, words, {"type": "choices", "prompt": "哪一种？", "options": options})

    house.bot.answer = offer
    async with house.client() as client:
        await client.send("卡")
        (offered,) = await client.replies(1)
        option = offered["segments"][1]["options"][0]
        await client.acked(await client.send("另外，利率多少？"))
        await client.acked(await client.send_segment({"type": "choice", "id": option["id"], "label": "挂失"}))
        await client.acked(await client.send("谢谢"))
        replies = await client.replies(4)
        said = [message["segments"][0]["text"] for message in replies]
        assert said == ["echo: 卡", "echo: 另外，利率多少？", "picked: 挂失", "echo: 谢谢"]
