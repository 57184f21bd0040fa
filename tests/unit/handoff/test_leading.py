"""Sending on, holding, hours, losses: what becomes of a customer, and what they are told."""

import uuid
from datetime import UTC, datetime

import pytest

from handoff import setups
from handoff.agents import OFFER_SETTINGS
from handoff.arrivals import Arrivals
from handoff.holding import ConversationHolding
from handoff.returning import Returning
from handoff.satisfaction import Satisfaction
from handoff.setup import AgentSetup, CalendarSetup, QueueSetup, SkillSetup
from handoff.store.reservations import TaskKey
from handoff.store.schema import note, reservation
from handoff.taking_back import TakingBack
from handoff.transferring import Target, Transferring
from hub.conversation.owner import Owner
from hub.errors import BadInput, Conflict, NotFound
from hub.messages import Direction
from hub.reactions import Arrived, ServiceBroke
from hub.store import schema
from tests.unit.handoff.floor import Floor
from tests.unit.hub.spine import key_of

NIGHT = datetime(2026, 11, 2, 14, tzinfo=UTC)
"""22:00 of a Monday in Shanghai."""

WORKDAYS = (*[("08:30-17:30",)] * 5, (), ())
OFFICE = CalendarSetup(calendar_id="office", name="工作时间", weekly=WORKDAYS)


def queue(queue_id: str, **more: object) -> QueueSetup:
    return QueueSetup.model_validate({"queue_id": queue_id, "name": "队列", "name_en": "Queue", **more})


async def set_up(floor: Floor, *things: QueueSetup | CalendarSetup | AgentSetup) -> None:
    own = setups.Setups(floor.spine.clock)
    for each in things:
        async with floor.spine.database.write() as connection:
            match each:
                case QueueSetup():
                    await own.do_put_queue(connection, each, version=0)
                case CalendarSetup():
                    await own.do_put_calendar(connection, each, version=0)
                case AgentSetup():
                    await own.do_put_profile(connection, each, version=0)


@pytest.fixture
def leading(floor: Floor) -> Floor:
    """The floor, whose customers' words are heard by what is on hold."""
    conversations, clock = floor.spine.conversations, floor.spine.clock
    both = (conversations, clock)
    arrivals = Arrivals(Satisfaction(*both), ConversationHolding(*both), TakingBack(*both))
    floor.spine.hooks.reactions.inside(Arrived, arrivals.do_take)
    return floor


async def send_on(floor: Floor, who: str, key: TaskKey, target: Target, wish: str | None = None) -> None:
    own = Transferring(floor.spine.conversations, floor.spine.clock)
    async with floor.spine.database.write() as connection:
        await own.do_transfer(connection, who, who, key, target, "客户要问理财", wish or str(uuid.uuid4()))


async def hold(floor: Floor, who: str, key: TaskKey, for_s: int | None = None) -> None:
    own = ConversationHolding(floor.spine.conversations, floor.spine.clock)
    async with floor.spine.database.write() as connection:
        await own.do_hold(connection, who, key, for_s)


async def told(floor: Floor) -> list[str]:
    rows = [row for row in await floor.spine.rows(schema.message) if row.direction == Direction.OUT]
    return [
        row.segments[0].get("text", "") for row in sorted(rows, key=lambda row: (row.created_at, row.seq))
    ]


async def served(floor: Floor, who: str = "li", visitor: str = "visitor") -> TaskKey:
    key = await floor.asks(visitor)
    assert (who, key.identity) in await floor.round()
    await floor.accept(who)
    await floor.say(who, key, "您好")
    return key


async def test_a_conversation_goes_to_a_named_colleague_with_a_note(leading: Floor) -> None:
    await leading.available("li", "wang", "chen")
    key = await served(leading)
    wish = str(uuid.uuid4())
    await send_on(leading, "li", key, Target(agent="chen"), wish)
    await send_on(leading, "li", key, Target(agent="chen"), wish)
    assert await leading.round() == [("chen", key.identity)], "not to who is idle longer"
    offered = [row for row in await leading.spine.rows(reservation) if row.state == "pending"]
    assert offered[0].why["rule"] == "sticky"
    assert [row.text for row in await leading.spine.rows(note)] == ["客户要问理财"]
    assert not any("理财" in words for words in await told(leading)), "a note never reaches the customer"
    assert (await leading.task_of(key)).transfers == 1
    await leading.check()


