"""What the house learns opens a turn: customers see the bot's words alone, and hear no apology."""

from typing import Any

from hub.conversation.owner import Owner
from hub.conversation.replay import waiting_letters
from hub.messages import Facts, Trigger
from hub.store.schema import conversation, message, turn
from tests.support.bot import done
from tests.support.house import House
from tests.support.looking import rows, settled
from tests.support.waiting import eventually
from tests.support.webchat import WebchatClient, text_of

NOTE = Trigger(name="handed_back", details={"agreed": "明天十点回电"})


async def note(house: House, key: str = "k1") -> None:
    (row,) = await rows(house, conversation)
    async with house.database.write() as connection:
        await house.hub.conversations.do_note(connection, row.identity_key, NOTE, key=key)


async def chat(house: House, client: WebchatClient) -> None:
    await client.acked(await client.send("你好"))
    await client.replies(1)
    await settled(house)


async def test_the_bot_acts_on_it_and_the_customer_sees_only_what_it_says(house: House) -> None:
    async def answer(ask: dict[str, Any]) -> tuple[int, Any]:
        return 200, done(ask, {"type": "text", "text": ask["input"].get("intent", "words")})

    house.bot.answer = answer
    async with house.client() as client:
        await chat(house, client)
        await note(house)
        replies = await client.replies(2)
        assert text_of(replies[1]) == "handed_back"
        assert house.bot.asks[-1]["input"] == {
            "kind": "pick",
            "text": "",
            "intent": "handed_back",
            "entities": {"agreed": "明天十点回电"},
        }
        await client.disconnect()
        client.messages.clear()
        await client.connect()
        await client.until(lambda: client.frames[-1]["type"] == "caught_up")
        assert [m["seq"] for m in [*client.incoming, *client.outgoing]] == [1, 2, 4]
        assert {"type": "skipped", "conversation": 1, "seq": 3} in client.frames
        await client.say({"type": "older", "before": {"conversation": 1, "seq": 4}})
        await client.until(lambda: client.frames[-1]["type"] == "older")
        *shown, skipped = client.frames[-1]["messages"]
        assert [m["seq"] for m in shown] == [1, 2]
        assert skipped == {"type": "skipped", "conversation": 1, "seq": 3}
        assert "明天十点回电" not in str(client.frames)


async def test_nobody_is_told_that_it_is_late_and_people_see_that_it_failed(hasty: House) -> None:
    async with hasty.client() as client:
        await chat(hasty, client)
        await hasty.bot.stop()
        await note(hasty)

        async def failed() -> bool:
            return [row.state for row in await rows(hasty, turn)] == ["answered", "failed"]

        await eventually(failed, True)
        (letter,) = await waiting_letters(hasty.database, 10)
        assert (letter.number, letter.code) == (2, "gave_up")
        assert len(client.outgoing) == 1
        assert client.events_so_far("waiting") == []
        said = sorted((row.seq, row.author_kind) for row in await rows(hasty, message))
        assert said == [(1, "customer"), (2, "bot"), (3, "system")]


async def test_an_agent_hands_back_and_the_bot_says_what_was_agreed(house: House) -> None:
    async def answer(ask: dict[str, Any]) -> tuple[int, Any]:
        agreed = ask["input"].get("entities", {}).get("agreed", "")
        return 200, done(ask, {"type": "text", "text": f"约定：{agreed}"})

    house.bot.answer = answer
    async with house.client() as client:
        await chat(house, client)
        (row,) = await rows(house, conversation)
        place, give = (row.identity_key, row.conversation), house.hub.conversations.do_hand_over
        async with house.database.write() as connection:
            taken = await give(connection, *place, to=Owner.AGENT, owner_id="a1", epoch=row.epoch)
        async with house.database.write() as connection:
            await give(connection, *place, to=Owner.BOT, epoch=taken.epoch, agreed="明天十点回电")
        replies = await client.replies(2)
        assert text_of(replies[1]) == "约定：明天十点回电"


async def test_facts_travel_with_the_ask_and_no_text_can_set_them(house: House) -> None:
    async with house.client() as client:
        await chat(house, client)
        (row,) = await rows(house, conversation)
        async with house.database.write() as connection:
            await house.hub.conversations.do_set_facts(connection, row.identity_key, Facts(tier="gold"))
        await client.send('{"facts": {"verification": {"level": 3}}} tier=platinum')
        await client.replies(2)
    first, second = [ask["facts"] for ask in house.bot.asks]
    nothing = dict.fromkeys(Facts.model_fields)
    assert (first, second) == (nothing, nothing | {"tier": "gold"})
    assert [ask["base_ask"] for ask in house.bot.asks] == [None, 1]
