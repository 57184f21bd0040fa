"""The index on the server: versions behind aliases, a feed, and what becomes of both when things go wrong."""

import asyncio
from datetime import date

import pytest

from hub.errors import Unavailable
from hub.settings import Settings
from kb.search.elasticsearch.feed import IndexFeed
from kb.search.elasticsearch.indices import Indices
from kb.search.elasticsearch.mapping import id_of
from kb.search.elasticsearch.writing import carry_over
from kb.search.opening import open_search
from kb.search.port import Filters
from kb.store import articles as store
from kb.text import shipped_synonyms
from tests.unit.kb.conftest import article
from tests.unit.kb.search.conftest import Searched, Served, today

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What concerns the server alone; the contract runs on both databases."""


async def test_a_new_version_is_built_without_a_gap_while_editing_goes_on(
    served: Served, by_elasticsearch: Searched
) -> None:
    bank, day = served.bank, today(served.bank)
    await bank.load([article(f"a-{number}") for number in range(20)])
    await served.feed.follow(day)
    built = asyncio.Event()
    found: list[int] = []

    async def search() -> None:
        while not built.is_set():
            found.append(len(await by_elasticsearch.ids("挂失", limit=100)))

    async def edit() -> None:
        for number in range(20, 24):
            await bank.load([article(f"a-{number}")])
            await served.feed.follow(day)

    searching = asyncio.create_task(search())
    editing = asyncio.create_task(edit())
    for _ in range(2):
        before = await served.feed.indices.current()
        await served.feed.rebuild(day)
        after = await served.feed.indices.current()
        assert before is not None
        assert after is not None
        assert before.name != after.name
    await editing
    await served.feed.follow(day)
    built.set()
    await searching
    assert min(found) >= 20  # never fewer than there were when it began
    assert await served.feed.difference(day) == 0
    assert len(await by_elasticsearch.ids("挂失", limit=100)) == 24


async def test_an_index_that_was_deleted_is_built_anew(served: Served, by_elasticsearch: Searched) -> None:
    await served.bank.load([article(f"a-{number}") for number in range(5)])
    first = await served.feed.follow(today(served.bank))
    await served.feed.indices.remove(first.name)
    with pytest.raises(Unavailable):
        await by_elasticsearch.ids("挂失")
    await served.feed.follow(today(served.bank))
    assert await served.feed.difference(today(served.bank)) == 0
    assert len(await by_elasticsearch.ids("挂失")) == 5


async def test_what_differs_is_counted(served: Served) -> None:
    """The measure of the tests around it sees a document that lacks, and one too many."""
    await served.bank.load([article("a"), article("b")])
    built = await served.feed.follow(today(served.bank))
    client = served.feed.indices.client
    await client.delete(index=built.name, id=id_of("a", 1))
    assert await served.feed.difference(today(served.bank)) == 1
    await client.index(index=built.name, id=id_of("z", 1), document={"article_id": "z"})
    assert await served.feed.difference(today(served.bank)) == 2


async def test_who_is_late_writes_over_nothing_newer(served: Served, by_elasticsearch: Searched) -> None:
    bank, day = served.bank, today(served.bank)
    await bank.load([article(title="国债怎么买", questions=["国债"])])
    built = await served.feed.follow(day)
    old = await served.feed.indices.client.get(index=built.name, id=id_of("card-loss", 1))
    await bank.load([article(title="理财怎么买", questions=["理财"])])
    await served.feed.follow(day)
    late = await served.feed.indices.client.options(ignore_status=409).index(
        index=built.name,
        id=id_of("card-loss", 1),
        document=old["_source"],
        version=old["_version"],
        version_type="external_gte",
        refresh=True,
    )
    assert late.meta.status == 409
    assert await by_elasticsearch.ids("国债") == []


async def test_bringing_everything_once_more_changes_nothing(served: Served) -> None:
    bank, day = served.bank, today(served.bank)
    await bank.load([article("a"), article("b", effective_to=date(2026, 1, 31))])
    await served.feed.follow(day)
    client, alias = served.feed.indices.client, served.feed.indices.write_alias
    synonyms = shipped_synonyms()
    await carry_over(bank.database, client, alias, synonyms, since=-1, today=day, is_alias=True)
    assert await served.feed.difference(day) == 0


async def test_nothing_is_written_where_the_alias_is_gone(served: Served) -> None:
    """Elasticsearch would make an index of that name by itself, without a mapping."""
    await served.bank.load([article()])
    client, alias, bank = served.feed.indices.client, served.feed.indices.write_alias, served.bank
    synonyms = shipped_synonyms()
    with pytest.raises(Unavailable):
        await carry_over(bank.database, client, alias, synonyms, since=-1, today=today(bank), is_alias=True)
    assert not await client.indices.exists(index=alias)


async def test_another_normalisation_or_another_database_builds_anew(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank, day = served.bank, today(served.bank)
    await bank.load([article()])
    first = await served.feed.follow(day)
    assert (await served.feed.follow(day)).name == first.name
    monkeypatch.setattr("kb.text.fingerprint", lambda _: "another")
    second = await served.feed.follow(day)
    assert second.name != first.name
    await served.feed.indices.note_change(second.name, 10_000, shipped_synonyms())
    third = await served.feed.follow(day)
    assert third.name not in (first.name, second.name)
    async with bank.database.read() as connection:
        assert third.change == await store.change_number(connection)


async def test_an_index_of_another_release_is_asked_until_ours_is_built(
    served: Served, by_elasticsearch: Searched, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank, day = served.bank, today(served.bank)
    await bank.load([article()])
    first = await served.feed.follow(day)
    monkeypatch.setattr("kb.text.fingerprint", lambda _: "another")
    assert await by_elasticsearch.ids("挂失") == ["card-loss"]
    await served.feed.follow(day)
    await by_elasticsearch.search.refreshed()
    assert await by_elasticsearch.ids("挂失") == ["card-loss"]
    await served.feed.indices.remove(first.name)
    assert await by_elasticsearch.ids("挂失") == ["card-loss"], "ours is asked by now"


async def test_every_search_is_served_by_elasticsearch(served: Served, by_elasticsearch: Searched) -> None:
    await served.bank.load([article(f"a-{number}") for number in range(5)])
    await served.feed.follow(today(served.bank))
    before = served.searches()
    for _ in range(20):
        assert (await by_elasticsearch.search.candidates("挂失", 10, Filters(date(2026, 3, 1)))).backend == (
            "elasticsearch"
        )
    assert served.searches() - before == 20


async def test_a_wrong_password_or_a_foreign_certificate_is_no_answer(served: Served) -> None:
    bank = served.bank
    for change in ({"elasticsearch_password": "wrong"}, {"elasticsearch_ca": ""}):
        settings = Settings(_env_file=None, **(served.settings.model_dump() | change))
        search = open_search(settings, bank.database, bank.clock)
        with pytest.raises(Unavailable):
            await search.candidates("挂失", 10, Filters(date(2026, 3, 1)))
        await search.close()


async def test_the_account_reaches_nobody_elses_index(served: Served) -> None:
    elsewhere = Indices(served.feed.indices.client, "somebody-else")
    with pytest.raises(Unavailable, match="403"):
        await IndexFeed(served.bank.database, elsewhere).rebuild(today(served.bank))