async def test_a_conversation_goes_to_a_queue_whose_agents_do_not_include_the_sender(leading: Floor) -> None:
    await set_up(leading, queue("wealth", segments=["wealth"]), queue("general", place=900))
    await set_up(leading, AgentSetup(account_id="wang", queues=("wealth",)))
    await leading.available("li", "wang")
    key = await served(leading)
    await send_on(leading, "li", key, Target(queue="wealth"))
    assert await leading.round() == [("wang", key.identity)]
    await leading.do("do_decline", "wang", await leading.offer_to("wang"), "busy")
    assert await leading.round() == [], "the sender is not asked again"
    await leading.check()


async def test_a_conversation_goes_to_whoever_has_a_skill(leading: Floor) -> None:
    await set_up(leading, AgentSetup(account_id="chen", skills={"loans": SkillSetup(level=3)}))
    await leading.available("li", "wang", "chen")
    key = await served(leading)
    await send_on(leading, "li", key, Target(skill="loans"))
    assert await leading.round() == [("chen", key.identity)]


async def test_what_may_not_be_sent_on_stays_with_its_owner(leading: Floor) -> None:
    await leading.available("li", "wang")
    key = await served(leading)
    for target, error in (
        (Target(), BadInput),
        (Target(agent="wang", queue="general"), BadInput),
        (Target(agent="li"), BadInput),
        (Target(agent="nobody"), NotFound),
        (Target(queue="nowhere"), NotFound),
    ):
        with pytest.raises(error):
            await send_on(leading, "li", key, target)
    with pytest.raises(NotFound):
        await send_on(leading, "wang", key, Target(agent="li"))
    assert (await leading.task_of(key)).state == "assigned"
    await leading.check()


async def test_after_five_transfers_a_supervisor_has_to_place_it(leading: Floor) -> None:
    await leading.available("li", "wang")
    key = await served(leading)
    pair = ("li", "wang")
    for number in range(5):
        sender, taker = pair[number % 2], pair[(number + 1) % 2]
        await send_on(leading, sender, key, Target(agent=taker))
        assert await leading.round() == [(taker, key.identity)]
        await leading.accept(taker)
    with pytest.raises(Conflict):
        await send_on(leading, "wang", key, Target(agent="li"))


async def test_a_held_conversation_gives_room_and_comes_back_when_the_customer_speaks(leading: Floor) -> None:
    await leading.available("li")
    key = await served(leading)
    await hold(leading, "li", key, for_s=600)
    await hold(leading, "li", key)
    assert (await leading.agent_of("li")).used == 4
    assert (await leading.task_of(key)).state == "on_hold"
    await leading.round()
    await leading.spine.say("我回来了", provider_id="again")
    assert (await leading.task_of(key)).state == "assigned"
    assert (await leading.agent_of("li")).used == 20
    await leading.round()
    await leading.check()


async def test_who_speaks_when_the_agent_has_no_room_waits_for_the_same_agent_first(leading: Floor) -> None:
    await set_up(
        leading,
        AgentSetup.model_validate(
            {"account_id": "li", "channels": {"chat": {"most": 1, "cost": 60, "hold_cost": 10}}}
        ),
    )
    await leading.available("li")
    key = await served(leading)
    await hold(leading, "li", key)
    other = await served(leading, visitor="other")
    await leading.spine.say("我回来了", provider_id="again")
    row = await leading.task_of(key)
    assert (row.state, row.returned, row.sticky["agents"]) == ("queued", True, ["li"])
    assert await leading.round() == []
    await leading.end("li", other)
    assert await leading.round() == [("li", key.identity)]
    await leading.check()


async def test_at_night_the_customer_is_told_when_somebody_comes_and_is_served_then(leading: Floor) -> None:
    await set_up(leading, OFFICE, queue("general", calendar_id="office"))
    leading.spine.clock.turn((NIGHT - leading.spine.clock.now()).total_seconds())
    await leading.available("li")
    key = await leading.asks()
    assert await leading.round() == []
    row = await leading.task_of(key)
    assert (row.state, row.opens_at) == ("scheduled", datetime(2026, 11, 3, 0, 30, tzinfo=UTC))
    assert "11 月 3 日 08:30" in (await told(leading))[-1]
    assert await leading.round() == [], "told once"
    assert len(await told(leading)) == 1
    leading.offering.forget()
    assert await leading.round(11 * 3600) == [("li", key.identity)], "another leader knows of it, too"


