"""A colleague is asked while the owner keeps the customer; then the conversation goes over, or does not."""

import uuid
from collections.abc import Mapping

import pytest

from handoff.consulting import Consulting, ConsultRequest
from handoff.store import consults
from handoff.store.reservations import TaskKey
from handoff.store.schema import reservation
from hub.conversation.owner import Owner
from hub.errors import BadInput, Conflict, NotFound
from hub.store.schema import conversation, message
from tests.unit.handoff.floor import Floor

NAMES: Mapping[str, str] = {"li": "李明", "wang": "王芳"}


class Two:
    """The floor with two agents; Li has a customer."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.consulting = Consulting(floor.spine.conversations, floor.spine.clock)
        self.key = TaskKey("", 0, 0)

    async def begin(self) -> None:
        await self.floor.available("li")
        self.key = await self.floor.asks()
        await self.floor.round()
        await self.floor.accept("li")
        await self.floor.say("li", self.key, "您好")
        await self.floor.available("wang")

    async def ask(self, *, whom: str = "wang", wish: str = "") -> None:
        asked = ConsultRequest("li", "李明", whom, "这笔费用能退吗")
        async with self.floor.spine.database.write() as connection:
            await self.consulting.do_ask(connection, self.key, asked, wish or str(uuid.uuid4()))

    async def end(self, by: str) -> None:
        async with self.floor.spine.database.write() as connection:
            await self.consulting.do_end(connection, by, self.key)

    async def give(self) -> None:
        async with self.floor.spine.database.write() as connection:
            await self.consulting.do_give(connection, "li", self.key, NAMES)

    async def looks_at(self, account_id: str) -> int:
        """How many conversations an agent is asked to look at."""
        async with self.floor.spine.database.read() as connection:
            return len(await consults.live(connection, account_id))


@pytest.fixture
async def two(floor: Floor) -> Two:
    made = Two(floor)
    await made.begin()
    return made


async def test_the_customer_goes_over_with_no_wait_between(two: Two) -> None:
    floor, wish = two.floor, str(uuid.uuid4())
    await two.ask(wish=wish)
    await two.ask(wish=wish)  # sent again: nothing
    assert (await two.looks_at("wang"), await two.looks_at("li")) == (1, 0)
    await floor.do("do_note", "wang", "王芳", two.key, "可以退，转给我", str(uuid.uuid4()))
    with pytest.raises(NotFound):
        await floor.say("wang", two.key, "我来说")
    await two.give()
    (row,) = await floor.spine.rows(conversation)
    assert (row.owner, row.owner_id) == (Owner.AGENT, "wang")
    states = sorted((each.account_id, each.state) for each in await floor.spine.rows(reservation))
    assert states == [("li", "released"), ("wang", "accepted")]
    assert (await floor.agent_of("li")).used == 0
    assert await two.looks_at("wang") == 0
    assert (await floor.task_of(two.key)).transfers == 1
    with pytest.raises(NotFound):
        await floor.say("li", two.key, "还在吗")
    await floor.round()  # the router takes it in
    await floor.say("wang", two.key, "您好，由我继续")
    out = str([each.segments for each in await floor.spine.rows(message) if each.direction == "out"])
    assert "王芳 已接手" in out
    assert "转给我" not in out, "a note is for the staff"
    await floor.check()
    await floor.end("wang", two.key)
    await floor.check()


async def test_it_ends_by_either_and_the_owner_goes_on(two: Two) -> None:
    for by in ("wang", "li"):
        await two.ask()
        await two.end(by)
        await two.end(by)
        assert await two.looks_at("wang") == 0
    with pytest.raises(NotFound):
        await two.floor.do("do_note", "wang", "王芳", two.key, "还有", str(uuid.uuid4()))
    with pytest.raises(Conflict):
        await two.give()
    await two.floor.say("li", two.key, "继续为您办理")


async def test_whoever_loses_the_customer_asks_nobody_any_more(two: Two) -> None:
    await two.ask()
    await two.floor.do("do_end", "li", two.key)
    assert await two.looks_at("wang") == 0
    with pytest.raises(NotFound):
        await two.give()


async def test_a_colleague_without_room_gets_nothing(two: Two) -> None:
    floor = two.floor
    await two.ask()
    await floor.do("do_set_status", "li", "busy")
    for at in range(5):
        await floor.asks(f"visitor{at}")
    for _ in range(5):
        await floor.round(3)
        for each in await floor.spine.rows(reservation):
            if (each.account_id, each.state) == ("wang", "pending"):
                await floor.do("do_accept", "wang", "王芳", each.reservation_id)
    assert (await floor.agent_of("wang")).used == 100
    with pytest.raises(Conflict):
        await two.give()
    (row,) = [each for each in await floor.spine.rows(conversation) if each.identity_key == two.key.identity]
    assert row.owner_id == "li", "nothing of it was done"
    await floor.check()


async def test_who_can_be_asked(two: Two) -> None:
    with pytest.raises(BadInput):
        await two.ask(whom="li")
    with pytest.raises(NotFound):
        await two.ask(whom="nobody")
    await two.ask()
    with pytest.raises(Conflict):
        await two.ask()
    await two.end("li")
    await two.floor.do("do_set_status", "wang", "offline")
    with pytest.raises(Conflict):
        await two.ask()
