"""The one normalisation of documents and queries."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text import SYNONYMS, clauses, normalise, shipped_synonyms
from kb.text import tokens as cut


def tokens(text: str) -> tuple[str, ...]:
    return cut(text, shipped_synonyms())


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("信用卡掛失", "信用卡挂失"),
        ("ＡＴＭ　取款１００", "atm 取款100"),
        ("  App\t登录 \n失败 ", "app 登录 失败"),
        ("㈱", "(株)"),
        ("", ""),
    ],
)
def test_forms_of_one_text_become_one(written: str, normal: str) -> None:
    assert normalise(written) == normal


def test_characters_bigrams_and_whole_latin_words() -> None:
    assert tokens("绑卡,u盾3.5") == ("绑", "卡", "绑卡", "u", "盾", "3.5", "=银行卡")


def test_a_bigram_never_crosses_punctuation() -> None:
    assert "失密" not in tokens("挂失，密码")
    assert "失密" in tokens("挂失密码")


@pytest.mark.parametrize(("one", "other"), [("手机银行", "APP"), ("储蓄卡", "借记卡"), ("如何", "怎么")])
def test_synonyms_share_a_token(one: str, other: str) -> None:
    shared = set(tokens(one)) & set(tokens(other))
    assert any(token.startswith("=") for token in shared)


def test_clauses_are_what_lies_between_pauses() -> None:
    assert clauses("你好，我的卡丢了！ 现在先做什么?谢谢") == ["我的卡丢了", "现在先做什么"]
    assert clauses("卡丢了怎么办") == ["卡丢了怎么办"]


def test_the_longest_synonym_wins() -> None:
    assert "=借款" not in tokens("申请信用贷款")
    assert "=消费贷" in tokens("申请信用贷款")


def test_each_synonym_stands_in_one_group() -> None:
    lines = SYNONYMS.read_text("utf-8").splitlines()
    groups = [line.partition("#")[0].split() for line in lines]
    words = [word for group in groups for word in {normalise(word) for word in group}]
    assert len(words) > 100
    assert [word for word, count in Counter(words).items() if count > 1] == []
    assert [group for group in groups if len(group) == 1] == []


@given(st.text(max_size=200))
def test_normalising_twice_changes_nothing_that_is_searched(text: str) -> None:
    assert tokens(normalise(text)) == tokens(text)
