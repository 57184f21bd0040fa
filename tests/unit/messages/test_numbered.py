"""Choices without buttons: which words name an option for certain."""

import pytest

from hub.messages import Choices, Option
from hub.messages.numbered import numbered, picked

CARDS = [Option(id="a", label="借记卡"), Option(id="b", label="Visa 信用卡"), Option(id="c", label="存折")]
SPANS = [Option(id=number, label=f"{number}期") for number in ("3", "6", "12")]


FIRST = "1 １ 一 1. 1。 第一个 第一 ① (1) （1） 选1 ⒈"
SECOND = "2 二 两 第二个 ② ＶＩＳＡ信用卡 visa信用卡"
NONE = "0 4 11 我要1张 1和2 第一次来 一共多少 卡 1.5 -1 十一 12345678901"


@pytest.mark.parametrize("words", [*FIRST.split(), " 1 ", "借 记 卡"])
def test_the_first_is_named(words: str) -> None:
    assert picked(words, CARDS) == CARDS[0]


@pytest.mark.parametrize("words", [*SECOND.split(), "Visa 信用卡"])
def test_the_second_is_named(words: str) -> None:
    assert picked(words, CARDS) == CARDS[1]


@pytest.mark.parametrize("words", ["", "1 2", *NONE.split()])
def test_other_words_stay_words(words: str) -> None:
    assert picked(words, CARDS) is None


def test_a_number_that_another_label_begins_with_is_not_certain() -> None:
    assert picked("3", SPANS) is None, "three months, or the third"
    assert picked("1", SPANS) == SPANS[0], "12期 does not begin with the number 1"
    assert picked("12期", SPANS) == SPANS[2]


STARS = [Option(id=str(n), label=f"{'★' * n} {words}") for n, words in enumerate(("不满意", "满意", "5"), 1)]


@pytest.mark.parametrize(
    ("words", "option"), [("满意", 1), ("不满意", 0), ("★★ 满意", 1), ("2", 1), ("★", None)]
)
def test_signs_before_a_label_need_not_be_written(words: str, option: int | None) -> None:
    assert picked(words, STARS) == (None if option is None else STARS[option])


def test_a_number_behind_signs_is_the_number_of_an_option() -> None:
    assert picked("5", STARS) is None


def test_labels_that_are_the_same_name_nothing() -> None:
    assert picked("是", [Option(id="a", label="是"), Option(id="b", label="是 ")]) is None


def test_the_list_is_numbered_as_the_answer_is_counted() -> None:
    question = Choices(prompt="哪一种卡？", options=tuple(CARDS))
    assert numbered(question).splitlines() == ["哪一种卡？", "1. 借记卡", "2. Visa 信用卡", "3. 存折"]
    assert numbered(question, first=4).splitlines()[1] == "4. 借记卡"
