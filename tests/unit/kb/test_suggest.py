"""Suggestions: an editor's own words, what begins so first, only what is in effect, and quick."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hub.errors import StoreUnavailable, Unavailable
from kb import articles
from kb.outcomes import Answered
from kb.phrases import CHECK_S, Phrases
from kb.search.embedded import EmbeddedSearch
from kb.search.port import Filters, SearchHit
from kb.search.statistics import Statistics
from kb.suggest import Suggestions
from tests.unit.kb.conftest import NOON, Bank, article

ZONE = ZoneInfo("Asia/Shanghai")


def named(article_id: str, title: str, *questions: str, **more: Any) -> dict[str, Any]:
    """An article by its names; its answer needs no figure."""
    listed = list(questions or [f"{title}，请问"])
    return article(article_id, title=title, questions=listed, answer="请到网点办理。", **more)


CARDS = [
    named("repay", "信用卡怎么还款", "还信用卡", "怎么还信用卡的钱"),
    named("limit", "信用卡额度", "怎么提高信用卡额度", "额度不够用"),
    named("fee", "查询年费", "信用卡年费是多少", "年费怎么收"),
    named("loss", "银行卡丢失怎么挂失", "卡丢了怎么办", "丢卡了要先做什么"),
]


@dataclass
class FakeSearch:
    """Implements `kb.search.port.SearchBackend`: finds what it is told to, slowly or not at all."""

    hits: Sequence[str] = ()
    wait_s: float = 0.0
    error: Exception | None = None
    asked: list[str] = field(default_factory=list)

    async def candidates(
        self, query: str, limit: int, filters: Filters, *, explain: bool = False
    ) -> Sequence[SearchHit]:
        self.asked.append(query)
        await asyncio.sleep(self.wait_s)
        if self.error is not None:
            raise self.error
        return [SearchHit(article_id, 1, 1.0) for article_id in self.hits][:limit]

    def statistics(self) -> Statistics:
        raise AssertionError("nobody needs them here")


def open_suggestions(bank: Bank, search: Any = None) -> Suggestions:
    search = EmbeddedSearch(bank.index_dir) if search is None else search
    return Suggestions(Phrases(bank.database, bank.clock), search, bank.clock, time_zone=ZONE)


async def loaded(bank: Bank, *listed: dict[str, Any]) -> Suggestions:
    await bank.load(listed or CARDS)
    await bank.rebuild()
    return open_suggestions(bank)


async def test_what_begins_so_comes_before_what_contains_it_and_short_before_long(bank: Bank) -> None:
    suggestions = await loaded(bank)
    assert await suggestions.suggest("信用卡", "webchat", 5) == [
        "信用卡额度",
        "信用卡怎么还款",
        "信用卡年费是多少",
    ]
    assert await suggestions.suggest("额度", "webchat", 5) == ["额度不够用"]
    assert await suggestions.suggest("年费", "webchat", 1) == ["年费怎么收"]


async def test_width_case_script_and_punctuation_do_not_matter(bank: Bank) -> None:
    suggestions = await loaded(bank, *CARDS, named("app", "APP 怎么登录"))
    for begun in ("信用卡怎", "信用卡 怎么", "信用卡，怎么", "信用卡怎麼", "？信用卡怎"):
        assert await suggestions.suggest(begun, "webchat", 1) == ["信用卡怎么还款"], begun
    for begun in ("ＡＰＰ", "app 怎么", "A p p"):
        assert await suggestions.suggest(begun, "webchat", 1) == ["APP 怎么登录"], begun


async def test_what_has_nothing_to_do_with_any_article_finds_none(bank: Bank) -> None:
    suggestions = await loaded(bank)
    for begun in ("", "  ", "？！", "\0", "😀", "🏻", "今天天气", "qwertz"):
        assert await suggestions.suggest(begun, "webchat", 5) == [], begun


async def test_words_in_another_order_are_found_by_the_search(bank: Bank) -> None:
    suggestions = await loaded(bank)
    assert await suggestions.suggest("还款信用卡", "webchat", 5) == ["信用卡怎么还款"]
    assert await suggestions.suggest("挂失丢失的银行卡", "webchat", 1) == ["银行卡丢失怎么挂失"]


async def test_each_question_stands_there_once(bank: Bank) -> None:
    suggestions = await loaded(bank, named("a", "网银 怎么开通"), named("b", "网银怎么开通？"))
    assert len(await suggestions.suggest("网银", "webchat", 5)) == 1


async def test_asking_what_was_suggested_is_answered_by_its_article(bank: Bank) -> None:
    suggestions = await loaded(bank)
    asked = set()
    for begun in ("信用卡", "额度", "年费", "卡丢", "怎么", "还信用卡", "要先做什么"):
        for question in await suggestions.suggest(begun, "webchat", 5):
            asked.add(question)
            answer = await bank.answerer.answer(question, channel="webchat")
            assert isinstance(answer, Answered), question
            (named_so,) = [each["id"] for each in CARDS if question in (each["title"], *each["questions"])]
            assert answer.source.article_id == named_so
    assert len(asked) > 6


async def test_only_what_is_in_effect_today_for_the_channel_is_shown(bank: Bank) -> None:
    day = NOON.date()
    suggestions = await loaded(
        bank,
        named("now", "存款现在", effective_to=day),
        named("later", "存款明天开始", effective_from=day + timedelta(days=1)),
        named("over", "存款已经过去", effective_to=day - timedelta(days=1)),
        named("sms", "存款只在短信", channels=["sms"]),
        named("here", "存款只在网页", channels=["webchat"]),
    )
    assert set(await suggestions.suggest("存款", "webchat", 5)) == {"存款现在", "存款只在网页"}
    assert set(await suggestions.suggest("存款", "sms", 5)) == {"存款现在", "存款只在短信"}
    bank.clock.moment += timedelta(hours=13)
    assert set(await suggestions.suggest("存款", "webchat", 5)) == {"存款明天开始", "存款只在网页"}, (
        "a day on"
    )


async def test_a_change_is_followed_within_seconds_and_looked_for_no_more_often(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    suggestions = await loaded(bank)
    await suggestions.suggest("信用卡", "webchat", 5)
    reads = count_reads(bank, monkeypatch)
    async with bank.database.write() as connection:
        await articles.withdraw(connection, "limit", day=NOON.date(), now=NOON)
    for _ in range(10):
        assert "信用卡额度" in await suggestions.suggest("信用卡", "webchat", 5)
    assert reads == []
    bank.clock.moment += timedelta(seconds=CHECK_S)
    assert "信用卡额度" not in await suggestions.suggest("信用卡", "webchat", 5)
    await bank.load([named("new", "信用卡积分")])
    bank.clock.moment += timedelta(seconds=CHECK_S)
    assert "信用卡积分" in await suggestions.suggest("信用卡", "webchat", 5)


def count_reads(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows with each read transaction."""
    reads: list[str] = []
    read = bank.database.read

    @asynccontextmanager
    async def counted() -> Any:
        reads.append("read")
        async with read() as connection:
            yield connection

    monkeypatch.setattr(bank.database, "read", counted)
    return reads


