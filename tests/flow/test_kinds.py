"""What the bot says in cards, places and pictures is stored and reaches the customer as it was said."""

from typing import Any

from hub.messages import Card, Image, Link, Location
from tests.support.bot import done
from tests.support.house import House
from tests.unit.messages.examples import SEGMENTS

SAID = [
    segment.model_dump(mode="json")
    for segment in SEGMENTS
    if isinstance(segment, Card | Image | Link | Location)
]


def without_addresses(segment: dict[str, Any]) -> dict[str, Any]:
    """A segment as it was said: where its file is shown, the channel adds."""
    ours = {"picture_url"} | ({"url"} if "media" in segment else set())
    return {name: value for name, value in segment.items() if name not in ours}


async def test_what_the_bot_says_beside_words_reaches_the_customer(house: House) -> None:
    async def answer(ask: dict[str, Any]) -> tuple[int, Any]:
        return 200, done(ask, *SAID)

    house.bot.answer = answer
    async with house.client() as client:
        await client.send("信用卡怎么申请")
        (reply,) = await client.replies(1)
    assert {said["type"] for said in SAID} == {"card", "image", "link", "location"}
    assert [without_addresses(segment) for segment in reply["segments"]] == SAID
    assert "url" in next(segment for segment in reply["segments"] if segment["type"] == "image")


async def test_an_answer_of_another_kind_is_a_failure_of_the_turn(house: House) -> None:
    """A trigger is for the house alone: a bot that says one has not answered."""

    async def answer(ask: dict[str, Any]) -> tuple[int, Any]:
        return 200, done(ask, {"type": "trigger", "name": "handed_back", "details": {}})

    house.bot.answer = answer
    async with house.client() as client:
        await client.send("你好")
        (reply,) = await client.replies(1)
    assert [segment["type"] for segment in reply["segments"]] == ["notice", "choices"]
