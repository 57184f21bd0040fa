"""What can be seen in a conversation by itself."""

from datetime import UTC, datetime, timedelta

import pytest

from inspection.checks import (
    LONGEST_SILENCE_S,
    SpokenMessage,
    Who,
    anger_words,
    find_anger,
    find_silences,
    find_unanswered,
    is_question,
)

BEGAN = datetime(2026, 11, 1, 9, tzinfo=UTC)


def talk(*said: tuple[Who, str, float]) -> list[SpokenMessage]:
    """Who said what, and how many seconds after the beginning."""
    return [
        SpokenMessage(seq, who, words, BEGAN + timedelta(seconds=at))
        for seq, (who, words, at) in enumerate(said, 1)
    ]


def test_anger_is_a_customers() -> None:
    assert len(anger_words()) > 20
    said = talk(("customer", "你们真是骗子", 0), ("agent", "您说骗子是指？", 1), ("customer", "算了", 2))
    assert [(hit.seq, hit.words) for hit in find_anger(said)] == [(1, "骗子")]
    calm = talk(("customer", "我想投诉一笔交易", 0), ("customer", "手续费怎么收", 1))
    assert list(find_anger(calm)) == []


def test_a_silence_counts_from_the_first_word_that_waits_once_a_person_serves() -> None:
    long = LONGEST_SILENCE_S
    said = talk(
        ("customer", "转人工", 0),
        ("bot", "正在为您转接", 1),
        ("customer", "在吗", 2),
        ("agent", "您好", 2 * long),  # the queue's wait is no silence
        ("customer", "查一下", 2 * long + 1),
        ("customer", "人呢", 2 * long + 60),
        ("agent", "好了", 3 * long + 2),
        ("customer", "还有", 3 * long + 3),
    )
    end = said[-1].at + timedelta(seconds=long + 1)
    assert [hit.seq for hit in find_silences(said, end)] == [5, 8]
    assert [hit.why for hit in find_silences(said, end)] == ["客户等待 181 秒", "客户等待 181 秒"]
    assert [hit.seq for hit in find_silences(said, said[-1].at)] == [5]
    with_bot = talk(("customer", "您好", 0), ("bot", "您好", long * 9))
    assert list(find_silences(with_bot, end)) == []


def test_a_question_with_nothing_behind_it_is_unanswered() -> None:
    said = talk(("customer", "手续费多少", 0), ("bot", "5 元", 1), ("customer", "好的", 2))
    assert list(find_unanswered(said)) == []
    more = [*said, *talk(("customer", "x", 3), ("customer", "那跨境呢？", 4))[1:]]
    assert [hit.words for hit in find_unanswered(more)] == ["那跨境呢？"]
    assert [hit.seq for hit in find_unanswered(talk(("customer", "怎么开户", 0)))] == [1]


@pytest.mark.parametrize(
    ("words", "asked"),
    [("可以吗", True), ("怎么办理", True), ("OK?", True), ("谢谢", False), ("我知道了", False)],
)
def test_what_a_question_is(words: str, asked: bool) -> None:
    assert is_question(words) is asked
