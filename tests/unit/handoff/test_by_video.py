"""Video as a medium: who is asked, what room a call takes, and what becomes of who waits for one."""

from datetime import timedelta
from typing import Any

import pytest

from handoff.live.wait_messages import INSTEAD
from handoff.live.writing import Stale
from handoff.returning import Returning
from handoff.routing.instead import NOBODY, TOO_LONG
from handoff.setup import AgentSetup, ChannelSetup
from handoff.store import reservations
from handoff.store.reservations import TaskKey
from handoff.store.schema import reservation, task
from hub.messages import Direction
from hub.reactions import PersonCame, ServiceBroke
from hub.store import schema
from tests.unit.handoff.floor import Floor
from tests.unit.handoff.test_leading import NIGHT, OFFICE, queue, set_up

CHATS = AgentSetup(account_id="li", channels={"chat": ChannelSetup(most=5, cost=20, wrap_cost=10)})
"""Li serves no calls; whoever has no row of their own serves five chats or a call."""


@pytest.fixture
def came(floor: Floor) -> list[PersonCame]:
    """Who came to a customer, and by which medium."""
    told: list[PersonCame] = []

    async def note(_: Any, happening: PersonCame) -> None:
        told.append(happening)

    floor.spine.hooks.reactions.inside(PersonCame, note)
    return told


async def offered(floor: Floor) -> Any:
    (row,) = [each for each in await floor.spine.rows(reservation) if each.state == "pending"]
    return row


async def said(floor: Floor, words: str) -> bool:
    rows = await floor.spine.rows(schema.message)
    return any(words in str(row.segments) for row in rows if row.direction == Direction.OUT)


async def served(floor: Floor, who: str, visitor: str) -> TaskKey:
    key = await floor.asks(visitor)
    assert (who, key.identity) in await floor.round()
    await floor.accept(who)
    await floor.say(who, key, "您好")
    return key


async def test_a_call_is_offered_to_who_has_video_and_takes_all_their_room(
    floor: Floor, came: list[PersonCame]
) -> None:
    await set_up(floor, CHATS)
    await floor.available("li", "wang")
    key = await floor.asks(medium="video")
    assert await floor.round() == [("wang", key.identity)], "li has been idle longer, and serves chats alone"
    offer = await offered(floor)
    assert (offer.cost, offer.ends_at - offer.created_at) == (100, timedelta(seconds=15))
    await floor.accept("wang")
    assert came == [PersonCame(key.identity, key.conversation, "video")]
    assert (await floor.agent_of("wang")).used == 100
    later = await floor.asks("later")
    assert await floor.round() == [("li", later.identity)]
    await floor.round(130)
    assert (await floor.task_of(key)).state == "assigned", "the link is the reply, opened in its own time"
    await floor.check()


async def test_who_waits_for_a_person_and_asks_for_video_keeps_the_place(floor: Floor) -> None:
    key = await floor.asks()
    before = await floor.task_of(key)
    await floor.asks(time="2", medium="video")
    (row,) = await floor.spine.rows(task)
    assert (row.medium, row.state, row.created_at) == ("video", "queued", before.created_at)
    await set_up(floor, CHATS)
    await floor.available("li")
    assert await floor.round() == []
    await floor.available("wang")
    assert await floor.round() == [("wang", key.identity)]


async def test_an_offer_for_a_chat_is_taken_back_where_the_customer_wants_video(floor: Floor) -> None:
    await set_up(floor, CHATS)
    await floor.available("li", "wang")
    key = await floor.asks()
    assert await floor.round() == [("li", key.identity)]
    await floor.asks(time="2", medium="video")
    assert (await floor.agent_of("li")).used == 0
    assert await floor.round() == [("wang", key.identity)]
    rows = await floor.spine.rows(reservation)
    assert [row.reason for row in rows if row.state == "rescinded"] == ["medium_changed"]
    await floor.check()


async def test_a_leader_who_has_not_heard_of_a_change_yet_offers_nothing(floor: Floor) -> None:
    await set_up(floor, CHATS)
    key = await floor.asks()
    await floor.round()
    async with floor.spine.database.write() as connection:
        before, after = ("queued", "chat"), ("queued", "video")
        assert await reservations.change_medium(connection, key, before, after)
        assert not await reservations.change_medium(connection, key, before, after)
    await floor.available("li")
    with pytest.raises(Stale):
        await floor.round()
    floor.offering.forget()
    assert await floor.round() == [], "read anew, it is for somebody with video"


async def test_a_call_in_a_chat_leaves_no_room_for_another_and_gives_it_back(floor: Floor) -> None:
    await floor.available("li")
    keys = [await served(floor, "li", f"v{number}") for number in range(3)]
    assert (await floor.agent_of("li")).used == 60
    await floor.call(keys[0], "video")
    await floor.call(keys[0], "video")
    assert (await floor.agent_of("li")).used == 100, "all that was left"
    waits = await floor.asks("waits")
    assert await floor.round() == []
    await floor.end("li", keys[1])
    assert (await floor.agent_of("li")).used == 80
    assert await floor.round() == [], "the call costs more than it could take"
    floor.offering.forget()
    assert await floor.round() == [], "nor by a leader who has read it all anew"
    await floor.call(keys[0], "chat")
    assert (await floor.agent_of("li")).used == 40
    assert await floor.round() == [("li", waits.identity)]
    await floor.check()


