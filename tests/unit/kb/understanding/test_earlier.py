"""What is remembered: bounded, plain JSON, and never a reason to fail."""

import json
from datetime import date
from typing import Any

import pytest

from hub.messages import Source
from kb.outcomes import Abstained, Answered, Offered, OfferedArticle, Reason
from kb.understanding.earlier import LENGTH, NOTHING, EarlierQuestion


def answered(understood: str, title: str = "标题", **more: Any) -> Answered:
    source = Source(article_id="a", version=1, title=title, effective_from=date(2026, 1, 1))
    return Answered("回答", source, (), understood=understood, **more)


OFFERED = Offered("选", (OfferedArticle("x", "甲"), OfferedArticle("y", "乙")), None, "怎么激活")


def test_an_answer_is_remembered_and_ends_the_waiting() -> None:
    waiting = NOTHING.after(Abstained(Reason.NO_MATCH, understood="信用卡"))
    assert waiting == EarlierQuestion(waiting="信用卡", kinds="信用卡")
    assert waiting.after(answered("信用卡怎么还款")) == EarlierQuestion(
        "信用卡怎么还款", "标题", article="a", kinds="信用卡 还款"
    )


def test_what_is_not_answered_does_not_push_out_what_was() -> None:
    earlier = EarlierQuestion("信用卡怎么还款", "标题").after(OFFERED)
    assert earlier == EarlierQuestion("信用卡怎么还款", "标题", "怎么激活", ("x", "y"))


def test_of_two_answers_the_last_one_is_what_is_talked_about() -> None:
    both = answered("一", also=(answered("二", "第二"),))
    assert NOTHING.after(both) == EarlierQuestion("二", "第二", article="a")


def test_an_answer_with_an_offer_leaves_the_offer_open() -> None:
    assert NOTHING.after(answered("一", also=(OFFERED,))) == EarlierQuestion(
        "一", "标题", offered=("x", "y"), article="a"
    )


@pytest.mark.parametrize("said", ["第二个", "2", "选2", "第2种", "二", "嗯，第二个吧"])
def test_an_offered_article_is_picked_by_its_number(said: str) -> None:
    assert NOTHING.after(OFFERED).picked(said) == "y"


@pytest.mark.parametrize("said", ["第三个", "3", "二类户", "22", "第二种是什么", "怎么激活", ""])
def test_what_picks_nothing(said: str) -> None:
    assert NOTHING.after(OFFERED).picked(said) is None
    assert NOTHING.picked("1") is None


def test_it_goes_through_json_and_stays_short() -> None:
    earlier = NOTHING.after(answered("长" * 5000, "题" * 5000)).after(
        Abstained(Reason.NO_MATCH, understood="等" * 5000)
    )
    kept = json.dumps(earlier.as_slot(), ensure_ascii=False)
    assert len(kept) < 4 * LENGTH
    assert EarlierQuestion.of_slot(json.loads(kept)) == earlier


@pytest.mark.parametrize("slot", [None, "", [], {"question": 7}, {"offered": "x"}, 3, {"question": None}])
def test_a_slot_of_another_form_is_nothing(slot: object) -> None:
    assert EarlierQuestion.of_slot(slot) == NOTHING
