"""What is told while a complaint is open, and what is a question of its own."""

import pytest

from actions.complaint import is_detail, is_question


@pytest.mark.parametrize(
    "words",
    [
        "我刚到这个城市上班，公司让办一张你们银行的卡，去之前要准备点啥",
        "上个月换了新手机，旧的那个号也不用了，手机银行现在要怎么登录",
    ],
)
def test_a_story_that_ends_in_asking_is_a_question(words: str) -> None:
    assert is_question(words)
    assert not is_detail(words)


@pytest.mark.parametrize(
    "words",
    [
        "我在柜台等了一个多小时，前面的人都办完了，凭什么不给我办",
        "上周三下午去你们网点办业务，柜员一直在玩手机，这是什么态度",
        "钱扣了三天了也没人管，打电话一直占线，怎么能这样对客户",
    ],
)
def test_a_story_that_asks_for_no_answer_is_told(words: str) -> None:
    assert is_detail(words)
    assert not is_question(words)
