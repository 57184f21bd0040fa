"""Programs are told what happened: signed, in the order of each conversation, until they take it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest
from sqlalchemy import select

from hub.errors import BadInput, NotFound
from hub.reactions import Closed, OwnerChanged, Rated
from hub.store.database import Database
from hub.store.encrypted import new_data_keys, read_data_keys
from integrations.events import KINDS, Events
from integrations.hooks import do_add, do_end, do_replay
from integrations.sending import GIVE_UP_AFTER, Sending
from integrations.store.schema import webhook, webhook_event
from tests.support.clock import HandClock
from tests.unit.integrations.receiver import Receiver, receiving

KEYS = read_data_keys(new_data_keys("k1"))
ONE, OTHER = "a" * 24, "b" * 24


@dataclass
class Desk:
    """Events, the worker and a program."""

    database: Database
    clock: HandClock
    session: aiohttp.ClientSession
    program: Receiver
    hook_id: str = ""

    async def handed(self, identity: str, before: str, after: str, epoch: int) -> None:
        owner = "agent-7" if after == "agent" else None
        async with self.database.write() as connection:
            changed = OwnerChanged(identity, 1, before, after, owner, epoch)
            await Events(self.clock).do_owner_changed(connection, changed)

    async def closed(self, identity: str) -> None:
        async with self.database.write() as connection:
            await Events(self.clock).do_closed(connection, Closed(identity, 1, "agent"))

    async def round(self) -> int:
        return await Sending(self.database, self.clock, KEYS).send_due(self.session)

    async def rounds(self) -> None:
        while await self.round():
            pass

    def took(self, identity: str) -> list[str]:
        return [each["kind"] for each in self.program.took if each["conversation"] == f"{identity}.1"]


@pytest.fixture
async def desk(database: Database) -> AsyncIterator[Desk]:
    """A program that is told everything."""
    clock = HandClock()
    async with receiving() as program, aiohttp.ClientSession(trust_env=False) as session:
        made = Desk(database, clock, session, program)
        made.hook_id, program.secret = await do_add(database, clock, KEYS, program.url, ())
        yield made


async def test_a_conversation_is_told_in_its_order(desk: Desk) -> None:
    await desk.handed(ONE, "bot", "waiting", 2)
    await desk.handed(ONE, "waiting", "agent", 3)
    await desk.handed(OTHER, "bot", "waiting", 2)
    await desk.closed(ONE)
    async with desk.database.write() as connection:
        await Events(desk.clock).do_rated(connection, Rated(ONE, 1, 5))
    await desk.rounds()
    assert desk.took(ONE) == [
        "conversation.owner_changed",
        "task.asked",
        "conversation.owner_changed",
        "task.taken",
        "conversation.closed",
        "satisfaction.rated",
    ]
    assert desk.took(OTHER) == ["conversation.owner_changed", "task.asked"]
    assert desk.program.forged == 0
    mine = [each for each in desk.program.took if each["conversation"] == f"{ONE}.1"]
    assert [each["number"] for each in mine] == [1, 2, 3, 4, 5, 6]
    assert (mine[3]["details"], mine[5]["details"]) == ({"agent": "agent-7"}, {"score": 5})
    async with desk.database.read() as connection:
        row = (await connection.execute(select(webhook))).one()
    assert desk.program.secret not in repr(tuple(row))


async def test_what_is_refused_is_tried_again_and_holds_up_its_conversation_alone(desk: Desk) -> None:
    await desk.handed(ONE, "bot", "waiting", 2)
    await desk.closed(ONE)
    desk.program.statuses = [500]
    assert await desk.round() == 1
    await desk.closed(OTHER)
    await desk.rounds()
    assert (desk.took(ONE), desk.took(OTHER)) == ([], ["conversation.closed"])
    desk.program.statuses = [302, 429]
    for seconds in (2.0, 4.0):
        desk.clock.turn(seconds)
        await desk.rounds()
        assert desk.took(ONE) == []
    desk.clock.turn(8.0)
    await desk.rounds()
    assert desk.took(ONE) == ["conversation.owner_changed", "task.asked", "conversation.closed"]
    assert [each["id"] for each in desk.program.asked].count(f"{desk.hook_id}.{ONE}.1.1") == 4


async def test_what_is_given_up_is_sent_again_when_asked(desk: Desk) -> None:
    began = desk.clock.now()
    await desk.closed(ONE)
    desk.program.statuses = [503, 503]
    await desk.round()
    desk.clock.turn(GIVE_UP_AFTER.total_seconds())
    await desk.round()
    await desk.rounds()
    assert desk.took(ONE) == []
    async with desk.database.read() as connection:
        row = (await connection.execute(select(webhook_event))).one()
    assert (row.state, row.code, row.due_at) == ("failed", "http_503", None)
    assert await do_replay(desk.database, desk.clock, desk.hook_id, began, failed=True) == 1
    await desk.rounds()
    assert await do_replay(desk.database, desk.clock, desk.hook_id, began, failed=True) == 0
    assert await do_replay(desk.database, desk.clock, desk.hook_id, began, failed=False) == 1
    await desk.rounds()
    assert [each["id"] for each in desk.program.took] == [f"{desk.hook_id}.{ONE}.1.1"] * 2


async def test_a_secret_whose_key_is_gone_is_told(desk: Desk) -> None:
    await desk.closed(ONE)
    others = read_data_keys(new_data_keys("k2"))
    assert await Sending(desk.database, desk.clock, others).send_due(desk.session) == 1
    async with desk.database.read() as connection:
        row = (await connection.execute(select(webhook_event))).one()
    assert (row.state, row.code) == ("waiting", "no_key")


async def test_who_is_gone_or_wants_other_events_is_not_told(desk: Desk) -> None:
    await do_add(desk.database, desk.clock, KEYS, "http://127.0.0.1:9/x", ["satisfaction.rated"])
    await desk.closed(ONE)
    async with desk.database.read() as connection:
        rows = (await connection.execute(select(webhook_event.c.hook_id))).all()
    assert [row.hook_id for row in rows] == [desk.hook_id]
    await do_end(desk.database, desk.clock, desk.hook_id)
    await desk.closed(OTHER)
    assert await desk.round() == 0
    assert desk.program.asked == []
    with pytest.raises(NotFound):
        await do_end(desk.database, desk.clock, desk.hook_id)


@pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
async def test_only_encrypted_addresses_beyond_this_machine(desk: Desk) -> None:
    for wrong in ("http://crm.bank.example/x", "ftp://127.0.0.1/x", "words", "https://u:p@crm.bank.example/"):
        with pytest.raises(BadInput):
            await do_add(desk.database, desk.clock, KEYS, wrong, KINDS)
    with pytest.raises(BadInput, match="conversation"):
        await do_add(desk.database, desk.clock, KEYS, desk.program.url, ["words.said"])
    await do_add(desk.database, desk.clock, KEYS, "https://crm.bank.example/x", KINDS)
