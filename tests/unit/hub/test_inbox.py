"""The inbox: one provider message id has one effect, numbers have no gaps (G1, G2, G3)."""

import asyncio
from collections import Counter, defaultdict
from typing import Any

import pytest
from sqlalchemy import update

from hub.bus import Topic
from hub.ids import identity_key
from hub.messages import Event, EventKind, Status
from hub.ports import HistoryPlace
from hub.store import schema
from tests.unit.hub.spine import RULES, Spine, answer_of, key_of

IDLE_S = RULES["webchat"].idle_close_s


async def test_fifty_deliveries_of_one_id_at_once_have_one_effect(spine: Spine) -> None:
    arrivals = [spine.arrival(provider_id="p1") for _ in range(50)]
    receipts = await asyncio.gather(*(spine.accept(arrival) for arrival in arrivals))
    assert Counter(receipt.repeated for receipt in receipts) == {False: 1, True: 49}
    assert len({receipt.message.model_dump_json() for receipt in receipts}) == 1
    assert [row.seq for row in await spine.rows(schema.message)] == [1]
    for table in (schema.identity, schema.contact, schema.conversation, schema.work):
        assert await spine.count(table) == 1, table.name


async def test_two_hundred_messages_of_twenty_people_at_once_are_numbered_without_gaps(spine: Spine) -> None:
    arrivals = [spine.arrival(visitor=f"v{n % 20}", provider_id=f"p{n}") for n in range(200)]
    receipts = await asyncio.gather(*(spine.accept(arrival) for arrival in arrivals))
    told = defaultdict(list)
    for receipt in receipts:
        told[receipt.message.identity].append(receipt.message.seq)
    assert len(told) == 20
    assert all(sorted(seqs) == list(range(1, 11)) for seqs in told.values())
    stored = defaultdict(list)
    for row in await spine.rows(schema.message):
        stored[row.identity_key].append(row.seq)
    assert {key: sorted(seqs) for key, seqs in told.items()} == stored
    assert {row.last_seq for row in await spine.rows(schema.conversation)} == {10}


async def test_a_message_delivered_again_much_later_still_has_no_effect(spine: Spine) -> None:
    first = await spine.say("一", provider_id="p1")
    spine.clock.turn(IDLE_S * 50)
    await spine.say("二", provider_id="p2")
    again = await spine.inbox.accept(spine.arrival("另外的话", provider_id="p1"))
    assert (again.repeated, again.message) == (True, first)
    assert await spine.count(schema.message) == 2


async def test_one_provider_id_of_two_people_is_two_messages(spine: Spine) -> None:
    one, other = await spine.say(visitor="a"), await spine.say(visitor="b")
    assert one.identity != other.identity
    assert await spine.count(schema.contact) == 2


async def test_a_silence_longer_than_the_channel_allows_opens_the_next_conversation(spine: Spine) -> None:
    await spine.say(provider_id="p1")
    last = spine.clock.now()
    spine.clock.turn(IDLE_S)
    assert (await spine.say(provider_id="p2")).conversation == 1, "not longer: just as long"
    last = spine.clock.now()
    spine.clock.turn(IDLE_S + 1)
    message = await spine.say(provider_id="p3")
    assert (message.conversation, message.seq) == (2, 1)
    old, new = await spine.rows(schema.conversation)
    assert (old.closed_by, old.closed_at, new.closed_at) == ("idle", last, None)
    (person,) = await spine.rows(schema.identity)
    assert person.last_conversation == 2


async def test_a_conversation_closed_by_the_customer_is_followed_by_the_next(spine: Spine) -> None:
    message = await spine.say(provider_id="p1")
    key = message.identity
    assert await spine.inbox.close(key, HistoryPlace(1, 1))
    assert not await spine.inbox.close(key, HistoryPlace(1, 1)), "it is closed"
    assert not await spine.inbox.close(key, HistoryPlace(7, 1)), "there is none"
    assert (await spine.say(provider_id="p2")).conversation == 2
    assert [row.closed_by for row in await spine.rows(schema.conversation)] == ["customer", None]


async def test_a_wish_to_close_that_comes_late_ends_nothing_that_came_after_it(spine: Spine) -> None:
    message = await spine.say(provider_id="p1")
    await spine.say(provider_id="p2")
    assert not await spine.inbox.close(message.identity, HistoryPlace(1, 1))
    assert (await spine.say(provider_id="p3")).conversation == 1


async def test_what_is_stored_is_what_the_receipt_says(spine: Spine) -> None:
    message = await spine.say("怎么挂失？", provider_id="p1")
    (row,) = await spine.rows(schema.message)
    assert row.segments == [{"type": "text", "text": "怎么挂失？", "source": None, "blocks": []}]
    assert (row.direction, row.status, row.provider_id, row.turn) == ("in", "accepted", "p1", None)
    assert row.identity_key == message.identity == identity_key("webchat", "default", "visitor")
    assert row.created_at == row.received_at == spine.clock.now()


