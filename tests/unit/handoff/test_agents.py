"""What an agent does: answers, notes, ends, wraps up; each once, and only in what is theirs."""

import uuid

import pytest

from handoff.agents import UNSET, WRAP_UP
from handoff.store.reservations import TaskKey
from handoff.store.schema import note, reservation
from hub.conversation.owner import Owner
from hub.errors import BadInput, Conflict, NotFound
from hub.messages import Direction
from hub.store import schema
from tests.unit.handoff.floor import Floor
from tests.unit.hub.spine import Spine


@pytest.fixture
async def served(floor: Floor) -> TaskKey:
    """A customer whom li serves."""
    await floor.available("li", "wang")
    key = await floor.asks()
    await floor.round()
    await floor.accept("li")
    return key


async def said_out(spine: Spine) -> list[str]:
    rows = [row for row in await spine.rows(schema.message) if row.direction == Direction.OUT]
    return [row.segments[0]["text"] for row in sorted(rows, key=lambda row: row.seq)]


async def test_an_answer_is_written_once_however_often_the_desk_sends_it(
    floor: Floor, served: TaskKey
) -> None:
    wish = str(uuid.uuid4())
    for _ in range(3):
        await floor.say("li", served, "您好", wish)
    assert (await said_out(floor.spine)).count("您好") == 1


async def test_nobody_else_speaks_in_it(floor: Floor, served: TaskKey) -> None:
    for who in ("wang", "nobody"):
        with pytest.raises(NotFound):
            await floor.say(who, served, "您好")
        with pytest.raises(NotFound):
            await floor.do("do_note", who, "客服", served, "备注", str(uuid.uuid4()))
        with pytest.raises(NotFound):
            await floor.do("do_end", who, served)


async def test_a_former_owner_is_not_heard(floor: Floor, served: TaskKey) -> None:
    place = (served.identity, served.conversation)
    (row,) = await floor.spine.rows(schema.conversation)
    async with floor.spine.database.write() as connection:
        await floor.spine.conversations.do_hand_over(
            connection, *place, to=Owner.AGENT, owner_id="chen", epoch=row.epoch
        )
    with pytest.raises(Conflict):
        await floor.say("li", served, "您好")


async def test_a_card_number_of_an_agents_is_not_stored(floor: Floor, served: TaskKey) -> None:
    await floor.say("li", served, "您的卡号是 6222021234567890123 吗")
    await floor.do("do_note", "li", "客服", served, "卡号 6222021234567890123", str(uuid.uuid4()))
    (row,) = await floor.spine.rows(note)
    assert "6222021234567890123" not in " ".join([*await said_out(floor.spine), row.text])


async def test_a_note_is_kept_once_and_never_goes_to_the_customer(floor: Floor, served: TaskKey) -> None:
    wish = str(uuid.uuid4())
    for _ in range(2):
        await floor.do("do_note", "li", "客服", served, "客户很着急", wish)
    (row,) = await floor.spine.rows(note)
    assert (row.text, row.author_name) == ("客户很着急", "客服")
    assert all("着急" not in words for words in await said_out(floor.spine))


async def test_ending_wraps_up_and_completing_gives_the_room_back(floor: Floor, served: TaskKey) -> None:
    await floor.do("do_end", "li", served)
    await floor.do("do_end", "li", served)
    assert (await floor.task_of(served)).state == "wrapping"
    assert (await floor.agent_of("li")).used == 10, "wrapping up takes half of what serving takes"
    with pytest.raises(BadInput):
        await floor.do("do_complete", "li", served, "no such", "")
    await floor.do("do_complete", "li", served, "solved", "解释了账单")
    row = await floor.task_of(served)
    assert (row.state, row.disposition, row.summary) == ("completed", "solved", "解释了账单")
    assert (await floor.agent_of("li")).used == 0
    (closed,) = await floor.spine.rows(schema.conversation)
    assert closed.closed_by == "agent"
    await floor.check()


async def test_a_wrap_up_that_nobody_finishes_ends_unset(floor: Floor, served: TaskKey) -> None:
    await floor.do("do_end", "li", served)
    await floor.round(WRAP_UP.total_seconds())
    row = await floor.task_of(served)
    assert (row.state, row.disposition) == ("completed", UNSET)
    assert (await floor.agent_of("li")).used == 0
    with pytest.raises(NotFound):
        await floor.do("do_complete", "li", served, "solved", "")


async def test_a_status_chosen_at_work_applies_when_it_is_done(floor: Floor, served: TaskKey) -> None:
    await floor.do("do_set_status", "li", "lunch")
    row = await floor.agent_of("li")
    assert (row.status, row.next_status) == ("available", "lunch")
    await floor.asks("other")
    assert [who for who, _ in await floor.round()] == ["wang"], "nothing new comes to who wants to go"
    await floor.end("li", served)
    row = await floor.agent_of("li")
    assert (row.status, row.next_status) == ("lunch", None)
    with pytest.raises(BadInput):
        await floor.do("do_set_status", "li", "dancing")


async def test_a_customer_who_ends_it_leaves_the_wrap_up_to_the_agent(floor: Floor, served: TaskKey) -> None:
    place = (served.identity, served.conversation)
    async with floor.spine.database.write() as connection:
        await floor.spine.conversations.do_close(connection, *place, by="customer")
    assert (await floor.task_of(served)).state == "wrapping"
    await floor.do("do_complete", "li", served, "unsolved", "")
    await floor.check()


async def test_a_customer_who_leaves_while_waiting_is_offered_to_nobody(floor: Floor) -> None:
    await floor.available("li")
    key = await floor.asks()
    await floor.round()
    async with floor.spine.database.write() as connection:
        await floor.spine.conversations.do_close(connection, key.identity, key.conversation, by="customer")
    assert (await floor.task_of(key)).state == "cancelled"
    assert [row.state for row in await floor.spine.rows(reservation)] == ["rescinded"]
    assert (await floor.agent_of("li")).used == 0
    assert await floor.round() == []
