"""Quotas and holding back: counted where a message is claimed; what has no right waits for the customer."""

import random
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import null, update

from hub.messages import EventKind, Message, Text, Trigger
from hub.ports import Address, Delivery, QuotaPer, QuotaRule, SendOutcome
from hub.store import schema
from tests.unit.hub.spine import CHANNEL, Spine, key_of

FIVE = QuotaRule("reply", QuotaPer.MESSAGE, 5, 48 * 3600.0)
BY_ACCOUNT = QuotaRule("minute", QuotaPer.ACCOUNT, 3, 60.0)
BY_PERSON = QuotaRule("each", QuotaPer.IDENTITY, 2, 60.0)


def said(spine: Spine) -> list[str]:
    return [each.segments[0].text for each in spine.sender.sent if isinstance(each.segments[0], Text)]


async def drain(spine: Spine) -> None:
    while await spine.send():
        pass


async def test_each_message_of_the_customer_gives_the_right_to_so_many(spine: Spine) -> None:
    spine.sends(quotas=(FIVE,))
    for number in range(7):
        await spine.write_out(str(number))
    await drain(spine)
    assert said(spine) == ["0", "1", "2", "3", "4"]
    waiting = await spine.rows(schema.outbox)
    assert [(row.held, row.attempts) for row in waiting] == [(True, 0), (False, 0)], "not tried, not lost"
    await spine.say("还在吗", provider_id="p2")
    await drain(spine)
    assert said(spine) == ["0", "1", "2", "3", "4", "5", "6"], "in order"


async def test_the_right_ends_with_its_time(spine: Spine) -> None:
    spine.sends(quotas=(FIVE,))
    await spine.write_out("1")
    spine.clock.turn(48 * 3600.0)
    await drain(spine)
    assert said(spine) == []
    await spine.say("还在吗", provider_id="p2")
    await drain(spine)
    assert said(spine) == ["1"]


async def test_an_account_that_has_used_up_its_minute_rests_until_it_is_over(spine: Spine) -> None:
    spine.sends(quotas=(BY_ACCOUNT,))
    for visitor in "abcd":
        await spine.write_out(visitor, visitor=visitor)
    await drain(spine)
    assert sorted(said(spine)) == ["a", "b", "c"]
    await spine.say("快点", visitor="d", provider_id="p2")
    await drain(spine)
    assert len(said(spine)) == 3, "writing gives no right that is the whole account's"
    spine.clock.turn(70.0)
    await drain(spine)
    assert said(spine)[-1] == "d"


async def test_one_person_who_has_used_up_theirs_holds_up_nobody_else(spine: Spine) -> None:
    spine.sends(quotas=(BY_PERSON,))
    for text in ("1", "2", "3"):
        await spine.write_out(text, visitor="a")
    await drain(spine)
    await spine.write_out("other", visitor="b")
    await drain(spine)
    assert said(spine) == ["1", "2", "other"]
    (row,) = await spine.rows(schema.outbox)
    over_s = (row.due_at - spine.clock.now()).total_seconds()
    assert 60 + 5 < over_s <= 60 + 10, "no later than two twelfths of the span"
    spine.clock.turn(over_s)
    await drain(spine)
    assert said(spine)[-1] == "3"


async def test_no_span_whenever_it_begins_has_more_than_is_allowed(spine: Spine) -> None:
    """Sends late in one minute and early in the next are sends of one minute for who counts differently."""
    spine.sends(quotas=(QuotaRule("each", QuotaPer.IDENTITY, 6, 60.0),))
    sent_at: list[float] = []

    async def note(_message: Message) -> Delivery:
        sent_at.append(spine.clock.now().timestamp())
        return Delivery(SendOutcome.SENT)

    spine.sender.answer = note
    chance = random.Random(5)
    for number in range(40):
        await spine.write_out(str(number))
        await drain(spine)
        spine.clock.turn(chance.choice((0.2, 1.0, 9.0, 31.0)))
    while await spine.rows(schema.outbox):
        spine.clock.turn(1.0)
        await drain(spine)
    assert len(sent_at) == 40
    most = max(sum(0 <= each - begin < 60.0 for each in sent_at) for begin in sent_at)
    assert most == 6, "all that is allowed, and no more"


