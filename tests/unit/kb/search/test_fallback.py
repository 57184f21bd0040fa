"""What becomes of questions while Elasticsearch does not answer: the embedded index finds, and it is said."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from hub.errors import Unavailable
from kb.answer import Answerer
from kb.search.breaker import RULE, SearchBreaker
from kb.search.fallback import FallbackSearch
from kb.search.opening import open_search
from kb.search.port import ELASTICSEARCH, EMBEDDED, Filters, SearchBackend
from tests.support.proxy import CuttingProxy
from tests.unit.kb.clock import StillClock
from tests.unit.kb.conftest import NOON, Bank, article
from tests.unit.kb.search.conftest import ZONE, Served, today

ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@dataclass
class Between:
    """A search that reaches the server through a line that can be cut."""

    bank: Bank
    search: SearchBackend
    line: CuttingProxy
    told: list[bool]

    async def found_by(self) -> tuple[str, str]:
        """Which backend answers, and instead of which."""
        found = await self.search.candidates("挂失", 10, Filters(today(self.bank)))
        assert [hit.article_id for hit in found] == ["card-loss"]
        return found.backend, found.instead_of

    def pass_time(self, seconds: float) -> None:
        """Sets the clock on."""
        self.bank.clock.moment += timedelta(seconds=seconds)


@pytest.fixture
async def between(served: Served) -> AsyncIterator[Between]:
    """One article in both indexes, and a line to the server."""
    bank = served.bank
    await bank.load([article()])
    await bank.rebuild()
    await served.feed.follow(today(bank))
    line = CuttingProxy(served.node.port)
    told: list[bool] = []
    url = f"https://127.0.0.1:{line.port}"
    settings = served.settings.model_copy(update={"elasticsearch_url": url, "elasticsearch_fallback": True})
    search = open_search(settings, bank.database, bank.clock, told=told.append)
    yield Between(bank, search, line, told)
    await search.close()
    line.close()


@ONE_DATABASE
async def test_every_question_is_answered_and_it_comes_back_by_itself(between: Between) -> None:
    assert await between.found_by() == (ELASTICSEARCH, "")
    between.line.refuse(True)
    between.line.cut()
    for _ in range(RULE.failures + 2):
        assert await between.found_by() == (EMBEDDED, ELASTICSEARCH)
    assert between.told == [False]
    between.line.refuse(False)
    assert await between.found_by() == (EMBEDDED, ELASTICSEARCH)  # it is left alone for a while
    between.pass_time(RULE.pause_s)
    assert await between.found_by() == (ELASTICSEARCH, "")
    assert between.told == [False, True]


@ONE_DATABASE
async def test_what_is_said_of_a_ranking_tells_who_found_it(between: Between) -> None:
    bank = between.bank
    answerer = Answerer(bank.database, between.search, bank.clock, time_zone=ZONE)
    assert (await answerer.rank("挂失")).instead_of == ""
    between.line.refuse(True)
    between.line.cut()
    ranking = await answerer.rank("挂失")
    assert (ranking.backend, ranking.instead_of) == (EMBEDDED, ELASTICSEARCH)


@ONE_DATABASE
async def test_statistics_stay_those_of_the_database(between: Between) -> None:
    between.line.refuse(True)
    between.line.cut()
    assert (await between.search.refreshed()).documents == 1


@ONE_DATABASE
async def test_where_neither_answers_it_is_said(between: Between) -> None:
    between.line.refuse(True)
    between.line.cut()
    assert isinstance(between.search, FallbackSearch)
    (between.bank.index_dir / "current.json").unlink()
    with pytest.raises(Unavailable):
        await between.found_by()


async def test_one_question_tries_whether_it_is_back() -> None:
    clock = StillClock(NOON)
    breaker = SearchBreaker(clock)
    assert [breaker.failed() for _ in range(RULE.failures)] == [False] * (RULE.failures - 1) + [True]
    assert not breaker.lets_through()
    clock.moment += timedelta(seconds=RULE.pause_s)
    assert breaker.lets_through()
    assert not breaker.lets_through()  # one tries, nobody else waits for it
    breaker.left()
    assert breaker.lets_through()
    assert not breaker.failed()
    assert not breaker.lets_through()
    clock.moment += timedelta(seconds=RULE.pause_s)
    assert breaker.lets_through()
    assert breaker.succeeded()
    assert breaker.is_closed
