"""What a customer left under way in another conversation: offered, handed over once, and to nobody else."""

import json
from collections.abc import AsyncIterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, update

from bank.offering import Offering
from bank.worker import InstructionWorker
from hub.contacts import Handle, HandleKind
from hub.messages.bank import Reading
from hub.reactions import SignedIn
from hub.store import schema
from hub.store.encrypted import read_data_keys
from tests.unit.bank.house import KEYS, RULES, House, on_channel

ZONE = "Asia/Shanghai"
DAY_S = 86_400.0
VALUES = {"payee": "p1", "amount": "300"}


class Talk:
    """Two channels of one person, or of two; the bot's answers are written by hand."""

    def __init__(self, house: House) -> None:
        self.spine = house.spine
        self.spine.rules["miniprogram"] = RULES
        self.here, self.there = house, on_channel(house, "miniprogram")
        spine = self.spine
        self.offering = Offering(
            spine.database, spine.clock, spine.conversations, house.contacts, ZoneInfo(ZONE)
        )
        keys = read_data_keys(KEYS)
        self.worker = InstructionWorker(
            spine.database,
            spine.clock,
            house.client,
            spine.conversations,
            house.contacts,
            keys,
            self.offering,
        )

    async def answered(self, house: House, *, conversation: int = 1, turn: int = 1, **dialogue: Any) -> None:
        """The bot has answered a turn; `dialogue`: what of the one that is under way differs."""
        now = self.spine.clock.now()
        slots = {}
        if dialogue:
            slots["dialogue"] = {
                "kind": "transfer",
                "began": 1,
                "at": now.isoformat(),
                "phase": "asking",
                "said": "给李娜转300块",
                "values": VALUES,
                "found": {"payees": [{"name": "李娜"}]},
            } | dialogue
        place = {"identity_key": house.identity, "conversation": conversation}
        row = {
            **place,
            "turn": turn,
            "state": "answered",
            "first_seq": turn,
            "last_seq": turn,
            "asks": 1,
            "failures": 0,
            "correlation_id": "c",
            "opened_at": now,
            "intents": [{"name": dialogue.get("intent", "ask"), "confidence": 1.0}],
            "events": [],
            "bot_state": {"slots": slots, "active_loop": None},
        }
        table = schema.conversation
        this = (table.c.identity_key == house.identity) & (table.c.conversation == conversation)
        async with self.spine.database.write() as connection:
            await connection.execute(insert(schema.turn).values(**row))
            await connection.execute(update(table).where(this).values(last_turn=turn, committed_turn=turn))

    async def offer(self, house: House) -> int:
        """One round for somebody."""
        self.offering.signed_in(SignedIn(house.identity, joined=True))
        return await self.offering.work_due()

    async def hands_over(self, house: House) -> dict[str, Any]:
        """They said yes; what they are told."""
        await house.ask(Reading(about="dialogue"))
        await self.worker.work_due()
        return (await self.noted(house))[-1]

    async def noted(self, house: House) -> list[dict[str, Any]]:
        """What the house noted in all conversations of somebody."""
        return [
            {"name": segment["name"], **segment["details"]}
            for row in await self.spine.rows(schema.message)
            if row.identity_key == house.identity
            for segment in row.segments
            if segment["type"] == "trigger"
        ]


@pytest.fixture
async def talk(house: House) -> AsyncIterator[Talk]:
    """The customer writes on both channels; only on one something is under way."""
    made = Talk(house)
    await made.there.say("你好")
    await made.answered(made.there)
    yield made
    await made.there.client.close()


async def both_checked(talk: Talk) -> None:
    await talk.here.check()
    await talk.there.check()


async def test_what_was_left_a_day_ago_is_offered_and_handed_over_without_what_was_read(talk: Talk) -> None:
    await talk.answered(talk.here, phase="asking")
    talk.spine.clock.turn(DAY_S)
    await talk.here.say("又来了")
    await talk.answered(talk.here, conversation=2)
    assert await talk.offer(talk.here) == 1
    assert await talk.offer(talk.here) == 0, "once"
    assert await talk.noted(talk.here) == [
        {"name": "dialogue_left", "kind": "transfer", "since": "2026-11-01"}
    ]
    told = await talk.hands_over(talk.here)
    assert json.loads(told["found"]) == {
        "dialogue": {"kind": "transfer", "said": "给李娜转300块", "values": VALUES}
    }
    assert (await talk.hands_over(talk.here))["code"] == "nothing_left", "it is there once"


