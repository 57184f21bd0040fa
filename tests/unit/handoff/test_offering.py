"""Who is offered what: the longest idle, in the order of asking, urgent ones first; nobody is lost."""

import asyncio
from typing import Any

import pytest
from structlog.testing import capture_logs

from handoff.agents import OFFER_SETTINGS
from handoff.store import board_rows, reservations
from handoff.store.schema import reservation
from handoff.web.frames import task_id
from handoff.web.showing import state_frame
from hub.conversation.owner import Owner
from hub.errors import NotFound
from hub.store import leases
from hub.store.schema import conversation
from tests.unit.handoff.floor import Floor
from tests.unit.hub.spine import key_of

OFFER_S = OFFER_SETTINGS.offer_s["chat"]
LOST_S, NOT_AGAIN_S = OFFER_SETTINGS.gone_s, OFFER_SETTINGS.decline_s


async def test_who_is_idle_longest_is_offered_what_was_asked_for_first(floor: Floor) -> None:
    await floor.available("li", "wang")
    await floor.asks("first")
    await floor.asks("second")
    assert await floor.round() == [("li", key_of("first")), ("wang", key_of("second"))]
    await floor.check()


async def test_what_is_urgent_comes_first(floor: Floor) -> None:
    for visitor in ("calm", "quiet"):
        await floor.asks(visitor)
    await floor.asks("robbed", urgent=True)
    await floor.available("li")
    offered = await floor.round()
    assert sorted(offered) == sorted([("li", key_of("robbed")), ("li", key_of("calm"))]), (
        "two at once at most"
    )


async def test_nobody_is_offered_anything_who_is_not_available(floor: Floor) -> None:
    await floor.available("li")
    await floor.do("do_set_status", "li", "lunch")
    await floor.asks()
    assert await floor.round() == []
    await floor.do("do_set_status", "li", "available")
    assert len(await floor.round()) == 1


async def test_one_who_has_accepted_waits_behind_who_has_not(floor: Floor) -> None:
    await floor.available("li", "wang")
    await floor.asks("a")
    await floor.round()
    await floor.accept("li")
    await floor.asks("b")
    assert await floor.round() == [("wang", key_of("b"))]


async def test_a_declined_task_keeps_its_place_and_goes_to_another(floor: Floor) -> None:
    await floor.available("li", "wang")
    key = await floor.asks("a")
    await floor.round()
    before = (await floor.task_of(key)).created_at
    await floor.do("do_decline", "li", await floor.offer_to("li"), "not_my_field")
    assert await floor.round() == [("wang", key_of("a"))]
    assert (await floor.task_of(key)).created_at == before
    await floor.check()


async def test_where_nobody_else_is_there_it_comes_back_sooner(floor: Floor) -> None:
    await floor.available("li")
    await floor.asks()
    await floor.round()
    await floor.do("do_decline", "li", await floor.offer_to("li"), "busy")
    assert await floor.round() == []
    assert len(await floor.round(NOT_AGAIN_S / 4)) == 1


async def test_two_offers_let_pass_make_an_agent_busy(floor: Floor) -> None:
    await floor.available("li")
    await floor.asks()
    await floor.round()
    assert await floor.round(OFFER_S) == []
    assert await floor.round(NOT_AGAIN_S) != []
    await floor.round(OFFER_S)
    row = await floor.agent_of("li")
    assert (row.status, row.used, row.missed) == ("busy", 0, 2)
    assert await floor.round(NOT_AGAIN_S) == []
    await floor.do("do_set_status", "li", "available")
    assert len(await floor.round()) == 1


async def test_an_offer_that_is_over_cannot_be_taken(floor: Floor) -> None:
    await floor.available("li")
    await floor.asks()
    await floor.round()
    offer = await floor.offer_to("li")
    floor.spine.clock.turn(OFFER_S)
    with pytest.raises(NotFound):
        await floor.do("do_accept", "li", "客服", offer)
    await floor.round()
    with pytest.raises(NotFound):
        await floor.do("do_accept", "li", "客服", offer)
    await floor.check()


