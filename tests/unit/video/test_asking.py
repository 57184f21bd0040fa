"""Whole messages that ask the bot for a call, and those that only speak of one."""

from datetime import UTC, datetime

import pytest

from hub.engine.contract import PickInput
from hub.messages import Author, AuthorKind, Direction, Message, RequestPerson, Status, Text
from video.calls.asking import VideoTriage

ASKS = (
    "视频",
    "视频通话",
    "视频客服",
    "视频柜员",
    "发起视频",
    "我要视频",
    "我要视频通话",
    "我想打视频",
    "可以视频吗",
    "能不能视频办理",
    "请给我接视频客服",
    "我想和客服视频",
    "开个视频吧",
    "视频一下可以吗",
    "video",
    "video call",
    "Can we have a video call?",
    "I want to make a video call please",
)


def message(text: str, seq: int = 1) -> Message:
    return Message(
        identity="f" * 24,
        conversation=1,
        seq=seq,
        direction=Direction.IN,
        author=Author(kind=AuthorKind.CUSTOMER),
        segments=(Text(text=text),),
        correlation_id="c",
        created_at=datetime(2026, 11, 1, tzinfo=UTC),
        status=Status.ACCEPTED,
        provider_id=str(seq),
    )


@pytest.mark.parametrize("text", [*ASKS, "「视频」", "视频客服！", " VIDEO "])
def test_who_asks_for_a_call_gets_a_person_with_video(text: str) -> None:
    answer = VideoTriage().judge([message("你好"), message(text, 2)], None, {"kind": "x"}, None)
    assert answer is not None
    (wish,) = answer.commands
    assert isinstance(wish, RequestPerson)
    assert (wish.medium, wish.tells, wish.urgent) == ("video", True, False)
    assert (answer.up_to, answer.alert) == (2, {"kind": "x"}), "what it was about before, it is still"


@pytest.mark.parametrize(
    "text",
    [
        "视频会员怎么取消",
        "我不要视频",
        "不想视频",
        "视频里说的理财",
        "视频打不开",
        "刚才视频断了",
        "视频通话没有声音",
        "视频认证失败怎么办",
        "视频客服几点下班",
        "How do I edit a video?",
        "the video call was cut",
    ],
)
def test_who_speaks_of_videos_asks_the_bot(text: str) -> None:
    assert VideoTriage().judge([message(text)], None, None, None) is None


def test_an_option_of_that_name_is_the_bots() -> None:
    pick = PickInput(text="视频", intent="ask_video")
    assert VideoTriage().judge([message("视频")], pick, None, None) is None
    assert VideoTriage().judge([message("视频"), message("算了", 2)], None, None, None) is None
