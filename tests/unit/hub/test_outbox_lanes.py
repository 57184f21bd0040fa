"""Lanes: each account has a pace of its own, and one whose provider is gone holds up nobody else."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import text

from hub.ids import identity_key
from hub.messages import Author, AuthorKind, Event, Message, Text
from hub.outbox.lane import Bucket, LaneBreaker, LaneState
from hub.outgoing import Recipient, write_outgoing
from hub.ports import Address, BreakerRule, ChannelRules, Delivery, Parts, SendingRules, SendOutcome
from hub.store import conversations, identities, lanes, outbox, schema
from hub.store.outbox import Lane
from tests.support.clock import HandClock
from tests.support.waiting import PATIENCE_S
from tests.unit.hub.spine import CHANNEL, Spine

DEAD, WELL = Lane("dead", "default"), Lane("well", "default")


class Provider:
    """A sender that takes as long as it is told."""

    def __init__(self, answer: Callable[[], Awaitable[Delivery]]) -> None:
        self.answer = answer
        self.at: dict[str, float] = {}
        self.most = self.now = 0
        self._came = asyncio.Event()

    async def has(self, message: str) -> None:
        """Waits until it was handed a message."""
        while message not in self.at:
            self._came.clear()
            await self._came.wait()

    async def send(self, _address: Address, message: Message, parts: Parts) -> Delivery:
        self.at[message.id] = time.monotonic()
        self._came.set()
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            return await self.answer()
        finally:
            self.now -= 1

    async def show(self, address: Address, event: Event) -> None:
        """Nothing."""


async def sent() -> Delivery:
    await asyncio.sleep(0)
    return Delivery(SendOutcome.SENT)


async def never() -> Delivery:
    await asyncio.sleep(3600)
    raise AssertionError


async def write(spine: Spine, lane: Lane, person: str) -> str:
    """Puts a message to a person of a lane on its way; tells its id."""
    address = Address(*lane, person)
    key, now = identity_key(*lane, person), spine.clock.now()
    async with spine.database.write() as connection:
        await identities.ensure(connection, key, address, now)
        row = await conversations.open_new(connection, key, 1, now)
        written = await write_outgoing(
            connection,
            Recipient(key, 1, address),
            (Text(text="x"),),
            author=Author(kind=AuthorKind.AGENT),
            correlation_id="c",
            now=now,
            after=row.last_seq,
        )
    return written.message.id


async def delays(spine: Spine, provider: Provider, count: int, tag: str) -> list[float]:
    """How long messages of the lane that is well wait, one after the other, while the sender runs."""
    found = []
    for number in range(count):
        began = time.monotonic()
        message = await write(spine, WELL, f"{tag}{number}")
        spine.outbox._bus.wake(spine.outbox._watch._topic)
        async with asyncio.timeout(PATIENCE_S):
            await provider.has(message)
        found.append(provider.at[message] - began)
    return sorted(found)


@pytest.fixture
def well(spine: Spine) -> Provider:
    provider = Provider(sent)
    spine.senders["well"] = provider
    spine.rules["well"] = ChannelRules(0.0, 1800.0)
    return provider


async def test_a_provider_that_never_answers_holds_up_nobody_else(spine: Spine, well: Provider) -> None:
    """200 messages wait for it; beside them others leave no later than before (median, with some room)."""
    dead = Provider(never)
    spine.senders["dead"] = dead
    rules = SendingRules(concurrency=8, send_within_s=0.5, breaker=BreakerRule(failures=10_000))
    spine.rules["dead"] = ChannelRules(0.0, 1800.0, sending=rules)
    running = asyncio.create_task(spine.outbox.run())
    try:
        alone = await delays(spine, well, 15, "before")
        for number in range(200):
            await write(spine, DEAD, f"d{number}")
        beside = await delays(spine, well, 15, "beside")
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert dead.most == 8, "its own room was full"
    assert len(await spine.rows(schema.outbox)) >= 200
    assert beside[7] < 5 * alone[7] + 0.25, "a send of the other lane takes half a second to end"


async def test_a_lane_that_is_full_goes_on_when_a_send_ends(spine: Spine, well: Provider) -> None:
    spine.rules["well"] = ChannelRules(0.0, 1800.0, sending=SendingRules(concurrency=2))
    for number in range(7):
        await write(spine, WELL, f"p{number}")
    for _ in range(4):
        await spine.send()
    assert (len(well.at), well.most) == (7, 2)


async def test_a_lane_that_fails_rests_and_is_tried_with_one(spine: Spine, well: Provider) -> None:
    async def busy() -> Delivery:
        return Delivery(SendOutcome.RETRY, code="busy")

    well.answer = busy
    for number in range(20):
        await write(spine, WELL, f"p{number}")
    rule = SendingRules(concurrency=5, breaker=BreakerRule(failures=5, pause_s=60.0))
    spine.rules["well"] = ChannelRules(0.0, 1800.0, sending=rule)
    for _ in range(5):
        await spine.send()
    assert len(well.at) == 5, "the others wait, and lose no try"
    assert await spine.outbox._watch.look(woken=False) > 0.5, "nobody is kept busy"
    well.answer = sent
    spine.clock.turn(60.0)
    await spine.send()
    assert len(well.at) == 6, "one probe"
    for _ in range(4):
        await spine.send()
    assert len(well.at) == 20


def test_a_bucket_lets_a_burst_go_and_then_the_rate() -> None:
    clock = HandClock()
    state = LaneState(WELL, SendingRules(per_second=2.0, burst=3), clock)
    for _ in range(3):
        assert state.room() > 0
        state.begin()
    assert state.room() == 0
    assert state.wait_s() == pytest.approx(0.5)
    clock.turn(0.5)
    assert state.room() == 1
    clock.turn(60)
    assert state.room() == 3


def test_a_bucket_that_was_overdrawn_makes_up_for_it() -> None:
    clock = HandClock()
    bucket = Bucket(1.0, 1, clock)
    bucket.take()
    bucket.take()
    assert bucket.wait_s() == pytest.approx(2.0)


def test_a_breaker_opens_after_failures_in_a_row_only() -> None:
    clock = HandClock()
    breaker = LaneBreaker(BreakerRule(failures=2, pause_s=5.0), clock)
    assert not breaker.took(failed=True)
    assert not breaker.took(failed=False)
    assert not breaker.took(failed=True)
    assert breaker.took(failed=True)
    assert breaker.wait_s() == 5.0
    clock.turn(5)
    assert breaker.probing
    assert not breaker.took(failed=True), "it was open already"
    assert breaker.wait_s() == 5.0
    clock.turn(5)
    breaker.took(failed=False)
    assert not breaker.probing


async def test_every_lane_is_found_and_only_its_own_rows_are_claimed(spine: Spine) -> None:
    await write(spine, DEAD, "a")
    await write(spine, WELL, "b")
    await write(spine, Lane("well", "second"), "c")
    async with spine.database.write() as connection:
        assert await lanes.all_lanes(connection) == [DEAD, WELL, Lane("well", "second")]
        now = spine.clock.now()
        (row,) = await outbox.due(connection, WELL, now, limit=9)
        assert row.identity_key == identity_key(*WELL, "b")
        assert await lanes.due_next(connection, WELL) == now


@pytest.mark.parametrize("statement", ["_DUE_IN_LANE", "_DUE_NEXT", "_NEXT_LANE"])
async def test_the_index_serves_what_runs_all_the_time(spine: Spine, statement: str) -> None:
    module = outbox if statement == "_DUE_IN_LANE" else lanes
    made = getattr(module, statement).compile(
        dialect=spine.database.engine.dialect,
        compile_kwargs={"render_postcompile": True},
    )
    values = {
        "of_channel": CHANNEL,
        "of_account": "default",
        "after_channel": "",
        "after_account": "",
        "now": spine.clock.now(),
        "most": 5,
        "param_1": 1,
    }
    async with spine.database.write() as connection:
        if spine.database.is_sqlite:
            wanted = [values.get(name, 1) for name in made.positiontup or ()]
            wanted = [str(each) if not isinstance(each, str | int) else each for each in wanted]
            plan = (await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {made}", tuple(wanted))).all()
        else:
            await connection.execute(text("SET LOCAL enable_seqscan = off"))
            wanted = [values.get(name, 1) for name in made.positiontup or ()]
            plan = (await connection.exec_driver_sql(f"EXPLAIN {made}", tuple(wanted))).all()
    told = "\n".join(str(row) for row in plan)
    assert "ix_outbox_channel_due_at" in told, told
    assert "SCAN outbox\n" not in told
