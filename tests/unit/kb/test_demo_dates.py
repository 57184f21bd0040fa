"""What the demo bank says changes at midnight in Asia/Shanghai: figures, campaigns over and to come."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from hub.settings import ROOT, Settings
from kb.answer import Abstained, Answered, Answerer, Offered, open_judge
from kb.formats import read
from kb.measuring.scratch import scratch
from tests.unit.kb.clock import StillClock

ZONE = ZoneInfo("Asia/Shanghai")
AUTUMN, NEW_YEAR = "credit-card-autumn-cashback", "deposit-new-year-campaign"
TODAY = date(2026, 11, 25)
DECEMBER, JANUARY, MARCH = date(2026, 12, 1), date(2027, 1, 1), date(2027, 3, 1)

CHANGES = [
    ("fee-sms", DECEMBER, "2 元", "1.5 元"),
    ("deposit-cd", DECEMBER, "1.50%", "1.45%"),
    ("deposit-usd-rate", DECEMBER, "2.85%", "2.75%"),
    ("loan-consumer-rate", DECEMBER, "3.00%", "2.95%"),
    ("loan-business-rate", DECEMBER, "3.60%", "3.50%"),
    ("fee-atm-interbank", JANUARY, "4 元", "3.5 元"),
    ("debit-card-overseas", JANUARY, "15 元", "12 元"),
    ("credit-card-overseas", JANUARY, "1.50%", "1.20%"),
    ("remit-abroad-fee", JANUARY, "每笔 80 元", "每笔 60 元"),
    ("deposit-time-rate", JANUARY, "0.95%", "0.90%"),
    ("mortgage-rate", JANUARY, "3.05%", "3.00%"),
    ("credit-card-installment", MARCH, "13.03%", "11.97%"),
]


def eve(day: date) -> datetime:
    """The last second before a day."""
    return midnight(day) - timedelta(seconds=1)


def midnight(day: date) -> datetime:
    """The first moment of a day, as another zone writes it."""
    return datetime.combine(day, time(), ZONE).astimezone(UTC)


def opened(day: date) -> AbstractAsyncContextManager[Answerer]:
    """The demo bank, its index built on a day."""
    judge = open_judge(Settings())
    return scratch(read(ROOT / "kb" / "demo"), judge=judge, clock=StillClock(midnight(day)), time_zone=ZONE)


@pytest.fixture
async def demo() -> AsyncIterator[Answerer]:
    """The demo bank of a day in November."""
    async with opened(TODAY) as answerer:
        yield answerer


def shown(decision: Answered | Offered | Abstained) -> set[str]:
    """The articles that a customer gets to see or to choose."""
    if isinstance(decision, Answered):
        return {decision.source.article_id}
    return {option.article_id for option in decision.options} if isinstance(decision, Offered) else set()


async def test_figures_change_at_midnight_in_shanghai(demo: Answerer) -> None:
    assert len(CHANGES) >= 8
    for name, day, before, after in CHANGES:
        earlier = await demo.article(name, at=eve(day))
        later = await demo.article(name, at=midnight(day))
        assert isinstance(earlier, Answered), name
        assert isinstance(later, Answered), name
        assert before in earlier.text, name
        assert before not in later.text, name
        assert after in later.text, name
        assert after not in earlier.text, name


async def test_a_question_is_answered_with_the_figure_of_its_moment(demo: Answerer) -> None:
    asked = "动账短信费用"
    before, after = (
        await demo.answer(asked, at=eve(DECEMBER)),
        await demo.answer(asked, at=midnight(DECEMBER)),
    )
    assert isinstance(before, Answered)
    assert isinstance(after, Answered)
    assert "每月 2 元" in before.text
    assert "每月 1.5 元" in after.text


async def test_a_campaign_ends_with_its_last_day() -> None:
    over = date(2026, 11, 1)
    async with opened(date(2026, 10, 31)) as demo:  # the index still has the campaign when it is over
        assert shown(await demo.answer("金秋返现活动规则", at=eve(over))) == {AUTUMN}
        assert AUTUMN not in shown(await demo.answer("金秋返现活动规则", at=midnight(over)))
        assert isinstance(await demo.article(AUTUMN, at=eve(over)), Answered)
        assert isinstance(await demo.article(AUTUMN, at=midnight(over)), Abstained)


async def test_a_campaign_that_is_over_is_never_shown(demo: Answerer) -> None:
    (campaign,) = [draft for _, draft in read(ROOT / "kb" / "demo").articles if draft.article_id == AUTUMN]
    for question in (campaign.title, *campaign.questions):
        assert AUTUMN not in shown(await demo.answer(question)), question


async def test_a_campaign_to_come_is_shown_from_its_first_to_its_last_day(demo: Answerer) -> None:
    asked = "新春存款活动"
    assert NEW_YEAR not in shown(await demo.answer(asked))
    assert NEW_YEAR not in shown(await demo.answer(asked, at=eve(JANUARY)))
    begun = await demo.answer(asked, at=midnight(JANUARY))
    assert isinstance(begun, Answered)
    assert begun.source.article_id == NEW_YEAR
    assert "1.15%" in begun.text
    assert shown(await demo.answer(asked, at=eve(MARCH))) == {NEW_YEAR}
    assert NEW_YEAR not in shown(await demo.answer(asked, at=midnight(MARCH)))


async def test_every_title_leads_to_its_article(demo: Answerer) -> None:
    missed = []
    for _, draft in read(ROOT / "kb" / "demo").articles:
        if draft.effective_from <= TODAY <= (draft.effective_to or date.max):
            found = await demo.answer(draft.title)
            missed += [] if shown(found) == {draft.article_id} else [(draft.article_id, shown(found))]
    assert missed == []
