"""A complaint and what is told further of it are one task, which says in which turns its words stand."""

from datetime import UTC, datetime
from typing import Any

from handoff.store.schema import task
from handoff.tasks import MORE, do_file_complaint, do_request_person
from hub.commands import CommandContext
from hub.messages import FileComplaint, RequestPerson
from hub.ports import Address
from hub.store import identities
from hub.store.database import Database

NOON = datetime(2026, 11, 16, 4, 0, tzinfo=UTC)
KEY = "0123456789abcdef01234567"


async def _file(database: Database, turn: int, conversation: int = 1) -> None:
    context = CommandContext(KEY, conversation, turn, NOON)
    async with database.write() as connection:
        await do_file_complaint(connection, FileComplaint(text="柜台态度太差"), context)


async def _tasks(database: Database) -> list[Any]:
    async with database.read() as connection:
        return list(
            (await connection.execute(task.select().order_by(task.c.conversation, task.c.kind))).all()
        )


async def test_details_join_the_open_complaint(database: Database) -> None:
    for turn in (3, 4, 6):
        await _file(database, turn)
    (found,) = await _tasks(database)
    assert (found.turn, found.kind, found.reason) == (3, "complaint", "turns 3, 4, 6")


async def test_other_conversations_and_wishes_for_a_person_stay_apart(database: Database) -> None:
    await _file(database, 1)
    async with database.write() as connection:
        wish = RequestPerson(reason="转人工")
        await identities.ensure(connection, KEY, Address("webchat", "default", "visitor"), NOON)
        await do_request_person(connection, wish, CommandContext(KEY, 1, 2, NOON))
    await _file(database, 2, conversation=2)
    found = [(each.conversation, each.kind, each.reason) for each in await _tasks(database)]
    assert found == [(1, "complaint", "turn 1"), (1, "person", "转人工"), (2, "complaint", "turn 2")]


async def test_what_somebody_has_taken_is_not_added_to(database: Database) -> None:
    await _file(database, 1)
    async with database.write() as connection:
        await connection.execute(task.update().values(state="taken"))
    await _file(database, 2)
    assert [each.reason for each in await _tasks(database)] == ["turn 1", "turn 2"]


async def test_a_very_long_complaint_has_room(database: Database) -> None:
    for turn in range(1, 101):
        await _file(database, turn)
    (found,) = await _tasks(database)
    assert found.reason.startswith("turns 1, 2, 3")
    assert found.reason.endswith(MORE)
    assert found.reason.count(MORE) == 1
    assert len(found.reason) <= task.c.reason.type.length
