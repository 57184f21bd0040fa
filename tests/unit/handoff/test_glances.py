"""A glance at all agents together differs for whom something was written, and for nobody else."""

import uuid
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from handoff.consulting import Consulting, ConsultRequest
from handoff.store import glances, later, mentions
from handoff.store.glances import Glance
from handoff.store.reservations import TaskKey
from tests.unit.handoff.floor import Floor

Act = Callable[["TwoAgents"], Awaitable[None]]


class TwoAgents:
    """Li has a customer in hand; Wang is there, and has nothing to do."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.consulting = Consulting(floor.spine.conversations, floor.spine.clock)
        self.key = TaskKey("", 0, 0)

    async def begin(self) -> None:
        await self.floor.available("li")
        self.key = await self.floor.asks()
        await self.floor.round()
        await self.floor.accept("li")
        await self.floor.available("wang")

    async def glance(self) -> dict[str, Glance]:
        async with self.floor.spine.database.read() as connection:
            return dict(await glances.of_agents(connection, {"li", "wang"}))

    async def differing(self, act: Act) -> set[str]:
        before = await self.glance()
        await act(self)
        after = await self.glance()
        return {account for account in before if before[account] != after[account]}


@pytest.fixture
async def two(floor: Floor) -> TwoAgents:
    made = TwoAgents(floor)
    await made.begin()
    return made


async def customer_writes(two: TwoAgents) -> None:
    await two.floor.spine.say("还在吗", provider_id="p-again")


async def agent_writes(two: TwoAgents) -> None:
    await two.floor.say("li", two.key, "您好")


async def colleague_notes(two: TwoAgents) -> None:
    await two.floor.do("do_note", "li", "李明", two.key, "客户很急", str(uuid.uuid4()))


async def chooses_status(two: TwoAgents) -> None:
    await two.floor.do("do_set_status", "wang", "break")


async def ends(two: TwoAgents) -> None:
    await two.floor.do("do_end", "li", two.key)


async def plans(two: TwoAgents) -> None:
    now, key = two.floor.spine.clock.now(), two.key
    async with two.floor.spine.database.write() as connection:
        await later.add(
            connection,
            later_id=str(uuid.uuid4()),
            identity_key=key.identity,
            conversation=key.conversation,
            turn=key.turn,
            account_id="li",
            text="稍后答复您",
            send_at=now + timedelta(hours=1),
            created_at=now,
        )


async def names_wang(two: TwoAgents) -> None:
    await colleague_notes(two)
    async with two.floor.spine.database.write() as connection:
        await mentions.add(
            connection,
            note_id=str(uuid.uuid4()),
            account_id="wang",
            identity_key=two.key.identity,
            conversation=two.key.conversation,
            created_at=two.floor.spine.clock.now(),
        )


async def asks_wang(two: TwoAgents) -> None:
    asked = ConsultRequest("li", "李明", "wang", "这笔费用能退吗")
    async with two.floor.spine.database.write() as connection:
        await two.consulting.do_ask(connection, two.key, asked, str(uuid.uuid4()))


async def another_is_offered(two: TwoAgents) -> None:
    await two.floor.asks("another")
    assert await two.floor.round()


async def nothing(_two: TwoAgents) -> None:
    """Nothing happens."""


@pytest.mark.parametrize(
    ("act", "whom"),
    [
        (customer_writes, {"li"}),
        (agent_writes, {"li"}),
        (colleague_notes, {"li"}),
        (chooses_status, {"wang"}),
        (ends, {"li"}),
        (plans, {"li"}),
        (names_wang, {"li", "wang"}),
        (asks_wang, {"li", "wang"}),
        (another_is_offered, {"wang"}),
        (nothing, set()),
    ],
)
async def test_it_differs_for_whom_it_concerns(two: TwoAgents, act: Act, whom: set[str]) -> None:
    assert await two.differing(act) == whom


async def test_a_colleague_who_was_asked_sees_what_the_customer_writes(two: TwoAgents) -> None:
    await asks_wang(two)
    assert await two.differing(customer_writes) == {"li", "wang"}
