"""What is taken away around a question, and that nothing of the question is."""

import pytest

from kb.understanding.fillers import plain


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("你好，请问信用卡怎么还款，谢谢", "信用卡怎么还款"),
        ("嗯那个我想问一下就是说我的信用卡呃怎么还款啊", "我的信用卡怎么还款"),
        ("您好，麻烦帮我看一下，境外汇款手续费多少呀，谢谢您", "境外汇款手续费多少"),
        ("好的谢谢，那多久到账呢", "多久到账呢"),
        ("早上好！在吗？我要挂失", "我要挂失"),
        ("信用卡信用卡怎么还款", "信用卡怎么还款"),
        ("我我我想问信用卡年费", "信用卡年费"),
        ("信用卡\n怎么还款", "信用卡怎么还款"),
        ("請問信用卡怎麼還款", "信用卡怎么还款"),
        ("hi 怎么注销账户", "怎么注销账户"),
    ],
)
def test_what_does_not_ask_is_taken_away(said: str, asked: str) -> None:
    assert plain(said) == asked


@pytest.mark.parametrize(
    "asked",
    [
        "亲人去世后存款怎么取",
        "客服电话是多少",
        "这个月信用卡要还多少钱",
        "你们总部在哪里",
        "哪里能换零钱",
        "短信一直没收到",
        "1010 1010 怎么充值",
        "额度怎么提高",
        "行动银行怎么开通",
        "可以分期吗",
        "highway 卡怎么办",
    ],
)
def test_a_question_keeps_its_words(asked: str) -> None:
    assert plain(asked).replace(" ", "") == asked.replace(" ", "")