async def test_any_text_that_a_customer_can_write_can_be_stored(spine: Spine) -> None:
    for number, text in enumerate(
        ["\0", "a\0b", "\ufffe\uffff", "\u2028", "😀" * 2000, "{}\\u0000", "'; --"]
    ):
        await spine.say(text, provider_id=f"p{number}")
    assert await spine.count(schema.message) == 7


async def test_a_secret_is_stored_nowhere_and_the_customer_is_told_at_once(spine: Spine) -> None:
    await spine.say("卡号 4111111111111111", provider_id="p1")
    said, told = await spine.rows(schema.message)
    assert "4111111111111111" not in str(said)
    assert (told.direction, told.author_kind, told.seq) == ("out", "system", 2)
    assert told.segments[0]["code"] == "secret_removed"
    (parcel,) = await spine.rows(schema.outbox)
    assert parcel.seq == 2
    await asyncio.wait_for(spine.bus.wait(Topic.OUTBOX, 60), 1)
    again = await spine.inbox.accept(spine.arrival("卡号 4111111111111111", provider_id="p1"))
    assert again.repeated
    assert await spine.count(schema.message) == 2, "told once"


async def test_a_conversation_of_an_agent_gives_the_bot_no_work(spine: Spine) -> None:
    await spine.say(provider_id="p1")
    await spine.take()
    async with spine.database.write() as connection:
        await connection.execute(update(schema.conversation).values(owner="agent", owner_id="a1", epoch=2))
        await connection.execute(schema.work.delete())
    await spine.say(provider_id="p2")
    assert await spine.rows(schema.work) == []


STATUSES = [Status.SENT, Status.DELIVERED, Status.READ]


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (1, 1, 0, 0), (0, 1, 0, 1)])
async def test_shuffled_and_repeated_receipts_move_a_status_only_forward(
    spine: Spine, order: tuple[int, ...]
) -> None:
    """E8: whatever the order of the callbacks, the furthest one stays."""
    key = await _two_replies(spine)
    kinds = (EventKind.DELIVERED, EventKind.READ)
    reached = 0
    for index in order:
        event = Event(kind=kinds[index], identity=key, conversation=1, seq=4, at=spine.clock.now())
        await spine.inbox.report([event])
        reached = max(reached, index + 1)
        assert await _statuses(spine) == {2: STATUSES[reached], 4: STATUSES[reached]}


async def test_a_receipt_speaks_of_what_came_before_it_and_of_nothing_else(spine: Spine) -> None:
    key = await _two_replies(spine)
    other = key_of("somebody else")
    for identity, conversation, seq in ((key, 1, 3), (key, 2, 9), (other, 1, 9)):
        event = Event(
            kind=EventKind.READ, identity=identity, conversation=conversation, seq=seq, at=spine.clock.now()
        )
        await spine.inbox.report([event])
    assert await _statuses(spine) == {2: Status.READ, 4: Status.SENT}
    incoming = [row.status for row in await spine.rows(schema.message) if row.direction == "in"]
    assert incoming == ["accepted", "accepted"], "a customer's receipt is about what the bank said"


async def test_a_receipt_for_what_is_not_there_yet_hides_no_later_one(spine: Spine) -> None:
    key = await _two_replies(spine)
    for seq in (9, 2):
        await spine.inbox.report([_read_up_to(spine, key, seq)])
    assert spine.inbox._received == {(key, 1, Status.READ): 4}, "the next looks at what is behind it alone"
    await _reply(spine, "p3")
    await spine.inbox.report([_read_up_to(spine, key, 6)])
    assert await _statuses(spine) == {2: Status.READ, 4: Status.READ, 6: Status.READ}


def _read_up_to(spine: Spine, key: str, seq: int) -> Event:
    return Event(kind=EventKind.READ, identity=key, conversation=1, seq=seq, at=spine.clock.now())


async def test_a_message_that_failed_stays_failed(spine: Spine) -> None:
    key = await _two_replies(spine)
    async with spine.database.write() as connection:
        failed = update(schema.message).where(schema.message.c.seq == 2).values(status="failed")
        await connection.execute(failed)
    event = Event(kind=EventKind.READ, identity=key, conversation=1, seq=4, at=spine.clock.now())
    await spine.inbox.report([event])
    assert await _statuses(spine) == {2: Status.FAILED, 4: Status.READ}


async def _two_replies(spine: Spine) -> str:
    for number in range(2):
        await _reply(spine, f"p{number}")
    return key_of("visitor")


async def _reply(spine: Spine, provider_id: str) -> None:
    from hub.conversation.close import do_answer

    turn = await spine.open_turn(provider_id=provider_id)
    now = spine.clock.now()
    async with spine.database.write() as connection:
        await do_answer(connection, turn, answer_of(turn), spine.hooks, now, now)
    assert await spine.send() == 1


async def _statuses(spine: Spine) -> dict[int, Any]:
    rows = await spine.rows(schema.message)
    return {row.seq: Status(row.status) for row in rows if row.direction == "out"}
