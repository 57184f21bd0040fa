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


async def test_the_trail_names_all_six_hops(house: House) -> None:
    async with house.client() as client:
        await client.acked(await client.send("怎么挂失借记卡？"))
        replies = await client.replies(1)
        await client.say({"type": "received", "conversation": 1, "seq": replies[0]["seq"]})
        await client.say({"type": "ping"})
        await client.until(lambda: client.frames[-1]["type"] == "pong")
    correlation_id = house.bot.asks[0]["correlation_id"]
    trail = await read_trail(house.database, correlation_id)
    print(f"\ntrail of {trail.correlation_id}")
    for step in trail.steps:
        after_ms = (step.at - trail.steps[0].at).total_seconds() * 1000
        print(f"  {step.hop:<12} {after_ms:8.1f} ms  {step.what}")
    assert {step.hop for step in trail.steps} == set(HOPS)
    first_seen = list(dict.fromkeys(step.hop for step in trail.steps))
    assert first_seen == list(HOPS), "one direction"
    assert "挂失" not in str(trail), "a trail holds no customer's words"
