"""What a message that leans on another one may stand for."""

import pytest

from kb.understanding.earlier import NOTHING, EarlierQuestion
from kb.understanding.follow_up import leans, points_back, readings, says_nothing, words_of
from tests.unit.kb.understanding.words import counted

WORDS = counted()


def rebuilt(text: str, earlier: EarlierQuestion) -> list[str]:
    return [reading.text for reading in readings(text, earlier, WORDS)]


def answered(question: str) -> EarlierQuestion:
    return EarlierQuestion(question, question)


def test_another_kind_of_thing_takes_the_place_of_the_first() -> None:
    (only,) = readings("那借记卡呢？", answered("信用卡丢了怎么挂失"), WORDS)
    assert (only.text, only.about, only.of_one_kind) == ("借记卡丢了怎么挂失", ("借记卡",), True)


@pytest.mark.parametrize(
    ("before", "said", "meant"),
    [
        ("跨行转账多久到账", "本行呢", "本行转账多久到账"),
        ("境外汇款手续费多少", "那多久到账", "境外汇款多久到账"),
        ("境外汇款多久到账", "手续费呢", "境外汇款手续费"),
        ("信用卡丢了怎么挂失", "怎么激活", "信用卡怎么激活"),
        ("卡丢了怎么挂失", "不对，是信用卡", "信用卡丢了怎么挂失"),
    ],
)
def test_the_question_is_rebuilt(before: str, said: str, meant: str) -> None:
    assert meant in rebuilt(said, answered(before))


def test_fragments_are_put_together_and_both_have_to_be_known() -> None:
    found = list(readings("怎么还款", EarlierQuestion(waiting="信用卡"), WORDS))
    assert ("信用卡怎么还款", ("怎么还款", "信用卡")) in [(each.text, each.about) for each in found]


@pytest.mark.parametrize(
    ("waiting", "said"), [("信用卡", "多久"), ("多久", "信用卡"), ("信用卡呢", "那多久")]
)
def test_a_thing_and_words_that_only_ask_leave_open_what_is_asked(waiting: str, said: str) -> None:
    found = list(readings(said, EarlierQuestion("境外汇款手续费多少", "境外汇款手续费多少", waiting), WORDS))
    from_waiting = [each for each in found if waiting[:2] in each.text]
    assert from_waiting
    assert all(each.word_for_word for each in from_waiting)


def test_words_that_only_ask_lean_on_the_last_thing_said_alone() -> None:
    earlier = EarlierQuestion("境外汇款手续费多少", "境外汇款手续费多少", "信用卡")
    assert not any("境外" in each for each in rebuilt("多久", earlier))
    assert any("境外" in each for each in rebuilt("多久到账", earlier))


@pytest.mark.parametrize("said", ["那多久到账", "借记卡呢", "多少钱", "怎么办理？"])
def test_what_points_back_by_its_form(said: str) -> None:
    assert points_back(said, answered("信用卡丢了怎么挂失"))


@pytest.mark.parametrize("said", ["信用卡怎么还款", "那个信用卡怎么还", "怎么还款呢", "信用卡"])
def test_what_stands_by_itself(said: str) -> None:
    assert not points_back(said, answered("信用卡丢了怎么挂失"))


def test_then_points_nowhere_at_the_beginning() -> None:
    assert not points_back("那信用卡怎么还款", NOTHING)


@pytest.mark.parametrize("said", ["今天天气怎么样", "讲个笑话", "那驾照呢", "", "？？", "😀"])
def test_words_that_no_article_knows_lean_on_nothing(said: str) -> None:
    assert rebuilt(said, answered("信用卡丢了怎么挂失")) == []


def test_a_long_message_leans_on_nothing() -> None:
    said = "信用卡丢了怎么挂失，手机银行转账限额是多少"
    assert not leans(said)
    assert rebuilt(said, answered("借记卡怎么激活")) == []


def test_without_anything_before_there_is_nothing_to_rebuild() -> None:
    assert rebuilt("那借记卡呢", EarlierQuestion()) == []


def test_the_number_of_readings_is_bounded() -> None:
    earlier = EarlierQuestion("境外汇款手续费多少" * 10, "信用卡怎么还款", "跨行转账多久到账")
    assert len(rebuilt("到账", earlier)) <= 12


def test_words_that_only_lean_are_taken_away() -> None:
    assert words_of("不对，我说的是信用卡") == "信用卡"
    assert words_of("那信用卡的话呢？") == "信用卡"


@pytest.mark.parametrize(
    "said",
    [
        "你好我想问一下",
        "在吗",
        "有个问题",
        "在吗？有个问题想咨询一下",
        "嗯",
        "那个",
        "请问",
        "我想咨询个问题",
        "hello",
        "不对",
        "不是这个",
        "错了",
    ],
)
def test_an_opening_asks_nothing(said: str) -> None:
    assert says_nothing(said)


@pytest.mark.parametrize("said", ["挂失", "你好，挂失", "？？", "", "😀", "多少钱", "12345"])
def test_what_is_no_opening(said: str) -> None:
    assert not says_nothing(said)
