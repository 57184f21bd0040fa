"""What both backends have to do alike; the server is a real one."""

import asyncio
from datetime import date

import pytest

from hub.errors import Unavailable
from kb.search.port import Filters
from tests.support.synonyms import publish_synonyms
from tests.unit.kb.conftest import article
from tests.unit.kb.search.conftest import Searched, today

MARCH = date(2026, 3, 1)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What does not depend on the database; `test_following` runs on both."""

ANYTHING = ["", "？！", "🙂", 'title:* OR answer:"', "*", "a" * 5000, "挂" * 500, "\x00\ud7ff", "{{挂失}}"]


async def test_without_an_index_it_says_so(searched: Searched) -> None:
    with pytest.raises(Unavailable):
        await searched.ids("挂失")


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


async def test_it_reads_all_ways_of_writing_as_one(searched: Searched) -> None:
    await searched.bank.load(
        [article("a", title="无痛分期怎么办理", questions=["办理无痛分期"]), article("b")]
    )
    await searched.bring()
    for asked in ("無痛分期", "无痛分期", "ＡＴＭ無痛分期", "無 痛 分 期 怎麼辦理"):
        assert (await searched.ids(asked))[0] == "a", asked


async def test_a_synonym_finds(searched: Searched) -> None:
    """`kb/synonyms.txt` has 密码 and 口令 in one group, which share no character."""
    await searched.bank.load([article("a", title="密码", questions=["密码"], answer="好。"), article("b")])
    await searched.bring()
    assert await searched.ids("口令") == ["a"]


async def test_what_editors_publish_finds_once_the_index_is_built_by_it(searched: Searched) -> None:
    """蓝鲸 has no character of 尊享账户, and until both stand in a group, it does not find it."""
    bank = searched.bank
    articles = [
        article("a", title="尊享账户", questions=["尊享账户怎么开"], answer="好。"),
        article("b", title="怎么开发票", questions=["开发票"], answer="好。"),
        article("c", title="怎么改预留手机", questions=["改预留手机"], answer="好。"),
    ]
    await bank.load(articles)
    await searched.bring()
    assert await searched.ids("蓝鲸") == []
    before = await searched.ids("怎么开", limit=3)
    assert await publish_synonyms(bank.database, "尊享账户 蓝鲸", now=bank.clock.now()) == 1
    assert await searched.ids("蓝鲸") == [], "questions are cut as the index is that they are asked of"
    await searched.bring()
    assert await searched.ids("蓝鲸") == ["a"]
    assert (await searched.search.candidates("", 1, Filters(today(bank)))).synonyms == 1
    assert await searched.ids("怎么开", limit=3) == before
    assert await publish_synonyms(bank.database, instead="密码 口令", now=bank.clock.now()) == 2
    await searched.bring()
    assert await searched.ids("蓝鲸") == []


async def test_an_index_that_is_switched_is_never_asked_by_another_list(searched: Searched) -> None:
    """Each list has another plainest word, so its token stands in no document of an index by another one."""
    bank = searched.bank
    await bank.load([article("a", title="尊享账户", questions=["尊享账户怎么开"], answer="好。")])
    await publish_synonyms(bank.database, instead="尊享账户 蓝鲸", now=bank.clock.now())
    await searched.bring()
    over = asyncio.Event()
    found: list[tuple[str, ...]] = []

    async def ask() -> None:
        while not over.is_set():
            found.append(tuple(await searched.ids("蓝鲸")))
            await asyncio.sleep(0)

    asking = asyncio.create_task(ask())
    for lines in ("蓝鲸 尊享账户", "白鹭 蓝鲸 尊享账户", "尊享账户 白鹭 蓝鲸"):
        await publish_synonyms(bank.database, instead=lines, now=bank.clock.now())
        await searched.bring()
    over.set()
    await asking
    assert set(found) == {("a",)}
    assert len(found) > 3


async def test_whatever_a_customer_writes_is_words(searched: Searched) -> None:
    await searched.bank.load([article(title="挂失", questions=["挂失"], answer="好。")])
    await searched.bring()
    for asked in ANYTHING:
        assert await searched.ids(asked) == (["card-loss"] if "挂" in asked else []), asked


async def test_a_long_question_is_cut(searched: Searched) -> None:
    await searched.bank.load([article()])
    await searched.bring()
    long = "".join(chr(0x4E00 + number) for number in range(3000))
    assert await searched.ids("挂失" + long) == ["card-loss"]
