"""Conversations with the demo bank: what is talked about stays until another subject is named."""

from collections.abc import AsyncIterator
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from hub.settings import ROOT, Settings
from kb.answer import Abstained, Answered, Answerer, Decision, Offered, open_judge
from kb.formats import read
from kb.measuring.scratch import scratch
from kb.outcomes import ShownAgain
from kb.understanding.earlier import NOTHING
from kb.understanding.subject import fact_asked, in_steps, is_detail, is_unclear
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


async def said(answerer: Answerer, *messages: str) -> Decision:
    """What came of the last message of a conversation."""
    earlier = NOTHING
    for message in messages:
        decision = await answerer.answer(message, earlier=earlier)
        earlier = earlier.after(decision)
    return decision


@pytest.mark.parametrize(
    ("messages", "article", "again"),
    [
        (["怎么打印银行流水", "要钱吗"], "account-statement", ShownAgain.PART),
        (["怎么打印银行流水", "是在老家开的", "那要花钱吗"], "account-statement", ShownAgain.PART),
        (["ETC怎么办理", "在哪办"], "etc-apply", ShownAgain.PART),
        (["借记卡密码忘了怎么重置", "要带什么"], "debit-card-pin-reset", ShownAgain.PART),
        (["借记卡密码忘了怎么重置", "要带什么", "没看明白"], "debit-card-pin-reset", ShownAgain.SIMPLER),
        (["理财赎回多久到账", "基金呢", "看不懂"], "fund-redeem", ShownAgain.SIMPLER),
        (["信用卡积分怎么换", "会过期吗"], "credit-card-points", ShownAgain.PART),
        (["个人养老金每年能存多少", "能抵税吗"], "pension-contribute", ShownAgain.PART),
        (["定期怎么存", "那大额存单转让呢"], "deposit-cd-transfer", None),
        (
            ["How can I change my phone number?", "can I do this online"],
            "account-phone-change",
            ShownAgain.PART,
        ),
        (["信用卡年费多少", "我问的是借记卡"], "debit-card-annual-fee", None),
        (["信用卡丢了怎么挂失", "不是信用卡，是借记卡"], "debit-card-loss-report", None),
        (["信用卡年费多少", "我问的是借记卡", "境外取现怎么收费"], "debit-card-overseas", None),
        (["信用卡怎么激活", "年费多少", "怎么注销"], "credit-card-close", None),
        (["投诉能取消吗", "提前支取利息怎么算"], "deposit-early-withdraw", None),
        (["I lost my debit card", "what about credit card"], "credit-card-loss-report", None),
    ],
)
async def test_a_short_message_belongs_to_the_subject(
    demo: Answerer, messages: list[str], article: str, again: ShownAgain | None
) -> None:
    decision = await said(demo, *messages)
    assert isinstance(decision, Answered)
    assert (decision.source.article_id, decision.again) == (article, again)


@pytest.mark.parametrize(
    "messages",
    [
        ["消费贷款怎么申请", "差不多五万块"],
        ["转错账了，钱能追回来吗", "上个月的事", "要多久"],
        ["手机银行登录不上怎么办", "昨天下午开始的"],
        ["房贷怎么提前还款", "要违约金吗", "多久能办好"],
        ["怎么打印银行流水", "是在老家开的"],
    ],
)
async def test_what_the_subject_does_not_say_is_answered_by_no_other(
    demo: Answerer, messages: list[str]
) -> None:
    decision = await said(demo, *messages)
    assert isinstance(decision, Offered)
    assert decision.kept
    assert len({option.topic for option in decision.options}) <= 1


async def test_what_was_explained_and_still_is_not_clear_goes_to_a_person(demo: Answerer) -> None:
    decision = await said(demo, "理财赎回多久到账", "没懂", "还是不懂")
    assert isinstance(decision, Offered)
    assert decision.options == ()


async def test_an_open_choice_is_asked_once_more(demo: Answerer) -> None:
    first = await said(demo, "怎么激活")
    assert isinstance(first, Offered)
    decision = await said(demo, "怎么激活", "要几天")
    assert isinstance(decision, Offered)
    assert decision.options == first.options


async def test_of_a_question_about_the_last_answer_the_lines_with_its_words_are_said(demo: Answerer) -> None:
    decision = await said(demo, "个人养老金每年能存多少", "能抵税吗")
    assert isinstance(decision, Answered)
    _, *lines = decision.text.splitlines()
    assert lines
    assert all("抵税" in line for line in lines)


async def test_a_detail_decides_an_open_choice_that_it_speaks_for(demo: Answerer) -> None:
    before = await said(demo, "取现金")
    after = await said(demo, "取现金", "大概十五万")
    assert isinstance(before, Offered)
    assert isinstance(after, Offered)
    assert len(before.options) > len(after.options) == 1
    assert after.options[0] in before.options[1:]


async def test_without_a_subject_nothing_is_shown_again(demo: Answerer) -> None:
    assert isinstance(await said(demo, "没看明白"), Abstained | Offered)


@pytest.mark.parametrize("text", ["国庆返现怎么参加", "双十一立减活动在哪报名", "白金卡年费多少"])
async def test_a_name_that_no_article_has_is_not_answered(demo: Answerer, text: str) -> None:
    assert not isinstance(await demo.answer(text), Answered)


@pytest.mark.parametrize("text", ["I", "a", "c", "1", "①", "+1", "c1", "OK I see"])
async def test_a_lone_letter_or_number_is_nothing_to_answer_or_offer_by(demo: Answerer, text: str) -> None:
    assert isinstance(await demo.answer(text), Abstained)


@pytest.mark.parametrize(
    "text", ["还是不明白", "我没看懂啊", "太复杂了", "能不能说简单点", "I don't understand"]
)
async def test_not_understood(text: str) -> None:
    assert is_unclear(text)


@pytest.mark.parametrize("text", ["信用卡什么意思", "怎么挂失没看懂", "怎么挂失", ""])
async def test_more_than_not_understood(text: str) -> None:
    assert not is_unclear(text)


@pytest.mark.parametrize(
    "text", ["几天能好", "那要花钱吗", "大概多长时间能下来", "网上能办吗", "how long does it take"]
)
async def test_only_a_fact_is_asked(text: str) -> None:
    assert fact_asked(text)


@pytest.mark.parametrize("text", ["利息多少", "境外汇款要多久", "讲个笑话", "怎么挂失"])
async def test_more_than_a_fact_is_asked(text: str) -> None:
    assert fact_asked(text) is None


@pytest.mark.parametrize("text", ["差不多五万块", "是在老家开的", "上个月办的", "三天前", "20万"])
async def test_a_detail(text: str) -> None:
    assert is_detail(text)


@pytest.mark.parametrize("text", ["今天天气怎么样", "讲个笑话", "五万块怎么存", "在哪办"])
async def test_no_detail(text: str) -> None:
    assert not is_detail(text)


async def test_steps_are_told_one_by_one() -> None:
    answer = "请马上挂失。三种办法都行。\n1. 手机银行；马上生效。\n2. 打电话。\n其他说明。"
    assert in_steps(answer) == "请马上挂失。\n第一步：手机银行；\n第二步：打电话。"
