"""Receipts: many become one write, the furthest wins, and a store that is away costs nothing else."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from connectors.webchat import receipts as module
from connectors.webchat.receipts import ReceiptBuffer
from hub.errors import StoreUnavailable
from hub.messages import Arrival, Event, EventKind
from hub.ports import Accepted, HistoryPlace
from tests.support.clock import HandClock
from tests.support.waiting import PATIENCE_S

AT = HandClock().now()


class FakeInbox:
    """Implements the half of `hub.ports.Inbox` that is needed; may be away."""

    def __init__(self) -> None:
        self.reported: list[list[Event]] = []
        self.away = False

    async def accept(self, arrival: Arrival) -> Accepted:
        raise AssertionError("no receipt is a message")

    async def report(self, events: Sequence[Event]) -> None:
        self.reported.append(list(events))
        if self.away:
            raise StoreUnavailable("as told")

    async def close(self, identity: str, place: HistoryPlace) -> bool:
        raise AssertionError("no receipt closes a conversation")


def receipt(seq: int, kind: EventKind = EventKind.READ, **more: Any) -> Event:
    return Event(**({"kind": kind, "identity": "a", "conversation": 1, "seq": seq, "at": AT} | more))


@pytest.fixture
def inbox() -> FakeInbox:
    return FakeInbox()


async def test_the_furthest_receipt_of_each_kind_and_conversation_is_told_once(inbox: FakeInbox) -> None:
    buffer = ReceiptBuffer(inbox)
    told = [receipt(9), receipt(9, EventKind.DELIVERED), receipt(2, conversation=2), receipt(4, identity="b")]
    for seq in (3, 9, 5):
        buffer.add(receipt(seq))
    for event in (*told, receipt(1, conversation=2), receipt(4, identity="b")):
        buffer.add(event)
    await buffer.flush()
    assert sorted(inbox.reported[0], key=str) == sorted(told, key=str)
    await buffer.flush()
    assert len(inbox.reported) == 1, "nothing new, no write"


async def test_a_store_that_is_away_stops_nothing(inbox: FakeInbox) -> None:
    buffer = ReceiptBuffer(inbox)
    inbox.away = True
    buffer.add(receipt(1))
    await buffer.flush()
    inbox.away = False
    buffer.add(receipt(2))
    await buffer.flush()
    assert [event.seq for event in inbox.reported[1]] == [2], "the next says what this one said"


async def test_what_is_left_is_told_when_the_hub_stops(
    inbox: FakeInbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FLUSH_S", 0.01)
    buffer = ReceiptBuffer(inbox)
    running = asyncio.create_task(buffer.run())
    buffer.add(receipt(1))
    async with asyncio.timeout(PATIENCE_S):
        while not inbox.reported:  # noqa: ASYNC110  (the buffer gives no sign)
            await asyncio.sleep(0.01)
    monkeypatch.setattr(module, "FLUSH_S", 3600)
    await asyncio.sleep(0.05)
    buffer.add(receipt(2))
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert [event.seq for events in inbox.reported for event in events] == [1, 2]


async def test_a_client_that_makes_conversations_up_fills_no_memory(
    inbox: FakeInbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "KEPT_LIMIT", 3)
    buffer = ReceiptBuffer(inbox)
    for number in range(1, 6):
        buffer.add(receipt(1, conversation=number))
    buffer.add(receipt(2, conversation=3))
    await buffer.flush()
    (told,) = inbox.reported
    assert [(event.conversation, event.seq) for event in told] == [(1, 1), (2, 1), (3, 2)]
