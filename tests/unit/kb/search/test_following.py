"""Both backends follow the database, SQLite and PostgreSQL: what is published, withdrawn, counted."""

from kb import articles
from tests.unit.kb.conftest import article
from tests.unit.kb.search.conftest import Searched, today


async def test_what_is_published_is_found_and_what_is_withdrawn_is_not(searched: Searched) -> None:
    bank = searched.bank
    for count in range(1, 4):
        await bank.load([article(f"loss-{number}") for number in range(count)])
        await searched.bring()
        assert len(await searched.ids("挂失")) == count
    async with bank.database.write() as connection:
        await articles.withdraw(connection, "loss-1", day=today(bank), now=bank.clock.now())
    await searched.bring()
    assert sorted(await searched.ids("挂失")) == ["loss-0", "loss-2"]


async def test_the_statistics_follow_the_articles(searched: Searched) -> None:
    await searched.bank.load([article("a"), article("b", title="国债怎么买", questions=["国债"])])
    await searched.bring()
    before = await searched.search.refreshed()
    assert (before.documents, before.frequencies["国债"]) == (2, 1)
    await searched.bank.load([article("b", title="理财怎么买", questions=["理财"]), article("c")])
    await searched.bring()
    searched.bank.clock.moment = searched.bank.clock.moment.replace(minute=1)
    after = await searched.search.refreshed()
    assert (after.documents, after.knows("国债"), after.frequencies["理财"]) == (3, False, 1)
    assert searched.search.statistics() == after or searched.search.statistics() is after
