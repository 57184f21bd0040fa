"""Alarms begin with their reason, name whom they are for, are taken by one, and end by themselves."""

from typing import Any

import pytest

from handoff.store.reservations import TaskKey
from hub.staff.directory import Directory
from hub.staff.first import ensure_head_office
from hub.staff.roles import give_defaults
from hub.store.staff import accounts, branches, rights
from supervision.alarms import Alarms
from supervision.rights import RIGHTS
from supervision.store import alarms as stored
from supervision.store import hands
from supervision.store.schema import alarm
from tests.unit.handoff.floor import Floor
from tests.unit.hub.spine import Spine


@pytest.fixture
async def floor(spine: Spine) -> Floor:
    """Agents li (east) and qian (west), and a supervisor of each branch and of the head office."""
    made = Floor(spine)
    async with spine.database.write() as connection:
        await give_defaults(connection, RIGHTS)
        head = await ensure_head_office(connection, "总行")
        for name in ("east", "west"):
            of = {"parent_id": head, "path": f"/{head}/{name}/"}
            await branches.add_branch(connection, branch_id=name, name=name, **of)
        now = spine.clock.now()
        for who, branch, role in (
            ("li", "east", "agent"),
            ("qian", "west", "agent"),
            ("wang", "east", "supervisor"),
            ("chen", "west", "supervisor"),
            ("chief", head, "supervisor"),
        ):
            values = {"login": who, "name": who, "branch_id": branch, "state": "active"}
            secret = {"password_hash": "-", "must_change": False, "password_at": now}
            await accounts.add(connection, account_id=who, created_at=now, **values, **secret)
            await rights.set_roles(connection, who, [role])
    return made


async def look(floor: Floor) -> list[tuple[str, list[str], dict[str, Any]]]:
    """Looks once; the alarms that last: kind, whom they are for, why."""
    spine = floor.spine
    await Alarms(spine.database, spine.clock, Directory()).look()
    async with spine.database.read() as connection:
        rows = await stored.running(connection)
    return [(row.kind, [each["name"] for each in row.addressees], row.reason) for row in rows]


async def served(floor: Floor, agent: str) -> TaskKey:
    """A conversation that an agent has accepted."""
    await floor.available(agent)
    key = await floor.asks()
    await floor.round()
    await floor.accept(agent)
    return key


async def test_a_long_wait_is_the_head_offices_until_somebody_comes(floor: Floor) -> None:
    await floor.asks()
    assert await look(floor) == []
    floor.spine.clock.turn(121)
    why = {"waited_s": 121, "target_s": 120, "waiting": 1}
    assert await look(floor) == [("queue_wait", ["chief"], why)]
    floor.spine.clock.turn(60)
    assert await look(floor) == [("queue_wait", ["chief"], why)], "the same is not raised twice"
    await floor.available("li")
    await floor.round()
    await floor.accept("li")
    assert await look(floor) == []


async def test_an_agent_who_says_nothing_is_told_to_those_who_lead_them(floor: Floor) -> None:
    key = await served(floor, "li")
    floor.spine.clock.turn(61)
    await floor.do("do_hear", "li")
    found = await look(floor)
    assert [(kind, sorted(told)) for kind, told, _ in found] == [("no_reply", ["chief", "wang"])]
    await floor.say("li", key, "您好")
    assert await look(floor) == []


async def test_a_hand_and_a_silent_desk(floor: Floor) -> None:
    key = await served(floor, "qian")
    await floor.say("qian", key, "您好")
    async with floor.spine.database.write() as connection:
        await hands.add(connection, key, "qian", floor.spine.clock.now())
    floor.spine.clock.turn(61)
    found = {kind: (sorted(told), why) for kind, told, why in await look(floor)}
    assert set(found) == {"hand", "silent"}
    assert found["hand"][0] == ["chen", "chief"]
    assert found["silent"][1]["conversations"] == 1
    await floor.do("do_hear", "qian")
    assert [kind for kind, _, _ in await look(floor)] == ["hand"]
    async with floor.spine.database.write() as connection:
        assert await hands.lower(connection, key, "chen", floor.spine.clock.now())
    assert await look(floor) == []


async def test_one_of_them_sees_to_it(floor: Floor) -> None:
    await floor.asks()
    floor.spine.clock.turn(121)
    await look(floor)
    (row,) = await floor.spine.rows(alarm)
    now = floor.spine.clock.now()
    for who, expected in (("chief", True), ("wang", False)):
        async with floor.spine.database.write() as connection:
            assert await stored.take(connection, row.alarm_id, who, now) is expected
    async with floor.spine.database.read() as connection:
        (shown,) = await stored.running(connection)
    assert shown.taker == "chief"
