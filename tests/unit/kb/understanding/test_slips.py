"""Slips of homophones and words spelled in Latin letters, mended by the words that the articles use."""

import pytest

from kb.understanding.slips import LONGEST, mended
from kb.understanding.sounds import blurred, syllables_of
from kb.understanding.spelling import in_characters
from tests.unit.kb.understanding.words import QUESTIONS, counted

WORDS = counted()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("信用咔怎么还款", "信用卡怎么还款"),
        ("信用卡怎么换款", "信用卡怎么还款"),
        ("借记卡丢了怎么挂实", "借记卡丢了怎么挂失"),
        ("手机银行转帐限鹅是多少", "手机银行转账限额是多少"),
        ("信用卡怎么鸡活", "信用卡怎么激活"),
        ("跨行转脏多久到账", "跨行转账多久到账"),
    ],
)
def test_a_slip_is_mended(written: str, meant: str) -> None:
    assert meant in mended(written, WORDS)


@pytest.mark.parametrize("asked", QUESTIONS)
def test_what_the_articles_say_is_left_alone(asked: str) -> None:
    assert mended(asked, WORDS) == []


@pytest.mark.parametrize(
    "asked", ["花呗还宽怎么办", "我的微粒贷怎么换款", "呢了吗的", "今天天气", "x" * 500, ""]
)
def test_what_is_not_mended(asked: str) -> None:
    """Other houses' names stay what they are, and what sounds like nothing known stays strange."""
    assert mended(asked, WORDS) == []


def test_a_story_is_not_mended() -> None:
    assert mended("信用卡怎么换款" + "，" + "再" * LONGEST, WORDS) == []


@pytest.mark.parametrize(
    ("spelled", "meant"),
    [
        ("xinyongka zenme huankuan", "信用卡怎么还款"),
        ("xin yong ka zen me ji huo", "信用卡怎么激活"),
        ("jiejika zenme guashi", "借记卡怎么挂失"),
        ("信用卡zenme还款", "信用卡怎么还款"),
        ("XINYONGKA", "信用卡"),
    ],
)
def test_spelled_words_are_written(spelled: str, meant: str) -> None:
    assert in_characters(spelled, WORDS) == meant


@pytest.mark.parametrize(
    "text", ["hello", "how do i pay", "atm", "信用卡怎么还款", "", "https://bank.example/x", "a" * 500]
)
def test_what_spells_nothing(text: str) -> None:
    assert in_characters(text, WORDS) is None


def test_sounds_that_are_mixed_up_share_a_form() -> None:
    for one, other in (
        ("zhang", "zan"),
        ("shi", "si"),
        ("nan", "lan"),
        ("xing", "xin"),
        ("hua", "fa"),
        ("hu", "fu"),
    ):
        assert blurred(one) == blurred(other)
    assert blurred("ma") != blurred("pa")
    assert syllables_of("还") == ("hai", "huan")
    assert syllables_of("a") == ()
