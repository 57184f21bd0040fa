"""What was sent is written down a moment later, several at a time, and holds up no answer meanwhile."""

import asyncio

import pytest

from hub.errors import StoreUnavailable
from hub.messages import Message
from hub.outbox import recorder as module
from hub.outbox.carrier import LEASE_S
from hub.outbox.recorder import Recorder, SendAttempt
from hub.ports import Delivery, SendOutcome
from hub.store import schema
from tests.support.waiting import PATIENCE_S
from tests.unit.hub.spine import Spine, key_of

LONG_S = 0.5


async def sent(spine: Spine) -> None:
    """Waits until what was handed over has been sent; not until that is written down."""
    async with asyncio.timeout(PATIENCE_S):
        await asyncio.gather(*spine.outbox._sending)


async def test_an_answer_behind_one_that_is_not_written_down_yet_goes_at_once(
    spine: Spine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LINGER_S", LONG_S)
    for text in ("1", "2", "3"):
        written = await spine.write_out(text, held=True)
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
    monkeypatch.setattr(module, "LINGER_S", LONG_S)

    async def busy(_message: Message) -> Delivery:
        return Delivery(SendOutcome.RETRY, code="busy")

    spine.sender.answer = busy
    spine.outbox.deliver(await spine.write_out("1", held=True))
    await sent(spine)
    assert (await spine.write_out("2", held=True)).parcel is None
    await spine.outbox.settle()


async def test_what_another_person_was_sent_lets_nobody_pass(
    spine: Spine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LINGER_S", LONG_S)
    spine.outbox.deliver(await spine.write_out("1", visitor="a", held=True))
    await sent(spine)
    await spine.write_out("2", visitor="b", held=True)  # never handed over: it waits
    assert (await spine.write_out("3", visitor="b", held=True)).parcel is None
    await spine.outbox.settle()


async def test_results_of_one_moment_share_a_write(spine: Spine, monkeypatch: pytest.MonkeyPatch) -> None:
    written = [await spine.write_out("1", visitor=f"v{number}", held=True) for number in range(10)]
    writes = 0
    write_all = Recorder._write

    async def counted(self: Recorder, batch: list[SendAttempt]) -> None:
        nonlocal writes
        writes += 1
        await write_all(self, batch)

    monkeypatch.setattr(Recorder, "_write", counted)
    for each in written:
        spine.outbox.deliver(each)
    await spine.outbox.settle()
    assert writes == 1
    assert await spine.rows(schema.outbox) == []


async def test_a_result_that_cannot_be_written_keeps_no_other_from_it(
    spine: Spine, monkeypatch: pytest.MonkeyPatch
) -> None:
    await spine.write_out("poison", visitor="a")
    await spine.write_out("other", visitor="b")
    recorder, poisoned = spine.outbox._recorder, key_of("a")
    working = recorder._do_record

    async def breaks(connection: object, tried: SendAttempt) -> None:
        if tried.parcel.identity == poisoned:
            raise ValueError("as told")
        await working(connection, tried)  # type: ignore[arg-type]

    monkeypatch.setattr(recorder, "_do_record", breaks)
    await spine.send()
    assert {row.identity_key for row in await spine.rows(schema.outbox)} == {poisoned}
    monkeypatch.undo()
    spine.clock.turn(LEASE_S + 1)
    await spine.send()
    assert await spine.rows(schema.outbox) == []


async def test_a_store_that_goes_away_behind_such_a_result_loses_none_of_the_others(
    spine: Spine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AGAIN_S", 0.01)
    await spine.write_out("poison", visitor="a")
    await spine.write_out("other", visitor="b")
    recorder, poisoned = spine.outbox._recorder, key_of("a")
    working, away = recorder._do_record, [StoreUnavailable("as told")]

    async def breaks(connection: object, tried: SendAttempt) -> None:
        if tried.parcel.identity == poisoned:
            raise ValueError("as told")
        if away:
            raise away.pop()
        await working(connection, tried)  # type: ignore[arg-type]

    monkeypatch.setattr(recorder, "_do_record", breaks)
    await spine.send()
    assert {row.identity_key for row in await spine.rows(schema.outbox)} == {poisoned}


async def test_what_was_sent_while_the_store_was_away_is_not_sent_again(
    spine: Spine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lease runs out before the result can be written: the row alone would say that it is due."""
    monkeypatch.setattr(module, "AGAIN_S", 0.01)
    await spine.write_out("1")
    recorder, away = spine.outbox._recorder, asyncio.Event()
    working = recorder._write

    async def writes(batch: list[SendAttempt]) -> None:
        if not away.is_set():
            raise StoreUnavailable("as told")
        await working(batch)

    monkeypatch.setattr(recorder, "_write", writes)
    await spine.outbox._take()
    await asyncio.gather(*spine.outbox._sending)
    spine.clock.turn(LEASE_S + 1)
    await spine.outbox._take()
    away.set()
    await spine.outbox.settle()
    assert (len(spine.sender.sent), await spine.rows(schema.outbox)) == (1, [])
