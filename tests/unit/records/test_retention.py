"""What was kept for long enough goes, by kind; what is held or younger stays."""

import pytest

from hub.errors import SetupError
from hub.store.database import Database
from records import holding
from records.retention import KINDS, Retention, read_retention
from tests.unit.records.conftest import Archive, picture
from tests.unit.records.test_erasing import rows_of

DAY_S = 86_400.0


def test_the_setting_is_read_or_refused() -> None:
    assert read_retention("") == {}
    assert read_retention("conversations=1825, gaps=180") == {"conversations": 1825, "gaps": 180}
    for wrong in ("gaps", "gaps=0", "gaps=x", "words=3", "gaps=1,gaps=2", "gaps=-1"):
        with pytest.raises(SetupError):
            read_retention(wrong)


async def test_each_kind_goes_in_its_time_and_never_of_who_is_held(
    archive: Archive, database: Database
) -> None:
    old = await archive.customer("旧客户", [picture(1)])
    held = await archive.customer("被保全", [picture(2)])
    await holding.place(database, archive.clock, held.key, "A-1")
    archive.clock.turn(100 * DAY_S)
    young = await archive.customer("新客户", [picture(3)])
    before = await rows_of(database)

    assert await Retention(database, archive.settings, archive.clock, {"gaps": 90}).sweep()
    gaps = (await rows_of(database))["kb_gap"]
    assert [any(each.key in row for row in gaps) for each in (old, held, young)] == [False, True, True]

    days = dict.fromkeys(KINDS, 90)
    assert await Retention(database, archive.settings, archive.clock, days).sweep()

    after = await rows_of(database)
    for table in ("conversation", "message", "turn", "task", "note", "kb_gap", "media_of_identity"):
        names = [key for key in (old.key, held.key, young.key) if any(key in row for row in after[table])]
        assert names == [held.key, young.key], table
    kept = archive.files().values()
    assert [picture(seed) in kept for seed in (1, 2, 3)] == [False, True, True]
    # Who wrote to the bank is known on; what others said is as it was.
    assert after["identity"] == before["identity"]
    gone = set(before["message"]) - set(after["message"])
    assert all(old.key in row for row in gone)
    expired = [row for row in after["staff_audit"] if "records.expired" in row]
    assert len(expired) == 3
    # A second sweep finds nothing.
    assert await Retention(database, archive.settings, archive.clock, days).sweep()
    assert await rows_of(database) == after


async def test_what_no_setting_names_is_kept(archive: Archive, database: Database) -> None:
    await archive.customer("旧客户", [picture(1)])
    archive.clock.turn(10_000 * DAY_S)
    before = await rows_of(database)
    assert await Retention(database, archive.settings, archive.clock, {"ratings": 30}).sweep()
    assert await rows_of(database) == before
