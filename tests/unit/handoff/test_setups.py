"""Queues, calendars and profiles: checked, versioned, in the audit, told to the router."""

import pytest
from pydantic import ValidationError

from handoff import setups
from handoff.setup import AgentSetup, CalendarSetup, ChannelSetup, QueueSetup, StepSetup
from handoff.store.schema_routing import change
from hub.errors import BadInput, Conflict, NotFound
from hub.store.schema_staff import audit
from tests.unit.handoff.floor import Floor

WEEK = (*[("08:30-12:00", "13:00-17:30")] * 5, (), ())


def a_queue(queue_id: str, **more: object) -> QueueSetup:
    return QueueSetup.model_validate({"queue_id": queue_id, "name": "队列", "name_en": "Queue", **more})


async def put(floor: Floor, what: QueueSetup | CalendarSetup | AgentSetup, version: int = 0) -> None:
    own = setups.Setups(floor.spine.clock)
    async with floor.spine.database.write() as connection:
        match what:
            case QueueSetup():
                await own.do_put_queue(connection, what, version=version, actor="boss")
            case CalendarSetup():
                await own.do_put_calendar(connection, what, version=version, actor="boss")
            case AgentSetup():
                await own.do_put_profile(connection, what, version=version, actor="boss")


async def test_what_is_set_up_is_read_back_in_the_order_of_the_places(floor: Floor) -> None:
    await put(floor, CalendarSetup(calendar_id="office", name="工作日", weekly=WEEK))
    await put(floor, a_queue("general", place=900, calendar_id="office"))
    await put(floor, a_queue("urgent", place=1, urgent=True, ladder=[StepSetup(after_s=0)]))
    await put(floor, AgentSetup(account_id="li", queues=("urgent",), ring=1))
    async with floor.spine.database.read() as connection:
        found = await setups.queues(connection)
        assert [each.setup.queue_id for each in found] == ["urgent", "general"]
        assert (await setups.profile(connection, "li")).setup.ring == 1
        assert (await setups.profile(connection, "wang")).version == 0
        assert [each.setup.weekly for each in await setups.calendars(connection)] == [WEEK]
    told = [row.key for row in await floor.spine.rows(change)]
    assert sorted(told) == ["general", "li", "office", "urgent"]
    written = [(row.actor, row.action, row.object_id) for row in await floor.spine.rows(audit)]
    assert ("boss", "routing_queue.changed", "urgent") in written
    assert len(written) == 4


async def test_nobody_overwrites_what_another_has_changed(floor: Floor) -> None:
    await put(floor, a_queue("general"))
    await put(floor, a_queue("general", drain_s=60), version=1)
    for seen in (0, 1, 3):
        with pytest.raises(Conflict):
            await put(floor, a_queue("general"), version=seen)


async def test_names_of_what_is_not_there_are_refused(floor: Floor) -> None:
    for wrong in ({"overflow_to": "nowhere"}, {"overflow_to": "a"}, {"calendar_id": "never"}):
        with pytest.raises(BadInput):
            await put(floor, a_queue("a", **wrong))
    with pytest.raises(BadInput):
        await put(floor, a_queue("a", ladder=[{"after_s": 5, "add_queues": ["b"]}]))
    with pytest.raises(BadInput):
        await put(floor, AgentSetup(account_id="li", queues=("nowhere",)))


async def test_a_queue_that_another_leads_to_stays(floor: Floor) -> None:
    await put(floor, a_queue("b"))
    await put(floor, a_queue("a", overflow_to="b"))
    own = setups.Setups(floor.spine.clock)
    async with floor.spine.database.write() as connection:
        with pytest.raises(Conflict):
            await own.do_remove_queue(connection, "b", version=1, actor="boss")
        await own.do_remove_queue(connection, "a", version=1, actor="boss")
        with pytest.raises(NotFound):
            await own.do_remove_queue(connection, "a", version=1, actor="boss")
        assert [each.setup.queue_id for each in await setups.queues(connection)] == ["b"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"weekly": (("8-17",), *[()] * 6)},
        {"weekly": (("17:00-08:00",), *[()] * 6)},
        {"weekly": (("08:00-12:00", "11:00-13:00"), *[()] * 6)},
        {"weekly": ((),)},
        {"zone": "Nowhere/Land"},
    ],
)
def test_hours_that_are_none_are_refused(wrong: dict[str, object]) -> None:
    values = {"calendar_id": "office", "name": "工作日", "weekly": WEEK, **wrong}
    with pytest.raises(ValidationError):
        CalendarSetup.model_validate(values)


def test_held_work_costs_no_more_than_served_work() -> None:
    with pytest.raises(ValidationError):
        ChannelSetup(most=5, cost=10, hold_cost=20)
