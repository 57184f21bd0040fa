"""Callbacks to come: the soonest first, given to another, called off with a word to the customer."""

from typing import Any

import pytest

from handoff.callbacks.planning import Planning, one_to_come, to_come
from hub.conversation.owner import Owner
from hub.errors import NotFound
from hub.store.schema import conversation
from tests.unit.handoff.callbacks.test_callbacks import NUMBER, Calls
from tests.unit.handoff.floor import ZONE, Floor


class Coming(Calls):
    """The floor with the list of what is to come."""

    def __init__(self, floor: Floor) -> None:
        super().__init__(floor)
        self.planning = Planning(floor.spine.conversations, floor.spine.clock, ZONE)

    async def do(self, name: str, *arguments: Any) -> None:
        async with self.spine.database.write() as connection:
            await getattr(self.planning, name)(connection, *arguments)

    async def listed(self) -> list[tuple[str, str | None]]:
        async with self.spine.database.read() as connection:
            return [(each.planned.to, each.account_id) for each in await to_come(connection)]


@pytest.fixture
def coming(floor: Floor) -> Coming:
    return Coming(floor)


async def test_one_that_is_nobodys_is_given_and_comes_to_that_agent(coming: Coming) -> None:
    await coming.floor.available("li", "wang")
    key = await coming.asks()
    assert await coming.listed() == [("*******8000", None)]
    await coming.do("do_give", key, "wang")
    assert await coming.listed() == [("*******8000", "wang")]
    assert await coming.floor.round(60) == []
    for _ in range(40):
        if offers := await coming.floor.round(60):
            break
    assert offers == [("wang", key.identity)], "li has been idle longer"
    assert await coming.listed() == []
    with pytest.raises(NotFound):
        await coming.do("do_give", key, "li")


async def test_one_that_is_called_off_is_told_to_the_customer(coming: Coming) -> None:
    key = await coming.asks(f"明天上午十点给我打电话 {NUMBER}")
    await coming.do("do_call_off", key)
    assert await coming.listed() == []
    assert (await coming.floor.task_of(key)).state == "cancelled"
    assert "已取消" in (await coming.told())[-1]
    (row,) = await coming.spine.rows(conversation)
    assert row.owner == Owner.BOT
    with pytest.raises(NotFound):
        await coming.do("do_call_off", key)


async def test_the_soonest_stands_first_and_another_turn_is_none(coming: Coming) -> None:
    key = await coming.asks()
    async with coming.spine.database.read() as connection:
        assert await one_to_come(connection, key._replace(turn=7)) is None
        assert await one_to_come(connection, key) is not None
