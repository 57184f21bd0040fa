"""What is taken for a wish to be called back or written to again, and which time it names."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from handoff.callbacks.asking import HERE, PHONE, read_asked

NOW = datetime(2026, 11, 29, 14, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Sunday
MOBILE = "13800138000"

MEANT = (
    ("请给我回电 13800138000", PHONE, MOBILE, "11-29 14:30"),
    ("明天上午10点给我打电话，我的手机号是138 0013 8000", PHONE, MOBILE, "11-30 10:00"),
    ("麻烦回个电话：010-12345678，谢谢", PHONE, "01012345678", "11-29 14:30"),
    ("半小时后打给我 13800138000", PHONE, MOBILE, "11-29 14:30"),
    ("电话联系我 13800138000 今晚7点", PHONE, MOBILE, "11-29 19:00"),
    ("下周三晚上8点左右回拨13800138000", PHONE, MOBILE, "12-02 20:00"),
    ("周一下午三点半再联系我", HERE, None, "11-30 15:30"),
    ("12月3日9:30联系我", HERE, None, "12-03 09:30"),
    ("后天再问我", HERE, None, "12-01 10:00"),
    ("Please call me back at 13800138000 tomorrow at 10:30 am", PHONE, MOBILE, "11-30 10:30"),
    ("contact me here tomorrow", HERE, None, "11-30 10:00"),
)
UNCLEAR = ("13月40日联系我", "今天上午9点联系我", "请回电 13800138000 4月31日")
NOT_MEANT = (
    "有人让我回电13800138000",
    "骗子让我明天打电话给他",
    "我的电话号码是13800138000",
    "你们什么时候联系我",
    "怎么联系我的客户经理",
    "昨天联系我",
    "明天还款吗",
    "信用卡中心电话是多少",
)


@pytest.mark.parametrize(("text", "by", "number", "at"), MEANT)
def test_what_was_asked_for(text: str, by: str, number: str | None, at: str) -> None:
    asked = read_asked(text, NOW)
    assert asked is not None
    assert asked.at is not None
    assert (asked.by, asked.number, f"{asked.at:%m-%d %H:%M}") == (by, number, at)


def test_a_time_that_is_none_to_come_is_asked_for_again() -> None:
    for text in UNCLEAR:
        asked = read_asked(text, NOW)
        assert asked is not None, text
        assert asked.at is None, text


def test_nothing_else_is_taken_for_it() -> None:
    for text in NOT_MEANT:
        assert read_asked(text, NOW) is None, text