async def test_a_hundred_at_once_read_the_knowledge_base_once(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    suggestions = await loaded(bank)
    reads = count_reads(bank, monkeypatch)
    found = await asyncio.gather(*(suggestions.suggest("信用卡", "webchat", 3) for _ in range(100)))
    assert {len(each) for each in found} == {3}
    assert len(reads) == 1


@pytest.mark.parametrize(
    "search", [FakeSearch(error=Unavailable("as told")), FakeSearch(hits=["loss"], wait_s=30)]
)
async def test_without_the_search_the_list_in_memory_is_enough(bank: Bank, search: FakeSearch) -> None:
    await bank.load(CARDS)
    suggestions = open_suggestions(bank, search)
    started = time.monotonic()
    assert await suggestions.suggest("额度", "webchat", 5) == ["额度不够用"]
    assert search.asked
    assert time.monotonic() - started < 5


async def test_the_search_is_asked_only_where_the_list_gives_too_few(bank: Bank) -> None:
    await bank.load(CARDS)
    search = FakeSearch(hits=["loss"])
    suggestions = open_suggestions(bank, search)
    assert len(await suggestions.suggest("信用卡", "webchat", 3)) == 3
    assert search.asked == []


async def test_an_article_that_the_search_still_has_but_is_withdrawn_is_not_shown(bank: Bank) -> None:
    suggestions = await loaded(bank)
    async with bank.database.write() as connection:
        await articles.withdraw(connection, "repay", day=NOON.date(), now=NOON)
    assert await suggestions.suggest("还款信用卡", "webchat", 5) == []


async def test_a_store_that_is_away_costs_only_who_has_no_list_yet(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    suggestions, late = await loaded(bank), open_suggestions(bank)
    await suggestions.suggest("额度", "webchat", 5)
    read = bank.database.read

    def away() -> Any:
        raise StoreUnavailable("as told")

    monkeypatch.setattr(bank.database, "read", away)
    bank.clock.moment += timedelta(seconds=CHECK_S)
    assert await suggestions.suggest("额度", "webchat", 5) == ["额度不够用"]
    with pytest.raises(StoreUnavailable):
        await late.suggest("额度", "webchat", 5)
    monkeypatch.setattr(bank.database, "read", read)
    assert await late.suggest("额度", "webchat", 5) == ["额度不够用"], "and comes back by itself"


async def test_it_is_quick_at_two_thousand_questions(bank: Bank) -> None:
    """Measured in processor time, which another busy process does not lengthen."""
    words = ["信用卡", "借记卡", "存款", "贷款", "转账", "网银", "理财", "外汇", "年费", "额度"]
    listed = [
        named(
            f"a{n}",
            f"{words[n % 10]}第 {n} 项怎么办理",
            *(f"怎样办理{words[n % 10]}的第 {n} 项之 {q}" for q in range(4)),
        )
        for n in range(400)
    ]
    suggestions = await loaded(bank, *listed)
    await suggestions.suggest("信用卡", "webchat", 5)
    spent = []
    for n in range(300):
        begun = ("办理" + words[n % 10], words[n % 10][:1], "怎么办" + words[n % 10], f"第 {n}")[n % 4]
        started = time.thread_time()
        await suggestions.suggest(begun, "webchat", 5)
        spent.append(time.thread_time() - started)
    assert sorted(spent)[-3] <= 0.010, f"p99 {sorted(spent)[-3] * 1000:.1f} ms"
