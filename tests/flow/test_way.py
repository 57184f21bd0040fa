"""The way of a message: web chat, inbox, turn, bot, outbox, and back."""

from hub.trail import HOPS, read_trail
from tests.support.house import House
from tests.support.webchat import text_of


async def test_a_question_is_answered(house: House) -> None:
    async with house.client() as client:
        sent = await client.send("怎么挂失借记卡？")
        ack = await client.acked(sent)
        replies = await client.replies(1)
        assert (ack["conversation"], ack["seq"]) == (1, 1)
        assert text_of(replies[0]) == "echo: 怎么挂失借记卡？"
        assert replies[0]["author"]["kind"] == "bot"
        assert client.incoming[0]["client_id"] == sent
