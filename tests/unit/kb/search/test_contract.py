"""What both backends have to do alike; each runs on SQLite and PostgreSQL, the server is a real one."""

from datetime import date

import pytest

from hub.errors import Unavailable
from kb import articles
from kb.search.port import Filters
from tests.unit.kb.conftest import article
from tests.unit.kb.search.conftest import Searched, today

MARCH = date(2026, 3, 1)


async def test_without_an_index_it_says_so(searched: Searched) -> None:
    with pytest.raises(Unavailable):
        await searched.ids("挂失")


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


async def test_a_new_version_takes_the_place_of_the_old_one(searched: Searched) -> None:
    await searched.bank.load([article(title="国债怎么买", questions=["国债"])])
    await searched.bring()
    await searched.bank.load([article(title="理财怎么买", questions=["理财"])])
    await searched.bring()
    assert await searched.ids("国债") == []
    (hit,) = await searched.search.candidates("理财", 10, Filters(today(searched.bank)))
    assert (hit.article_id, hit.version) == ("card-loss", 2)


async def test_it_finds_by_day_and_channel(searched: Searched) -> None:
    only_title = article("t", title="国债怎么买", questions=["怎么买"], answer="请到网点。")
    only_answer = article("a", title="理财", questions=["理财怎么买"], answer="也可以选择国债。")
    ended = article("e", title="国债怎么买", answer="好。", effective_to=MARCH, channels=["sms"])
    await searched.bank.load([only_title, only_answer, ended])
    await searched.bring()
    assert await searched.ids("国债", Filters(MARCH, "sms")) == ["e", "t", "a"]
    assert await searched.ids("国债", Filters(date(2026, 3, 2), "sms")) == ["t", "a"]
    assert await searched.ids("国债", Filters(MARCH, "webchat")) == ["t", "a"]
    assert await searched.ids("国债", Filters(date(2025, 12, 31))) == []


async def test_it_tells_what_each_field_gave(searched: Searched) -> None:
    only_title = article("t", title="国债怎么买", questions=["怎么买"], answer="请到网点。")
    only_answer = article("a", title="理财", questions=["理财怎么买"], answer="也可以选择国债。")
    await searched.bank.load([only_title, only_answer])
    await searched.bring()
    found = await searched.search.candidates("国债", 10, Filters(MARCH), explain=True)
    assert (found.backend, found.instead_of) == (searched.name, "")
    title, answer = found
    assert title.fields["title"] > 0 == title.fields["answer"]
    assert answer.fields["answer"] > 0 == answer.fields["title"]
    assert sum(title.fields.values()) == pytest.approx(title.score, rel=1e-5)


@pytest.mark.parametrize("asked", ["無痛分期", "无痛分期", "ＡＴＭ無痛分期", "無 痛 分 期 怎麼辦理"])
async def test_it_reads_all_ways_of_writing_as_one(searched: Searched, asked: str) -> None:
    await searched.bank.load(
        [article("a", title="无痛分期怎么办理", questions=["办理无痛分期"]), article("b")]
    )
    await searched.bring()
    assert (await searched.ids(asked))[0] == "a"


async def test_a_synonym_finds(searched: Searched) -> None:
    """`kb/synonyms.txt` has 密码 and 口令 in one group, which share no character."""
    await searched.bank.load([article("a", title="密码", questions=["密码"], answer="好。"), article("b")])
    await searched.bring()
    assert await searched.ids("口令") == ["a"]


@pytest.mark.parametrize(
    "asked", ["", "？！", "🙂", 'title:* OR answer:"', "*", "a" * 5000, "挂" * 500, "\x00\ud7ff", "{{挂失}}"]
)
async def test_whatever_a_customer_writes_is_words(searched: Searched, asked: str) -> None:
    await searched.bank.load([article(title="挂失", questions=["挂失"], answer="好。")])
    await searched.bring()
    found = await searched.ids(asked)
    assert found == (["card-loss"] if "挂" in asked else [])


async def test_a_long_question_is_cut(searched: Searched) -> None:
    await searched.bank.load([article()])
    await searched.bring()
    long = "".join(chr(0x4E00 + number) for number in range(3000))
    assert await searched.ids("挂失" + long) == ["card-loss"]


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