async def test_what_is_under_way_on_another_channel_goes_on_here_and_is_over_there(talk: Talk) -> None:
    await talk.answered(talk.here, phase="asking")
    await both_checked(talk)
    assert await talk.offer(talk.there) == 1
    (note,) = await talk.noted(talk.there)
    assert (note["kind"], note["channel"]) == ("transfer", "wechat")
    assert "values" not in note, "what was told goes over with a yes alone"
    assert json.loads((await talk.hands_over(talk.there))["found"])["dialogue"]["values"] == VALUES
    assert await talk.noted(talk.here) == [
        {"name": "dialogue_moved", "kind": "transfer", "channel": "miniprogram"}
    ]


@pytest.mark.parametrize("known", ["nothing", "union_id", "expired", "another"])
async def test_nobody_else_learns_of_it(talk: Talk, known: str) -> None:
    await talk.answered(talk.here, phase="asking")
    await talk.here.check()
    async with talk.spine.database.write() as connection:
        for house in (talk.here, talk.there) if known == "union_id" else ():
            handle = Handle(HandleKind.UNION_ID, "open", "u1")
            await talk.here.contacts.do_learn(connection, house.identity, handle)
    if known == "another":
        talk.there.number = talk.there.bank.open("0bertasphone")
    if known in ("expired", "another"):
        await talk.there.check(within_s=60.0)
        talk.spine.clock.turn(61.0 if known == "expired" else 1.0)
    assert await talk.offer(talk.there) == 0
    assert (await talk.hands_over(talk.there))["code"] == "nothing_left"
    assert await talk.noted(talk.here) == []


@pytest.mark.parametrize(
    "dialogue",
    [
        {"phase": "instructed"},
        {"phase": "offered"},
        {"at": "2026-10-20T00:00:00Z"},
        {"kind": "../etc"},
        {"at": 7},
    ],
    ids=["gone to the bank", "itself an offer", "old", "no kind", "another version's"],
)
async def test_what_cannot_go_on_is_not_offered(talk: Talk, dialogue: dict[str, Any]) -> None:
    await talk.answered(talk.here, **dialogue)
    await both_checked(talk)
    assert await talk.offer(talk.there) == 0


@pytest.mark.parametrize("begun", ["urgent", "another", "person", "closed"])
async def test_who_is_busy_otherwise_is_offered_nothing(talk: Talk, begun: str) -> None:
    await talk.answered(talk.here, phase="asking")
    await both_checked(talk)
    place = {"identity": talk.there.identity, "conversation": 1}
    async with talk.spine.database.write() as connection:
        if begun == "person":
            table = schema.conversation
            this = table.c.identity_key == talk.there.identity
            await connection.execute(update(table).where(this).values(owner="waiting"))
        if begun == "closed":
            await talk.spine.conversations.do_close(connection, **place, by="customer")
        if begun == "urgent":
            turn = schema.turn
            this = turn.c.identity_key == talk.there.identity
            await connection.execute(update(turn).where(this).values(intents=[{"name": "complain"}]))
    if begun == "another":
        await talk.answered(talk.there, turn=2, kind="freeze_card")
    assert await talk.offer(talk.there) == 0


async def test_who_has_ended_the_conversation_is_not_asked_again(talk: Talk) -> None:
    await talk.answered(talk.here, phase="asking")
    async with talk.spine.database.write() as connection:
        await talk.spine.conversations.do_close(connection, talk.here.identity, 1, by="customer")
    await talk.here.say("又来了")
    await talk.answered(talk.here, conversation=2)
    assert await talk.offer(talk.here) == 0


async def test_while_it_is_being_answered_there_it_does_not_go_on_here(talk: Talk) -> None:
    await talk.answered(talk.here, phase="asking")
    await both_checked(talk)
    await talk.here.say("确认")
    await talk.spine.take()
    assert (await talk.hands_over(talk.there))["code"] == "nothing_left"
    assert await talk.noted(talk.here) == []
