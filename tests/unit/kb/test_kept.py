"""Versions that are decoded once: what is found is what the database says now, and texts are read once."""

from collections.abc import Sequence

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from kb import articles
from kb.model import ArticleStatus, Version
from kb.store import articles as store
from kb.store import kept
from tests.unit.kb.conftest import NOON, Bank, article

IDS = ["card-loss", "limit"]


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, int], Version]:
    """Nothing is kept from other tests."""
    own: dict[tuple[str, int], Version] = {}
    monkeypatch.setattr(kept, "_kept", own)
    return own


@pytest.fixture
def texts_read(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[str]]:
    """The articles whose texts were read, a list for each time."""
    read: list[Sequence[str]] = []

    async def counted(connection: AsyncConnection, article_ids: Sequence[str]) -> list[Version]:
        read.append(list(article_ids))
        return await store.published_versions(connection, article_ids)

    monkeypatch.setattr(kept, "published_versions", counted)
    return read


async def both(bank: Bank) -> list[Version]:
    """What is kept of the two articles, which has to be what is stored."""
    async with bank.database.read() as connection:
        found = await kept.kept_versions(connection, IDS)
        assert found == await store.published_versions(connection, IDS)
    return found


async def test_texts_are_read_once(bank: Bank, texts_read: list[Sequence[str]]) -> None:
    await bank.load([article(), article("limit", title="转账限额是多少")])
    first = await both(bank)
    assert [version.article_id for version in first] == IDS
    again = await both(bank)
    assert [one is other for one, other in zip(first, again, strict=True)] == [True, True]
    assert texts_read == [IDS]


async def test_a_new_version_is_read_and_the_others_are_not(
    bank: Bank, texts_read: list[Sequence[str]]
) -> None:
    await bank.load([article(), article("limit", title="转账限额是多少")])
    await both(bank)
    await bank.load([article(), article("limit", title="每天能转多少")])
    assert [version.title for version in await both(bank)][-1] == "每天能转多少"
    assert texts_read == [IDS, ["limit"]]


async def test_what_is_withdrawn_or_moved_is_known_at_once(bank: Bank) -> None:
    await bank.load([article(), article("limit", title="转账限额是多少", pinned=1)])
    await both(bank)
    async with bank.database.write() as connection:
        await articles.withdraw(connection, "card-loss", day=NOON.date(), now=NOON)
        await store.save_article(connection, "limit", "transfers", None, NOON)
    gone, moved = await both(bank)
    assert gone.status is ArticleStatus.WITHDRAWN
    assert (moved.topic, moved.pinned) == ("transfers", None)


async def test_the_one_that_was_not_asked_for_longest_gives_way(
    bank: Bank,
    nothing_kept: dict[tuple[str, int], Version],
    texts_read: list[Sequence[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kept, "KEPT", 2)
    await bank.load([article(), article("limit"), article("third")])
    async with bank.database.read() as connection:
        for article_id in ("card-loss", "limit", "card-loss", "third", "card-loss", "limit"):
            (found,) = await kept.kept_versions(connection, [article_id])
            assert found.article_id == article_id
    assert texts_read == [["card-loss"], ["limit"], ["third"], ["limit"]]
    assert len(nothing_kept) == 2
