"""What was sent is written down a moment later, several at a time, and holds up no answer meanwhile."""

import asyncio

import pytest

from hub.messages import AuthorKind, Message, Text
from hub.outbox import recorder
from hub.outgoing import Recipient, Written, write_outgoing
from hub.ports import Address, Delivery, Outcome
from hub.store import conversations, schema
from tests.unit.hub.spine import CHANNEL, Spine, key_of

LONG_S = 0.5


async def write(spine: Spine, text: str, *, visitor: str = "visitor") -> Written:
    """Writes a message as a turn does: to be sent at once by who wrote it."""
    if not [row for row in await spine.rows(schema.identity) if row.external_id == visitor]:
        await spine.say(visitor=visitor, provider_id=f"p-{visitor}")
    to = Recipient(key_of(visitor), 1, Address(CHANNEL, "default", visitor))
    now = spine.clock.now()
    hold = spine.outbox.hold(to.identity, now)
    async with spine.database.write() as connection:
        row = await conversations.lock(connection, to.identity, to.conversation)
        assert row is not None
        return await write_outgoing(
            connection,
            to,
            (Text(text=text),),
            author=AuthorKind.BOT,
            correlation_id="c",
            now=now,
            after=row.last_seq,
            hold=hold,
        )


async def sent(spine: Spine) -> None:
    """Waits until what was handed over has been sent; not until that is written down."""
    async with asyncio.timeout(5):
        await asyncio.gather(*spine.outbox._sending)


async def test_an_answer_behind_one_that_is_not_written_down_yet_goes_at_once(
    spine: Spine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "LINGER_S", LONG_S)
    for text in ("1", "2", "3"):
        written = await write(spine, text)
        assert written.parcel is not None, "it is ours to send"
        spine.outbox.deliver(written)
        await sent(spine)
    assert len(await spine.rows(schema.outbox)) == 3, "nothing is written down yet"
    await spine.outbox.settle()
    assert await spine.rows(schema.outbox) == []
    statuses = [row.status for row in await spine.rows(schema.message) if row.direction == "out"]
    assert statuses == ["sent"] * 3


async def test_an_answer_behind_one_that_did_not_go_waits_for_it(
    spine: Spine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "LINGER_S", LONG_S)

    async def busy(_message: Message) -> Delivery:
        return Delivery(Outcome.RETRY, code="busy")

    spine.sender.answer = busy
    spine.outbox.deliver(await write(spine, "1"))
    await sent(spine)
    assert (await write(spine, "2")).parcel is None
    await spine.outbox.settle()


async def test_what_another_person_was_sent_lets_nobody_pass(
    spine: Spine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "LINGER_S", LONG_S)
    spine.outbox.deliver(await write(spine, "1", visitor="a"))
    await sent(spine)
    await write(spine, "2", visitor="b")  # never handed over: it waits
    assert (await write(spine, "3", visitor="b")).parcel is None
    await spine.outbox.settle()


async def test_results_of_one_moment_share_a_write(spine: Spine, monkeypatch: pytest.MonkeyPatch) -> None:
    written = [await write(spine, "1", visitor=f"v{number}") for number in range(10)]
    writes = 0
    write_all = recorder.Recorder._write

    async def counted(self: recorder.Recorder, batch: list[recorder.Tried]) -> None:
        nonlocal writes
        writes += 1
        await write_all(self, batch)

    monkeypatch.setattr(recorder.Recorder, "_write", counted)
    for each in written:
        spine.outbox.deliver(each)
    await spine.outbox.settle()
    assert writes == 1
    assert await spine.rows(schema.outbox) == []
