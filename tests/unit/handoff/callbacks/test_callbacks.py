"""A callback waits for its time, comes to an agent then, is put off again, and outlives the conversation."""

import uuid
from datetime import timedelta

import pytest

from handoff.callbacks.asking import PHONE
from handoff.callbacks.planned import PlannedCallback
from handoff.callbacks.triage import CallbackTriage
from handoff.store.reservations import TaskKey
from handoff.store.schema import note, task
from handoff.tasks import do_request_person
from hub.commands import CommandContext
from hub.conversation.owner import Owner
from hub.errors import BadInput
from hub.ids import identity_key
from hub.messages import RequestPerson, plain_text
from hub.ports import HistoryPlace
from hub.store.schema import conversation, message
from tests.unit.handoff.floor import ZONE, Floor

NUMBER = "13800138000"


class Calls:
    """The floor with callbacks."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.spine = floor.spine
        self.callbacks = floor.callbacks

    async def asks(self, text: str = f"半小时后给我打电话 {NUMBER}", turn: int = 1) -> TaskKey:
        """What a customer says, and what their turn does."""
        said = await self.spine.say(text, provider_id=f"p{turn}")
        urgent = CallbackTriage(ZONE).judge([said], None, None, None)
        assert urgent is not None
        (command,) = urgent.commands
        assert isinstance(command, RequestPerson)
        planned = PlannedCallback.read(command.facts)
        assert planned is not None
        key = TaskKey(said.identity, said.conversation, turn)
        context = CommandContext(*key, self.spine.clock.now())
        async with self.spine.database.write() as connection:
            await self.callbacks.do_request(connection, command, context, planned)
        return key

    async def agree(self, key: TaskKey, *, hours: float, by: str = PHONE, wish: str = "") -> None:
        async with self.spine.database.write() as connection:
            await self.callbacks.do_agree(
                connection,
                "li",
                "客服 li",
                key,
                by=by,
                at=self.spine.clock.now() + timedelta(hours=hours),
                note="没有接通",
                wish_id=wish or str(uuid.uuid4()),
            )

    async def told(self) -> list[str]:
        """What the customer was told by the house."""
        rows = sorted(await self.spine.rows(message), key=lambda row: (row.conversation, row.seq))
        return [str(row.segments) for row in rows if row.direction == "out"]


@pytest.fixture
def calls(floor: Floor) -> Calls:
    return Calls(floor)


async def test_it_comes_to_an_agent_at_its_time_and_not_before(calls: Calls) -> None:
    floor = calls.floor
    await floor.available("li")
    key = await calls.asks()
    assert (await floor.task_of(key)).state == "scheduled"
    (row,) = await calls.spine.rows(conversation)
    assert row.owner == Owner.WAITING, "silence does not close it"
    assert await floor.round(60) == []
    assert await floor.round(29 * 60) == [("li", key.identity)]
    await floor.accept("li")
    assert "尾号 8000" in (await calls.told())[-1]
    assert NUMBER not in str((await floor.task_of(key)).facts)
    await floor.check()


async def test_the_agent_puts_it_off_and_has_it_again_first(calls: Calls) -> None:
    floor = calls.floor
    await floor.available("wang", "li")
    key = await calls.asks()
    floor.open_desks.discard("wang")
    await floor.round(60 * 31)
    await floor.accept("li")
    await floor.say("li", key, "没有接通，我们晚些再打")
    wish = str(uuid.uuid4())
    await calls.agree(key, hours=2, wish=wish)
    await calls.agree(key, hours=3, wish=wish)
    assert (await floor.agent_of("li")).used == 0
    assert "尾号 8000" in (await calls.told())[-1]
    (written,) = await calls.spine.rows(note)
    assert "没有接通" in written.text
    await floor.available("wang")
    assert await floor.round(3600) == []
    assert await floor.round(3601) == [("li", key.identity)]
    await floor.accept("li")
    await floor.end("li", key)
    assert (await floor.task_of(key)).state == "completed"
    await floor.check()


async def test_who_ends_the_conversation_is_called_all_the_same(calls: Calls) -> None:
    floor = calls.floor
    await floor.available("li")
    key = await calls.asks()
    assert await calls.spine.inbox.close(key.identity, HistoryPlace(key.conversation, 99))
    tasks = {row.conversation: row for row in await calls.spine.rows(task)}
    assert [tasks[1].state, tasks[2].state] == ["cancelled", "scheduled"]
    assert tasks[2].opens_at == tasks[1].opens_at
    assert await floor.round(31 * 60) == [("li", key.identity)]
    await floor.accept("li")
    await floor.end("li", TaskKey(key.identity, 2, tasks[2].turn))


async def test_a_new_time_takes_the_place_and_a_wish_for_now_is_heard(calls: Calls) -> None:
    floor = calls.floor
    await floor.available("li")
    first = await calls.asks()
    second = await calls.asks(f"2小时后回电 {NUMBER}", turn=2)
    assert (await floor.task_of(first)).state == "cancelled"
    assert await floor.round(3600) == []
    context = CommandContext(second.identity, second.conversation, 3, calls.spine.clock.now())
    async with calls.spine.database.write() as connection:
        await do_request_person(connection, RequestPerson(reason="转人工"), context)
    assert await floor.round() == [("li", second.identity)]


async def test_no_number_no_call_and_no_time_beyond_a_month(calls: Calls) -> None:
    floor = calls.floor
    await floor.available("li")
    key = await floor.asks()
    await floor.round()
    await floor.accept("li")
    for hours, by in ((1, PHONE), (31 * 24, "here"), (-1, "here")):
        with pytest.raises(BadInput):
            await calls.agree(key, hours=hours, by=by)
    await calls.agree(key, hours=1, by="here")
    assert (await floor.task_of(key)).state == "scheduled"


async def test_what_is_missing_is_asked_for(calls: Calls) -> None:
    missing = (("请给我回电", "电话号码"), ("4月31日联系我", "没有看懂"), ("call me back", "your number"))
    for words, expected in missing:
        said = await calls.spine.say(words, provider_id=words)
        urgent = CallbackTriage(ZONE).judge([said], None, None, None)
        assert urgent is not None
        assert urgent.commands == ()
        assert expected in str(urgent.replies), plain_text(said.segments)
    assert identity_key("webchat", "default", "visitor") == said.identity