async def test_a_call_that_is_over_counts_as_a_reply(floor: Floor) -> None:
    await floor.available("li")
    key = await floor.asks(medium="video")
    await floor.round()
    await floor.accept("li")
    await floor.round(400)
    await floor.call(key, "chat")
    await floor.round(1)
    row = await floor.task_of(key)
    assert (row.state, row.medium, (await floor.agent_of("li")).used) == ("assigned", "chat", 20)


async def test_what_is_held_or_wrapped_up_after_a_call_costs_what_a_call_does(floor: Floor) -> None:
    await floor.available("li")
    keys = [await served(floor, "li", f"v{number}") for number in range(2)]
    await floor.call(keys[0], "video")
    await floor.do("do_end", "li", keys[0])
    await floor.check()
    await floor.call(keys[0], "chat")
    assert (await floor.task_of(keys[0])).medium == "video", "what is wrapped up changes no more"
    await floor.do("do_complete", "li", keys[0], "solved", "")
    assert (await floor.agent_of("li")).used == 20


async def test_where_nobody_with_video_is_left_it_becomes_a_chat_and_the_customer_hears_so(
    floor: Floor,
) -> None:
    await set_up(floor, CHATS)
    await floor.available("wang", "li")
    served_first = await floor.asks("first", medium="video")
    await floor.round()
    await floor.accept("wang")
    key = await floor.asks(medium="video")
    assert await floor.round() == []
    await floor.round(21)
    assert (await floor.task_of(key)).medium == "video", "wang is busy, but there"
    await floor.do("do_set_status", "wang", "offline")
    await floor.round(1)
    await floor.round(21)
    row = await floor.task_of(key)
    assert (row.medium, row.state) == ("chat", "offered")
    assert (await offered(floor)).account_id == "li"
    assert await said(floor, INSTEAD[NOBODY])
    assert (await floor.task_of(served_first)).medium == "video"
    await floor.check()


async def test_who_waits_too_long_for_a_call_is_served_by_chat_and_may_ask_again(floor: Floor) -> None:
    await set_up(floor, CHATS)
    await floor.available("wang")
    await floor.asks("first", medium="video")
    await floor.round()
    await floor.accept("wang")
    key = await floor.asks(medium="video")
    begun = (await floor.task_of(key)).created_at
    for _ in range(8):
        await floor.round(21)
    assert (await floor.task_of(key)).medium == "video"
    await floor.round(21)
    row = await floor.task_of(key)
    assert (row.medium, row.created_at) == ("chat", begun)
    assert await said(floor, INSTEAD[TOO_LONG])
    await floor.asks(time="2", medium="video")
    await floor.round(21)
    assert (await floor.task_of(key)).medium == "video", "its wait for a call begins anew"


async def test_a_wait_for_a_call_is_told_no_time_and_no_message_twice(floor: Floor) -> None:
    await floor.available("wang")
    await floor.asks("first", medium="video")
    await floor.round()
    await floor.accept("wang")
    before = len(await floor.spine.rows(schema.message))
    key = await floor.asks(medium="video")
    for _ in range(3):
        await floor.round(5)
    rows = (await floor.spine.rows(schema.message))[before:]
    assert [row for row in rows if row.identity_key == key.identity and row.direction == Direction.OUT] == []


async def test_a_lost_agents_call_goes_on_with_the_next_who_has_video(
    floor: Floor, came: list[PersonCame]
) -> None:
    await set_up(floor, CHATS)
    await floor.available("wang", "li", "chen")
    key = await floor.asks(medium="video")
    assert await floor.round() == [("wang", key.identity)]
    await floor.accept("wang")
    for _ in range(4):
        await floor.round(5)
    floor.open_desks.discard("wang")
    await floor.round(14)
    assert (await floor.task_of(key)).state == "assigned"
    await floor.round(2)
    row = await floor.task_of(key)
    assert (row.medium, row.returned) == ("video", True), "after 15 s, where a chat waits for 45"
    assert (await offered(floor)).account_id == "chen"
    await floor.accept("chen")
    assert [each.medium for each in came] == ["video", "video"], "and the customer is invited anew"
    await floor.check()


async def test_whose_call_broke_down_waits_for_a_call_again(floor: Floor) -> None:
    await floor.available("wang")
    key = await served(floor, "wang", "visitor")
    await floor.call(key, "video")
    returning = Returning(floor.spine.conversations, floor.spine.clock)
    async with floor.spine.database.write() as connection:
        await returning.do_broke(connection, ServiceBroke(key.identity, key.conversation, "video"))
    row = await floor.task_of(key)
    assert (row.state, row.medium, row.returned) == ("queued", "video", True)
    assert await floor.round() == [("wang", key.identity)]
    assert (await offered(floor)).cost == 100


async def test_an_urgent_customer_waits_for_no_call(floor: Floor) -> None:
    await set_up(floor, CHATS)
    await floor.available("li")
    key = await floor.asks(medium="video")
    assert await floor.round() == []
    await floor.asks(time="2", urgent=True)
    assert (await floor.task_of(key)).medium == "chat"
    assert await floor.round() == [("li", key.identity)]


async def test_what_is_put_off_to_the_opening_is_answered_in_words(floor: Floor) -> None:
    await set_up(floor, OFFICE, queue("general", calendar_id="office"))
    floor.spine.clock.turn((NIGHT - floor.spine.clock.now()).total_seconds())
    await floor.available("wang")
    key = await floor.asks(medium="video")
    await floor.round()
    row = await floor.task_of(key)
    assert (row.state, row.medium) == ("scheduled", "chat")
