"""A full disk (docs/reliability.md, B1): nothing is accepted that is not stored; reading goes on."""

from pathlib import Path

import pytest
from sqlalchemy import text

from hub.engine.client import BotClient
from hub.errors import StoreUnavailable
from hub.history import StoredHistory
from hub.ports import HistoryPlace
from hub.store import schema
from hub.store.database import Database
from hub.store.sqlite import _Connection
from hub.web.health import Health
from tests.support.bot import TestBot
from tests.support.migrated import migrated_file
from tests.unit.hub.spine import Spine

PAGES = "PRAGMA max_page_count = {}"


class Disk:
    """Lets a SQLite file grow no further: what the database then says is what it says on a full disk."""

    def __init__(self, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        self._database = database
        self._limit = 2**30
        begin = _Connection.begin

        async def begin_limited(connection: _Connection, *, immediate: bool) -> None:
            await begin(connection, immediate=immediate)
            connection.cursor().execute(PAGES.format(self._limit))

        monkeypatch.setattr(_Connection, "begin", begin_limited)

    async def fill(self) -> None:
        """No page more than there are now."""
        async with self._database.read() as connection:
            self._limit = int((await connection.execute(text("PRAGMA page_count"))).scalar_one())

    def empty(self) -> None:
        """Room again."""
        self._limit = 2**30


@pytest.fixture
def spine(tmp_path: Path) -> Spine:
    return Spine(Database(migrated_file(tmp_path / "yuanqiao.db")))


async def until_refused(spine: Spine, first: int) -> int:
    """Accepts until the store refuses; tells how many were accepted."""
    for number in range(first, first + 2000):
        try:
            await spine.say("长" * 500, provider_id=f"p{number}")
        except StoreUnavailable as error:
            if "full" in str(error.fields["cause"]):
                return number - first
            raise
    raise AssertionError("the disk never got full")


async def test_what_was_accepted_is_stored_and_what_was_not_is_not(
    spine: Spine, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(spine.database, monkeypatch)
    await spine.say(provider_id="p0")
    await disk.fill()
    accepted = 1 + await until_refused(spine, 1)
    for _ in range(3):
        with pytest.raises(StoreUnavailable):
            await spine.say("长" * 500, provider_id=f"p{accepted}")
    stored = [(row.provider_id, row.seq) for row in await spine.rows(schema.message)]
    assert stored == [(f"p{number}", number + 1) for number in range(accepted)]
    key = (await spine.rows(schema.identity))[0].identity_key
    read = await StoredHistory(spine.database).after(key, HistoryPlace(1, 0), 1000)
    assert len(read) == accepted, "reading goes on"

    disk.empty()
    again = await spine.inbox.accept(spine.arrival("长" * 500, provider_id=f"p{accepted}"))
    assert (again.repeated, again.message.seq) == (False, accepted + 1), "it recovers, without a gap"
    async with spine.database.read() as connection:
        assert (await connection.execute(text("PRAGMA integrity_check"))).scalar_one() == "ok"
    await spine.database.close()


async def test_a_store_that_cannot_be_written_is_not_ready(spine: Spine, bot: TestBot) -> None:
    health = Health(spine.database, BotClient(bot.url, "x"))
    assert await health.ready()
    broken = Database(f"sqlite:///{Path('no-such-folder') / 'yuanqiao.db'}")
    health.database = broken
    assert not await health.ready()
    health.database = spine.database
    bot.healthy = False
    assert await health.ready(), "a bot that restarts takes the hub away from nobody"
    await health.bot.close()
    await broken.close()
    await spine.database.close()


async def test_a_full_disk_is_not_ready_while_messages_are_refused(
    spine: Spine, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(spine.database, monkeypatch)
    health = Health(spine.database, BotClient(bot.url, "x"))
    assert await health.ready()
    await disk.fill()
    await until_refused(spine, 0)
    assert not await health.ready()
    await health.bot.close()
    await spine.database.close()
