"""The order of offers is learnt of what customers choose: slowly, by one place, told in the audit."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from hub.store.database import Database
from hub.store.metadata import metadata
from hub.store.schema_staff import audit
from kb.answer import Answerer
from kb.choice_counts import ChoiceCounts
from kb.offer_order import LEAST_CHOICES, in_learnt_order, is_preferred
from kb.outcomes import Offered, OfferedArticle
from kb.store import choices as store
from kb.store import schema_choices
from kb.store.choices import OfferPair
from tests.unit.kb.clock import StillClock
from tests.unit.kb.conftest import Bank, article
from tests.unit.kb.test_answer import pin

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
AB, BA = OfferPair("b", "a"), OfferPair("a", "b")
"""`AB`: b is chosen over a, which the search has in front."""


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An empty store, once of each kind."""
    opened = Database(database_url)
    async with opened.write() as connection:
        await connection.run_sync(metadata.create_all)
    yield opened
    await opened.close()


def counting(database: Database) -> tuple[ChoiceCounts, StillClock]:
    clock = StillClock(NOON)
    counts = ChoiceCounts(database, clock, time_zone=ZONE, may_write=lambda: True)
    return counts, clock


def options(*article_ids: str) -> tuple[OfferedArticle, ...]:
    return tuple(OfferedArticle(each, each.upper()) for each in article_ids)


def ids(found: tuple[OfferedArticle, ...]) -> str:
    return "".join(each.article_id for each in found)


async def choose(counts: ChoiceCounts, pair: OfferPair, people: range) -> None:
    for number in people:
        counts._count(f"customer-{number}", [pair])
    await counts.flush()


async def learnt(database: Database) -> set[OfferPair]:
    async with database.read() as connection:
        return await store.among(connection, ["a", "b", "c"])


@pytest.mark.parametrize(
    ("chosen", "choices", "preferred"),
    [(19, 19, False), (20, 20, True), (15, 20, True), (13, 20, False), (50, 100, False), (61, 100, True)],
)
def test_only_a_clear_majority_of_enough_choices_counts(
    chosen: int, choices: int, *, preferred: bool
) -> None:
    assert is_preferred(chosen, choices) is preferred


def test_neighbours_change_places_and_nobody_rises_by_two() -> None:
    assert ids(in_learnt_order(options("a", "b", "c"), set())) == "abc"
    assert ids(in_learnt_order(options("a", "b", "c"), {OfferPair("b", "a")})) == "bac"
    assert ids(in_learnt_order(options("a", "b", "c"), {OfferPair("c", "a")})) == "abc"
    everything = {OfferPair("c", "b"), OfferPair("c", "a"), OfferPair("b", "a")}
    found = ids(in_learnt_order(options("a", "b", "c"), everything))
    assert found == "bac"
    assert ids(in_learnt_order(options("x", "y"), everything)) == "xy"


async def test_enough_customers_turn_two_round_and_others_back(database: Database) -> None:
    counts, _ = counting(database)
    await choose(counts, AB, range(LEAST_CHOICES - 1))
    assert await learnt(database) == set()
    await choose(counts, AB, range(100, 101))
    assert await learnt(database) == {AB}
    await choose(counts, BA, range(200, 200 + LEAST_CHOICES))
    assert await learnt(database) == set()
    async with database.read() as connection:
        rows = (await connection.execute(select(audit).order_by(audit.c.seq))).all()
    assert [row.action for row in rows] == ["offer.order_learnt", "offer.order_ended"]
    assert {row.object_id for row in rows} == {"b"}
    assert json.loads(rows[0].detail) == {"behind": "a", "chosen": 20, "choices": 20}


async def test_who_presses_a_hundred_times_is_one_customer(database: Database) -> None:
    counts, clock = counting(database)
    for _ in range(100):
        counts._count("one", [AB])
    await counts.flush()
    async with database.read() as connection:
        assert await store.counted(connection, [AB], NOON.date()) == {AB: 1}
    clock.moment = NOON + timedelta(days=1)
    await choose(counts, AB, range(1))
    counts._count("one", [AB])
    await counts.flush()
    async with database.read() as connection:
        assert await store.counted(connection, [AB], NOON.date()) == {AB: 3}


async def test_what_was_chosen_long_ago_does_not_count(database: Database) -> None:
    counts, clock = counting(database)
    await choose(counts, AB, range(LEAST_CHOICES))
    assert await learnt(database) == {AB}
    clock.moment = NOON + timedelta(days=91)
    await choose(counts, AB, range(1))
    assert await learnt(database) == set()


async def test_an_answerer_that_learns_offers_in_the_learnt_order(bank: Bank) -> None:
    tables = [schema_choices.choice, schema_choices.offer_order]
    async with bank.database.write() as connection:
        await connection.run_sync(metadata.create_all, tables=tables)
    await bank.load([pin("借记卡"), pin("信用卡"), article()])
    await bank.rebuild()
    question = "密码忘了怎么重置"
    usual = await bank.answerer.answer(question)
    assert isinstance(usual, Offered)
    first, second = (each.article_id for each in usual.options)
    async with bank.database.write() as connection:
        await store.put_ahead(connection, OfferPair(second, first), 30, 40, NOON)
    assert await bank.answerer.answer(question) == usual, "who does not learn offers as it is found"
    learning = Answerer(bank.database, bank.answerer._search, bank.clock, time_zone=ZONE, learns_order=True)
    turned = await learning.answer(question)
    assert isinstance(turned, Offered)
    assert [each.article_id for each in turned.options] == [second, first]
