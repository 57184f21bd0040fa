"""A question tried with a list that is not published finds what it will find once the list is."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from kb import calibration, index
from kb.decide import Judge
from kb.phrases import Phrases
from kb.search.embedded import EmbeddedSearch
from kb.studio.synonym_trial import ListTried, SynonymTrial, counted_by, differing_words
from kb.text import read_synonyms
from tests.support.synonyms import publish_synonyms
from tests.unit.kb.conftest import NOON, Bank, article

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

BASE = "密码 口令\n转账 汇款"
DRAFT = "密码 口令\n转账 汇款 打款\n尊享账户 蓝鲸卡"
ARTICLES = [
    article(
        "vip", title="尊享账户怎么开", questions=["尊享账户开户条件", "开一个尊享账户"], answer="到网点。"
    ),
    article("transfer", title="转账限额是多少", questions=["转账最多多少", "转账额度"], answer="看类型。"),
    article("password", title="忘记密码怎么办", questions=["密码忘了", "重设密码"], answer="可以重设。"),
    *(
        article(
            f"more-{number}",
            title=f"第{number}种存单怎么买",
            questions=[f"买第{number}种存单"],
            answer="好。",
        )
        for number in range(12)
    ),
]


def trial_of(bank: Bank) -> SynonymTrial:
    phrases = Phrases(bank.database, bank.clock)
    judge = Judge(calibration.load(calibration.SHIPPED))
    zone = ZoneInfo("Asia/Shanghai")
    search = EmbeddedSearch(bank.index_dir)
    return SynonymTrial(bank.database, search, phrases, bank.clock, judge, time_zone=zone)


async def build(bank: Bank) -> None:
    await index.rebuild(bank.database, bank.index_dir, today=date(2026, 3, 1))


def ids(tried: ListTried) -> list[str]:
    return [each.article_id for each in tried.found]


async def test_what_the_draft_finds_is_what_it_finds_once_published(bank: Bank) -> None:
    await bank.load(ARTICLES)
    await publish_synonyms(bank.database, now=NOON, instead=BASE)
    await build(bank)
    trial = trial_of(bank)
    asked = ["蓝鲸卡", "打款最多多少", "口令忘了", "怎么开蓝鲸卡"]
    before = {question: await trial.ask(question, read_synonyms(DRAFT)) for question in asked}
    published, draft = before["蓝鲸卡"]
    assert (ids(published), ids(draft)) == ([], ["vip"])
    assert (published.groups, draft.groups) == ((), (("尊享账户", "蓝鲸卡"),))
    assert before["打款最多多少"][1].groups == (("转账", "汇款", "打款"),)
    assert before["口令忘了"][0] == before["口令忘了"][1], "its group is the same in both"
    await publish_synonyms(bank.database, now=NOON, instead=DRAFT)
    await build(bank)
    for question in asked:
        after, same = await trial_of(bank).ask(question, read_synonyms(DRAFT))
        assert after == same
        assert (after.outcome, ids(after)) == (before[question][1].outcome, ids(before[question][1])), (
            question
        )


@pytest.mark.parametrize("lists", [(BASE, DRAFT), (DRAFT, BASE), (BASE, ""), ("转账 卡", "存单 atm")])
async def test_what_is_counted_for_a_draft_is_what_its_index_counts(
    bank: Bank, lists: tuple[str, str]
) -> None:
    english = article(
        "atm", title="取款机在哪", questions=["where is the ATM", "转账在取款机"], answer="好。"
    )
    await bank.load([*ARTICLES, english])
    await publish_synonyms(bank.database, now=NOON, instead="甲 乙")  # no list is the one before it
    await publish_synonyms(bank.database, now=NOON, instead=lists[0])
    await build(bank)
    own, draft = EmbeddedSearch(bank.index_dir).statistics(), read_synonyms(lists[1])
    phrases = Phrases(bank.database, bank.clock)
    articles = await phrases.with_any(date(2026, 3, 1), differing_words(own.synonyms, draft))
    counted = counted_by(draft, own, articles)
    await publish_synonyms(bank.database, now=NOON, instead=lists[1])
    await build(bank)
    assert dict(counted.frequencies) == EmbeddedSearch(bank.index_dir).statistics().frequencies


async def test_a_group_that_the_draft_takes_out_finds_no_more(bank: Bank) -> None:
    await bank.load(ARTICLES)
    await publish_synonyms(bank.database, now=NOON, instead=DRAFT)
    await build(bank)
    published, draft = await trial_of(bank).ask("蓝鲸卡", read_synonyms(BASE))
    assert (ids(published), ids(draft)) == (["vip"], [])
    assert draft.outcome == "abstain"


async def test_the_whole_shipped_list_can_be_tried_without_a_group(bank: Bank) -> None:
    await bank.load(ARTICLES)
    await build(bank)
    published, draft = await trial_of(bank).ask("口令忘了", read_synonyms(""))
    assert published.groups[0][0] == "密码"
    assert draft.groups == ()
