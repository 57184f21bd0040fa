"""The embedded index: rebuilt in one go, followed by readers, filtered by day and channel."""

import fcntl
from datetime import date

import pytest

from hub.errors import Conflict, Unavailable
from kb import index
from kb.search import pointer
from kb.search.embedded import SPARE, EmbeddedSearch
from kb.search.port import Filters
from tests.unit.kb.conftest import Bank, article

MARCH = Filters(date(2026, 3, 1))


async def ids(search: EmbeddedSearch, query: str, filters: Filters = MARCH) -> list[str]:
    return [hit.article_id for hit in await search.candidates(query, 10, filters)]


async def test_a_reader_follows_the_version_without_a_restart(bank: Bank) -> None:
    search = EmbeddedSearch(bank.index_dir)
    with pytest.raises(Unavailable):
        await ids(search, "挂失")
    for count in range(1, 5):
        await bank.load([article(f"loss-{number}") for number in range(count)])
        assert await index.is_stale(bank.database, bank.index_dir)
        await bank.rebuild()
        assert not await index.is_stale(bank.database, bank.index_dir)
        assert len(await ids(search, "挂失")) == count
        assert search.statistics().documents == count
    # The one in use, and the one before for readers that are about to open it.
    assert sorted(folder.name for folder in bank.index_dir.glob("v*")) == ["v3", "v4"]


async def test_progress_is_told_to_the_end(bank: Bank) -> None:
    await bank.load([article("a"), article("b")])
    told: list[tuple[int, int]] = []
    await index.rebuild(
        bank.database, bank.index_dir, today=MARCH.day, progress=lambda done, of: told.append((done, of))
    )
    assert told == [(1, 2), (2, 2)]


async def test_one_process_builds(bank: Bank) -> None:
    await bank.load([article()])
    await bank.rebuild()
    with (bank.index_dir / ".building").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Conflict):
            await bank.rebuild()
    await bank.rebuild()


async def test_a_build_that_was_killed_is_not_seen_and_goes_later(bank: Bank) -> None:
    await bank.load([article()])
    await bank.rebuild()
    (bank.index_dir / "v2").mkdir()
    (bank.index_dir / "v2" / "meta.json").write_text("half")
    assert await ids(EmbeddedSearch(bank.index_dir), "挂失") == ["card-loss"]
    await bank.rebuild()
    assert sorted(folder.name for folder in bank.index_dir.glob("v*")) == ["v1", "v3"]


async def test_an_unreadable_pointer_says_so_and_is_replaced(bank: Bank) -> None:
    await bank.load([article()])
    await bank.rebuild()
    search = EmbeddedSearch(bank.index_dir)
    pointer.path_of(bank.index_dir).write_text("{")
    with pytest.raises(Unavailable, match="rebuild"):
        await ids(search, "挂失")
    await bank.rebuild()
    assert await ids(search, "挂失") == ["card-loss"]


async def test_another_normalisation_asks_for_a_rebuild(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    await bank.load([article()])
    await bank.rebuild()
    monkeypatch.setattr("kb.text.fingerprint", lambda _: "another")
    assert await index.is_stale(bank.database, bank.index_dir)
    with pytest.raises(Unavailable, match="another normalisation"):
        await ids(EmbeddedSearch(bank.index_dir), "挂失")


async def test_what_is_let_through_is_found_behind_many_that_are_not(bank: Bank) -> None:
    ended = [
        article(f"e{n}", title="国债怎么买", questions=["国债"], effective_to=date(2026, 3, 1))
        for n in range(2 * SPARE)
    ]
    going_on = [article(f"g{n}", title="国债怎么买，在哪里买") for n in range(4)]
    await bank.load([*ended, *going_on])
    await bank.rebuild()
    search = EmbeddedSearch(bank.index_dir)
    for limit, wanted in ((2, 2), (4, 4), (30, 4)):
        hits = await search.candidates("国债", limit, Filters(date(2026, 3, 2)))
        found = [hit.article_id for hit in hits]
        assert len(set(found)) == wanted
        assert all(each.startswith("g") for each in found)
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    before = await search.candidates("国债", 30, Filters(date(2026, 3, 1)))
    assert len(before) == len(ended) + len(going_on)


async def test_an_index_of_a_former_form_is_stale_and_asks_for_a_rebuild(bank: Bank) -> None:
    await bank.load([article()])
    await bank.rebuild()
    place = pointer.path_of(bank.index_dir)
    place.write_text(place.read_text().replace(f'"format": {pointer.FORMAT}', '"format": 1'))
    with pytest.raises(Unavailable, match="rebuild"):
        await ids(EmbeddedSearch(bank.index_dir), "挂失")
    assert await index.is_stale(bank.database, bank.index_dir)


async def test_filters_and_fields(bank: Bank) -> None:
    only_title = article("t", title="国债怎么买", questions=["怎么买"], answer="请到网点。")
    only_answer = article("a", title="理财", questions=["理财怎么买"], answer="也可以选择国债。")
    ended = article("e", title="国债怎么买", answer="好。", effective_to=date(2026, 3, 1), channels=["sms"])
    await bank.load([only_title, only_answer, ended])
    await bank.rebuild()
    search = EmbeddedSearch(bank.index_dir)
    assert await ids(search, "国债", Filters(date(2026, 3, 1), "sms")) == ["e", "t", "a"]
    assert await ids(search, "国债", Filters(date(2026, 3, 2), "sms")) == ["t", "a"]
    assert await ids(search, "国债", Filters(date(2026, 3, 1), "webchat")) == ["t", "a"]
    assert await ids(search, "国债", Filters(date(2025, 12, 31))) == []
    title, answer = await search.candidates("国债", 10, Filters(date(2026, 3, 2)), explain=True)
    assert title.fields["title"] > 0 == title.fields["answer"]
    assert answer.fields["answer"] > 0 == answer.fields["title"]
    assert sum(title.fields.values()) == pytest.approx(title.score, rel=1e-5)
