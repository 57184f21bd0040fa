"""The demo bank's queues: the first customer goes to who has the skill, not to who is idle longest."""

from datetime import UTC, datetime, timedelta

from handoff.demo import AGENTS, CALENDAR, QUEUES, do_make_routing
from handoff.live.setting_up import calendar_of
from handoff.store.schema import reservation
from handoff.store.schema_routing import agent_profile, queue
from hub.store.schema import identity
from hub.store.schema_staff import audit
from tests.unit.handoff.floor import Floor

AT_WORK = datetime(2026, 11, 3, 2, tzinfo=UTC)
"""10:00 of a Tuesday in Shanghai."""


async def made(floor: Floor) -> Floor:
    floor.spine.clock.turn((AT_WORK - floor.spine.clock.now()).total_seconds())
    for _ in range(2):
        async with floor.spine.database.write() as connection:
            await do_make_routing(connection, {login: login for login in AGENTS}, floor.spine.clock)
    return floor


async def test_it_is_written_once(floor: Floor) -> None:
    await made(floor)
    assert len(await floor.spine.rows(queue)) == len(QUEUES)
    assert len(await floor.spine.rows(agent_profile)) == len(AGENTS)
    assert [row.action for row in await floor.spine.rows(audit)] == ["routing.demo_made"]


async def test_the_first_customer_goes_to_who_knows_about_cards_and_is_told_why(floor: Floor) -> None:
    await made(floor)
    await floor.available("agent2", "agent1")
    key = await floor.asks()
    assert await floor.round() == [("agent1", key.identity)], "not to agent2, who is idle longer"
    (offer,) = await floor.spine.rows(reservation)
    assert offer.why["removed"] == {"requirement": 1}
    assert (offer.why["queue"], offer.why["candidates"]) == ("general", ["agent1"])


async def test_who_alone_is_there_serves_everybody_at_once(floor: Floor) -> None:
    await made(floor)
    await floor.available("supervisor")
    key = await floor.asks()
    assert await floor.round() == [("supervisor", key.identity)]


async def test_an_affluent_customer_meets_the_adviser_and_at_night_whoever_is_there(floor: Floor) -> None:
    await made(floor)
    await floor.available("agent1", "agent2")

    async def becomes_affluent() -> None:
        async with floor.spine.database.write() as connection:
            await connection.execute(identity.update().values(facts={"segment": "affluent"}))

    await floor.spine.say("你好", visitor="a", provider_id="hello-a")
    await becomes_affluent()
    first = await floor.asks("a")
    assert await floor.round() == [("agent2", first.identity)]
    await floor.accept("agent2")
    await floor.say("agent2", first, "您好")
    await floor.end("agent2", first)
    floor.spine.clock.turn(timedelta(hours=13).total_seconds())
    await floor.available("agent1")
    await floor.spine.say("你好", visitor="b", provider_id="hello-b")
    await becomes_affluent()
    second = await floor.asks("b")
    await floor.round()
    assert (await floor.task_of(second)).queue_id == "general"
    await floor.check()


def test_holidays_are_kept_and_their_weekends_worked() -> None:
    hours = calendar_of(CALENDAR)
    spring, worked = datetime(2026, 2, 20, 3, tzinfo=UTC), datetime(2026, 2, 28, 12, tzinfo=UTC)
    assert not hours.is_open(spring.timestamp())
    assert hours.is_open(worked.timestamp()), "20:00 of a Saturday that is worked like a weekday"