async def test_of_many_accepts_at_once_one_counts(floor: Floor) -> None:
    await floor.available("li", "wang")
    await floor.asks()
    await floor.round()
    offer = await floor.offer_to("li")
    tries = [floor.do("do_accept", who, "客服", offer) for who in ["li", "wang", "chen"] * 7]
    ends = await asyncio.gather(*tries, return_exceptions=True)
    assert [type(end) for end in ends if end is not None] == [NotFound] * 14
    states = [(row.account_id, row.state) for row in await floor.spine.rows(reservation)]
    assert states == [("li", "accepted")]
    (row,) = await floor.spine.rows(conversation)
    assert (row.owner, row.owner_id) == (Owner.AGENT, "li")
    await floor.check()


async def test_what_a_lost_agent_had_waits_for_the_next_at_its_place(floor: Floor) -> None:
    await floor.available("li")
    key = await floor.asks("a")
    await floor.round()
    await floor.accept("li")
    await floor.asks("b")
    await floor.round()
    floor.open_desks.clear()
    await floor.available("wang")
    await floor.round(LOST_S + 1)
    assert (await floor.agent_of("li")).used == 0
    (own,) = [row for row in await floor.spine.rows(conversation) if row.identity_key == key.identity]
    assert own.owner == Owner.WAITING
    await floor.asks("c")
    first_two = [("wang", key_of("a")), ("wang", key_of("b"))]
    assert sorted(await floor.round(3)) == sorted(first_two), "the first who asked, first"
    await floor.check()


async def test_a_router_that_was_stopped_writes_nothing_when_it_wakes(floor: Floor) -> None:
    await floor.available("li")
    await floor.asks()
    database, clock = floor.spine.database, floor.spine.clock
    async with database.write() as connection:
        old = await leases.take(connection, "offering", "hub-1", clock.now(), 5)
    assert old is not None
    clock.turn(6)
    async with database.write() as connection:
        assert await leases.take(connection, "offering", "hub-2", clock.now(), 5) is not None
    await floor.do("do_hear", "li")
    await asyncio.wait_for(floor.offering.lead(old), 5)
    assert await floor.spine.rows(reservation) == []


async def test_a_second_wish_makes_no_second_task_while_a_person_is_there(floor: Floor) -> None:
    await floor.available("li")
    await floor.asks("a")
    await floor.round()
    await floor.accept("li")
    await floor.asks("a")
    assert await floor.round() == []


async def test_of_what_is_offered_the_urgent_stands_first(floor: Floor) -> None:
    await floor.available("li")
    first = await floor.asks("first")
    await floor.round()
    stolen = await floor.asks("stolen", urgent=True)
    await floor.round()
    now = floor.spine.clock.now()
    async with floor.spine.database.read() as connection:
        live = await reservations.live(connection, "li")
        shown = await state_frame(connection, "li", live, now)
    assert [each["task"]["task"] for each in shown["offers"]] == [task_id(stolen), task_id(first)]


async def test_what_an_agent_ends_between_both_reads_of_the_router_is_read_next(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await floor.available("li")
    key = await floor.asks()
    await floor.round()
    await floor.accept("li")
    await floor.do("do_end", "li", key)
    read = board_rows.live_offers

    async def completes_first(connection: Any, keys: Any) -> Any:
        if keys and not floor.spine.database.is_sqlite:  # there nobody else writes meanwhile
            await floor.do("do_complete", "li", key, "solved", "已解答")
        monkeypatch.undo()
        return await read(connection, keys)

    monkeypatch.setattr(board_rows, "live_offers", completes_first)
    with capture_logs() as logged:
        await floor.round()
        await floor.round()
    assert [each for each in logged if each["log_level"] == "error"] == []
    assert board_rows.live_offers is read, "the router has read"
    if floor.spine.database.is_sqlite:
        await floor.do("do_complete", "li", key, "solved", "已解答")
    await floor.asks("another")
    assert await floor.round() == [("li", key_of("another"))]
