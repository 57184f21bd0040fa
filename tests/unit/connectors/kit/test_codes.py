"""A code is good for one customer, once, for a while."""

from datetime import UTC, datetime, timedelta

from connectors.kit.accounts import AccountKey
from connectors.kit.store import codes
from hub.store.database import Database

KEY, OTHER = AccountKey("wecom_kf", "retail"), AccountKey("wecom_kf", "other")
NOW = datetime(2026, 11, 28, tzinfo=UTC)
SOON, LATER = NOW + timedelta(seconds=20), NOW + timedelta(seconds=40)


async def test_the_later_code_counts_until_it_is_used_or_over(store: Database) -> None:
    async with store.write() as connection:
        await codes.keep(connection, KEY, "anna", "one", SOON)
        assert await codes.find(connection, KEY, "anna", NOW) == "one"
        assert await codes.find(connection, KEY, "anna", SOON) is None
        assert await codes.find(connection, KEY, "berta", NOW) is None
        assert await codes.find(connection, OTHER, "anna", NOW) is None
        await codes.keep(connection, KEY, "anna", "two", LATER)
        await codes.drop(connection, KEY, "anna", "one")
        assert await codes.find(connection, KEY, "anna", SOON) == "two", "it is not the one that was used"
        assert await codes.sweep(connection, SOON) == 0
        assert await codes.sweep(connection, LATER + timedelta(seconds=1)) == 1
