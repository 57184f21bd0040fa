"""Messages of several questions, and stories that are none."""

import pytest

from kb.understanding.several import questions_in


@pytest.mark.parametrize(
    ("message", "questions"),
    [
        ("信用卡怎么还款？借记卡丢了怎么挂失？", ["信用卡怎么还款", "借记卡丢了怎么挂失"]),
        ("怎么打印流水，另外存款证明怎么开", ["怎么打印流水", "存款证明怎么开"]),
        ("你好，请问怎么销户，顺便问一下年费多少，谢谢", ["怎么销户", "年费多少"]),
        ("能分期吗，利息多少", ["能分期吗", "利息多少"]),
        ("怎么还款\n还有我要挂失", ["怎么还款", "我要挂失"]),
    ],
)
def test_each_question_stands_by_itself(message: str, questions: list[str]) -> None:
    assert questions_in(message) == questions


@pytest.mark.parametrize(
    "message",
    [
        "信用卡怎么还款",
        "信用卡\n年费\n多少",
        "昨天我去网点问怎么存定期，人家说要预约，我等了一个小时也没轮到",
        "我的卡丢了。怎么办？",
        "怎么还款？谢谢！",
        "在吗？怎么还款？",
        "卡丢了怎么挂失？要多久？要钱吗？要证件吗？",
        "",
        "？？？",
    ],
)
def test_one_question_or_a_story_stays_whole(message: str) -> None:
    assert questions_in(message) == []
