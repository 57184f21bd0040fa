"""What both backends have to do alike; the server is a real one."""

from datetime import date

import pytest

from hub.errors import Unavailable
from kb.search.port import Filters
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
