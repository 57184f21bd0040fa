"""What is announced ends by the clock, whether the database can be asked or not."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.errors import Conflict
from hub.staff.four_eyes import By
from hub.store.database import Database
from kb.announcing import Announcing
from kb.store.schema_announcements import announcement
from kb.studio import announcements
from kb.studio.announcements import AnnouncementStage
from tests.support.clock import HandClock

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LI, WANG = "li", "wang"


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(f"sqlite+aiosqlite:///{tmp_path / 'kb.db'}")
    async with opened.write() as connection:
        await connection.run_sync(announcement.create)
    yield opened
    await opened.close()


async def announce(database: Database, clock: HandClock, channels: tuple[str, ...] = ()) -> str:
    async with database.write() as connection:
        written = await announcements.write(connection, "维护中", channels, 60, By(LI, clock.now()))
        one = written.announcement_id
        await announcements.approve(connection, one, By(WANG, clock.now()))
    return one


async def test_it_ends_by_itself_while_the_database_is_away(database: Database) -> None:
    clock = HandClock(NOON)
    announcing = Announcing(database, clock)
    await announce(database, clock, ("sms",))
    await announcing.look()
    assert (announcing.said_on("sms"), announcing.said_on("webchat")) == (["【公告】维护中"], [])
    await database.close()
    clock.turn(59 * 60)
    assert announcing.said_on("sms") == ["【公告】维护中"]
    clock.turn(60)
    assert announcing.said_on("sms") == []


async def test_what_is_over_takes_no_step(database: Database) -> None:
    clock = HandClock(NOON)
    one = await announce(database, clock)
    clock.turn(3600)
    async with database.write() as connection:
        found = await announcements.read(connection, one)
        assert found.stage(clock.now()) is AnnouncementStage.OVER
        for step in (announcements.approve, announcements.end):
            with pytest.raises(Conflict):
                await step(connection, one, By("zhao", clock.now()))
        written = await announcements.write(connection, "不说了", (), 60, By(LI, clock.now()))
        back = await announcements.end(connection, written.announcement_id, By(LI, clock.now()))
        assert (back.stage(clock.now()), back.ends_at) == (AnnouncementStage.OVER, None)
        assert await announcements.running(connection, clock.now()) == []
