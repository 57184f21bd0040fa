"""What the demo bank offers to choose from: nothing that nobody could mean."""

from collections.abc import AsyncIterator
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from hub.settings import ROOT, Settings
from kb.answer import Abstained, Answered, Answerer, Decision, Offered, open_judge
from kb.formats import read
from kb.measuring.scratch import scratch
from kb.qualifiers import campaigns_in, marks_in
from kb.understanding.earlier import NOTHING
from kb.understanding.question_words import content_of
from tests.unit.kb.clock import DEMO_COMPLETE, StillClock

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo() -> AsyncIterator[Answerer]:
    """The demo bank, loaded once."""
    async with scratch(
        read(ROOT / "kb" / "demo"),
        judge=open_judge(Settings()),
        clock=StillClock(DEMO_COMPLETE),
        time_zone=ZoneInfo("Asia/Shanghai"),
    ) as found:
        yield found


def options(decision: Decision) -> list[str]:
    """The ids of the articles that may be chosen."""
    return [each.article_id for each in decision.options] if isinstance(decision, Offered) else []


async def said(answerer: Answerer, *messages: str) -> Decision:
    """What came of the last message of a conversation."""
    earlier = NOTHING
    for message in messages:
        decision = await answerer.answer(message, earlier=earlier)
        earlier = earlier.after(decision)
    return decision


@pytest.mark.parametrize(
    ("story", "told"),
    [
        # What a clause only tells is found by itself, and is not what the story asks.
        ("孩子上大学要住校，我想给他办张卡，去之前要准备点啥", "remit-study-season"),
        (
            "下个月结婚办酒席，信用卡只有一万额度根本不够。能临时给我提一下吗，能提多久？",
            "wealth-closed-period",
        ),
        ("开小超市的，想换两百块钱硬币，去哪个窗口", "merchant-qr"),
        (
            "刚才一个说是客服的让我念短信里那六个数字，我就念了。现在觉得不对劲，得赶紧做什么？",
            "credit-card-loss-report",
        ),
    ],
)
async def test_a_clause_adds_nothing_that_the_story_does_not_suggest(
    demo: Answerer, story: str, told: str
) -> None:
    alone = {
        option
        for part in story.replace("？", "，").replace("。", "，").split("，")
        for option in [*options(await demo.answer(part)), *answered(await demo.answer(part))]
    }
    assert told in alone
    assert told not in options(await demo.answer(story))


async def test_a_clause_that_asks_brings_what_the_story_suggests(demo: Answerer) -> None:
    found = options(await demo.answer("抽屉里翻出一本旧存折，存折上的户名印错了一个字，可以去改名字吗"))
    assert found == ["account-info-change"]


async def test_what_is_behind_the_first_is_offered_where_it_is_likely_by_itself(demo: Answerer) -> None:
    assert options(await demo.answer("今天美元兑人民币是多少")) == ["fx-rate-query"]
    assert options(await demo.answer("提前还款")) == [
        "loan-consumer-prepay",
        "mortgage-prepay",
        "loan-business-prepay",
    ]


async def test_a_question_that_leaves_open_for_which_kind_is_offered_for_each(demo: Answerer) -> None:
    assert {"credit-card-annual-fee", "debit-card-annual-fee"} <= set(
        options(await demo.answer("年费是多少"))
    )


@pytest.mark.parametrize(
    "text", ["帮我唱一支歌", "金玉宝这个产品利率多少", "你们有没有卖狗粮", "推荐一只股票", "该怎么办"]
)
async def test_where_nothing_is_good_nothing_is_offered(demo: Answerer, text: str) -> None:
    assert isinstance(await demo.answer(text), Abstained)


async def test_a_mended_letter_offers_nothing_that_the_words_as_written_do_not_suggest(
    demo: Answerer,
) -> None:
    assert answered(await demo.answer("念一首饰")) == ["branch-safe-box"]
    assert options(await demo.answer("念一首诗")) == []


async def test_an_article_for_a_special_case_is_not_offered_beside_the_usual_one(demo: Answerer) -> None:
    assert options(await demo.answer("换点现钱")) == ["branch-coins"]


@pytest.mark.parametrize(
    ("messages", "article"),
    [
        (["提前还款", "是房贷"], "mortgage-prepay"),
        (["怎么激活", "看错了，我问的是储蓄卡"], "debit-card-activate"),
        (["年费是多少", "是信用卡不是借记卡"], "credit-card-annual-fee"),
        (["转账手续费多少", "是柜台不是手机银行"], "transfer-fee-counter"),
    ],
)
async def test_a_kind_that_is_named_decides_an_open_choice(
    demo: Answerer, messages: list[str], article: str
) -> None:
    assert article in options(await said(demo, *messages[:-1]))
    assert answered(await said(demo, *messages)) == [article]


async def test_a_kind_that_leaves_several_narrows_the_choice(demo: Answerer) -> None:
    before = await said(demo, "我要提前还")
    after = await said(demo, "我要提前还", "房贷不是消费贷")
    assert len(options(after)) < len(options(before)) or isinstance(after, Answered)


async def test_a_short_question_that_strays_is_offered_what_belongs_to_the_subject(demo: Answerer) -> None:
    alone = await demo.answer("最低要多少")
    assert {each.topic for each in offered(alone)} - {"deposits"}
    after = await said(demo, "大额存单怎么转让", "最低要多少")
    assert {each.topic for each in offered(after)} <= {"deposits"}


async def test_what_names_another_subject_leaves_the_old_one(demo: Answerer) -> None:
    after = await said(demo, "大额存单怎么转让", "信用卡怎么提高额度")
    assert answered(after) == ["credit-card-limit-raise"]


@pytest.mark.parametrize("before", ["我的卡丢了", "大额存单怎么转让", "信用卡怎么提高额度"])
@pytest.mark.parametrize("place", ["网点在哪里", "营业厅在哪", "ATM在哪里", "你们地址在哪"])
async def test_a_place_that_is_asked_for_leaves_the_old_subject(
    demo: Answerer, before: str, place: str
) -> None:
    assert answered(await said(demo, before, place)) == ["branch-nearby"]


def answered(decision: Decision) -> list[str]:
    """The id of the article that is the answer."""
    return [decision.source.article_id] if isinstance(decision, Answered) else []


def offered(decision: Decision) -> tuple[object, ...]:
    """The articles that may be chosen."""
    return decision.options if isinstance(decision, Offered) else ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("金玉宝这个产品利率多少", {"玉宝"}),
        ("定期这种存款怎么办", {"定期"}),
        ("我买的那个理财呢", set()),
        ("请问那个活动", set()),
    ],
)
async def test_the_name_of_a_product(text: str, names: set[str]) -> None:
    assert campaigns_in(text) == names


async def test_special_cases_are_marked_and_doings_are_not() -> None:
    assert marks_in("人在国外")
    assert marks_in("亲人去世")
    assert not marks_in("怎么提前还款，怎么取消")


@pytest.mark.parametrize(
    ("text", "content"),
    [("可以寄到家吗", "寄到家"), ("怎么才算结清", "算结清"), ("多少钱", "钱"), ("能吗", "")],
)
async def test_what_a_question_says_beyond_asking(text: str, content: str) -> None:
    assert content_of(text) == content