async def test_an_urgent_customer_knows_no_hours(leading: Floor) -> None:
    await set_up(leading, OFFICE, queue("general", calendar_id="office"))
    leading.spine.clock.turn((NIGHT - leading.spine.clock.now()).total_seconds())
    await leading.available("li")
    key = await leading.asks("robbed", urgent=True)
    assert await leading.round() == [("li", key.identity)]


async def test_the_wait_is_told_once_it_can_be_known(leading: Floor) -> None:
    await set_up(
        leading,
        AgentSetup.model_validate({"account_id": "li", "channels": {"chat": {"most": 1, "cost": 100}}}),
    )
    await leading.available("li")
    for number in range(6):
        key = await served(leading, visitor=f"v{number}")
        await leading.round(90)
        await leading.end("li", key)
    await served(leading, visitor="now")
    last = await leading.asks("last")
    await leading.round()
    row = await leading.task_of(last)
    assert row.told["from_s"] < row.told["to_s"]
    assert any("预计等待" in words for words in await told(leading))


async def test_an_agent_who_never_replies_gives_the_customer_to_another(leading: Floor) -> None:
    await leading.available("li", "wang")
    key = await leading.asks()
    await leading.round()
    await leading.accept("li")
    await leading.round(OFFER_SETTINGS.reply_s["chat"] + 1)
    assert await leading.round() == [("wang", key.identity)]
    (own,) = await leading.spine.rows(schema.conversation)
    assert own.owner == Owner.WAITING
    await leading.check()


async def test_an_offer_that_ended_while_nobody_routed_is_no_miss_of_its_agent(leading: Floor) -> None:
    await leading.available("li")
    key = await leading.asks()
    assert await leading.round() == [("li", key.identity)]
    leading.offering.forget()
    assert await leading.round(OFFER_SETTINGS.offer_s["chat"] + 5) == [("li", key.identity)], "at once again"
    states = sorted(row.state for row in await leading.spine.rows(reservation))
    assert (states, (await leading.agent_of("li")).missed) == (["pending", "rescinded"], 0)
    assert await leading.round(OFFER_SETTINGS.offer_s["chat"] + 1) == [], "somebody routed this time"
    assert (await leading.agent_of("li")).missed == 1
    await leading.check()


async def test_who_comes_again_meets_the_same_agent(leading: Floor) -> None:
    await leading.available("li", "wang")
    key = await served(leading)
    await leading.end("li", key)
    again = await leading.asks(time="2")
    assert (again.identity, again.conversation) == (key.identity, 2)
    assert await leading.round() == [("li", key_of("visitor"))], "not wang, who has been idle longer"


async def test_what_is_set_up_counts_from_the_next_decision(leading: Floor) -> None:
    await leading.available("li", "wang")
    await leading.round()
    await set_up(leading, queue("wealth", place=1), queue("general", place=900))
    await set_up(leading, AgentSetup(account_id="li", queues=("general",)))
    key = await leading.asks()
    assert (await leading.task_of(key)).queue_id == "wealth"
    assert await leading.round() == [("wang", key.identity)]


async def test_whose_service_broke_down_waits_at_the_old_place_before_those_of_the_same_date(
    leading: Floor,
) -> None:
    returning = Returning(leading.spine.conversations, leading.spine.clock)
    await leading.available("li")
    key = await served(leading)
    later = [await leading.asks(f"later-{number}") for number in range(6)]
    async with leading.spine.database.write() as connection:
        await returning.do_broke(connection, ServiceBroke(key.identity, key.conversation, "video"))
        await returning.do_broke(
            connection, ServiceBroke(later[-1].identity, later[-1].conversation, "video")
        )
    task = await leading.task_of(key)
    assert (task.state, task.returned, task.sticky["agents"]) == ("queued", True, ["li"])
    assert not (await leading.task_of(later[-1])).returned, "who waits already is not moved"
    offered = {identity for _, identity in await leading.round()}
    assert key.identity in offered
    assert later[-1].identity not in offered, "not all of them are offered, and who came later waits"
    await leading.check()