async def test_what_a_release_before_has_counted_counts(spine: Spine) -> None:
    spine.sends(quotas=(BY_PERSON,))
    for text in ("1", "2"):
        await spine.write_out(text)
    await drain(spine)
    async with spine.database.write() as connection:
        until = spine.clock.now() + timedelta(seconds=60)
        await connection.execute(update(schema.quota).values(slices=null(), until=until))
    await spine.write_out("3")
    await drain(spine)
    assert said(spine) == ["1", "2"]
    spine.clock.turn(70.0)
    await drain(spine)
    assert said(spine) == ["1", "2", "3"]


async def test_what_the_provider_did_not_take_is_not_counted(spine: Spine) -> None:
    spine.sends(quotas=(FIVE,))
    await spine.write_out("1")
    answers = [SendOutcome.RETRY] * 6 + [SendOutcome.SENT]

    async def busy(_message: Message) -> Delivery:
        return Delivery(answers.pop(0), code="busy", retry_after_s=1.0)

    spine.sender.answer = busy
    while answers:
        await spine.send()
        spine.clock.turn(2)
    (row,) = await spine.rows(schema.quota)
    assert (row.used, row.identity_key) == (1, key_of("visitor"))


async def test_a_provider_that_says_there_is_no_right_is_believed(spine: Spine) -> None:
    spine.sends(holds=True)

    async def closed(_message: Message) -> Delivery:
        return Delivery(SendOutcome.HELD, code="45047")

    spine.sender.answer = closed
    await spine.write_out("1")
    await drain(spine)
    await drain(spine)
    assert said(spine) == ["1"], "asked once"
    (row,) = await spine.rows(schema.outbox)
    assert (row.held, row.attempts, row.last_code) == (True, 0, "45047")
    spine.sender.answer = None
    await spine.say("在", provider_id="p2")
    await drain(spine)
    assert await spine.rows(schema.outbox) == []


async def test_a_hold_with_a_time_ends_by_itself(spine: Spine) -> None:
    spine.sends(holds=True)
    until = spine.clock.now() + timedelta(seconds=90)

    async def closed(_message: Message) -> Delivery:
        return Delivery(SendOutcome.HELD, until=until)

    spine.sender.answer = closed
    await spine.write_out("1")
    await drain(spine)
    spine.sender.answer = None
    spine.clock.turn(89)
    assert await spine.send() == 0
    spine.clock.turn(1)
    assert await spine.send() == 1


TAP = QuotaRule("tap", QuotaPer.MESSAGE, 3, 60.0, given_by="tap")


async def tap(spine: Spine, key: str) -> bool:
    address = Address(CHANNEL, "default", "visitor")
    return await spine.inbox.learn(address, Trigger(name="greet"), key=key, gives="tap")


async def test_of_several_rights_one_is_enough_and_the_one_that_ends_first_goes_first(spine: Spine) -> None:
    spine.sends(quotas=(FIVE, TAP))
    await spine.say(provider_id="p1")
    assert await tap(spine, "t1")
    for number in range(4):
        await spine.write_out(str(number))
    await drain(spine)
    assert said(spine) == ["0", "1", "2", "3"]
    used = {row.name: row.used for row in await spine.rows(schema.quota)}
    assert used == {"tap": 3, "reply": 1}


async def test_a_tap_gives_no_right_of_a_message(spine: Spine) -> None:
    spine.sends(quotas=(FIVE, TAP))
    assert await tap(spine, "t1")
    assert not await tap(spine, "t1"), "learned before"
    for number in range(4):
        await spine.write_out(str(number))
    await drain(spine)
    assert said(spine) == ["0", "1", "2"]
    spine.clock.turn(60.0)
    assert await tap(spine, "t2")
    await drain(spine)
    assert said(spine) == ["0", "1", "2", "3"]


async def test_the_sender_is_told_once_what_waits_for_its_customer(spine: Spine) -> None:
    spine.sends(quotas=(replace(FIVE, limit=1),))
    for number in range(3):
        await spine.write_out(str(number))
    await drain(spine)
    await spine.outbox.settle()
    spine.clock.turn(86_401.0)
    await drain(spine)
    await spine.outbox.settle()
    assert [(event.kind, event.seq) for event in spine.sender.shown] == [(EventKind.HELD, 3)]
