"""What is asked about outlets is answered at once, everything else is left to the bot."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from hub.conversation.triage import Urgent
from hub.engine.contract import OfferedChoices, PickInput, SpokenText
from hub.messages import (
    Author,
    AuthorKind,
    Card,
    Direction,
    Image,
    Location,
    Media,
    Message,
    Segment,
    Status,
    Text,
)
from hub.store.database import Database
from outlets import demo
from outlets.directory import OutletDirectory
from outlets.loading import read_file
from outlets.nearest import Point, km_between
from outlets.triage import OutletTriage
from tests.support.clock import HandClock

ZONE = ZoneInfo("Asia/Shanghai")
MAP = "https://map.bank.example/?q={latitude},{longitude}&n={name}"
MONDAY_NOON = datetime(2026, 11, 30, 12, 0, tzinfo=ZONE)
MONDAY_EVENING = datetime(2026, 11, 30, 19, 0, tzinfo=ZONE)
BUND = Location(latitude=31.2397, longitude=121.4900)


class Asking:
    """The demo bank's outlets at a moment."""

    def __init__(self, now: datetime = MONDAY_NOON, *, empty: bool = False) -> None:
        directory = OutletDirectory(Database("sqlite+aiosqlite:///:memory:"))
        directory.outlets = [] if empty else list(read_file(demo.FILE).values())
        clock = HandClock()
        clock.turn((now - clock.now()).total_seconds())
        self.triage = OutletTriage(directory, clock, ZONE, MAP)

    def judged(self, *segments: Segment, pick: PickInput | None = None) -> Urgent | None:
        return self.triage.judge(said(*segments), pick, None, None)

    def words(self, *segments: Segment, pick: PickInput | None = None) -> str:
        """All that is answered, cards included; empty where the bot is to answer."""
        urgent = self.judged(*segments, pick=pick)
        return "\n".join(map(told, urgent.replies)) if urgent else ""


def told(reply: object) -> str:
    match reply:
        case SpokenText():
            return reply.text
        case OfferedChoices():
            return f"{reply.prompt} {[each.label for each in reply.options]}"
        case Card():
            return reply.words()
    raise AssertionError(reply)


def said(*segments: Segment) -> Sequence[Message]:
    return [
        Message(
            identity="a" * 24,
            conversation=1,
            seq=number,
            direction=Direction.IN,
            author=Author(kind=AuthorKind.CUSTOMER),
            segments=(segment,),
            correlation_id="c",
            created_at=MONDAY_NOON,
            status=Status.ACCEPTED,
            provider_id=str(number),
        )
        for number, segment in enumerate(segments, 1)
    ]


def test_the_nearest_that_is_open_now_stands_in_front() -> None:
    noon, evening = Asking().words(BUND), Asking(MONDAY_EVENING).words(BUND)
    assert noon.startswith(
        "离您最近、现在营业的网点：\n陆家嘴支行\n地址：上海市浦东新区世纪大道 66 号\n距离：约 1.1 公里"
    )
    assert "正在营业，今天 17:00 关门" in noon
    assert evening.split("\n")[1] == "虹桥支行", "the only one that is open, though others are nearer"
    assert "陆家嘴支行（浦东新区世纪大道 66 号，约 1.1 公里）已打烊，明天 09:00 开门" in evening


def test_at_night_it_says_when_they_open() -> None:
    night = Asking(datetime(2026, 11, 30, 23, 0, tzinfo=ZONE)).words(Text(text="徐汇附近有网点没"))
    assert night.startswith("徐汇区的网点现在都不营业")
    assert "已打烊，明天 09:00 开门" in night
    feast = Asking(datetime(2027, 1, 1, 10, 0, tzinfo=ZONE)).words(Text(text="徐汇支行今天开门吗"))
    assert "徐汇支行已打烊，明天 09:30 开门。" in feast
    assert "今天另有安排" in feast


def test_the_card_calls_and_leads_there() -> None:
    urgent = Asking().judged(Text(text="人民广场支行地址"))
    assert urgent is not None
    (card,) = [each for each in urgent.replies if isinstance(each, Card)]
    page, call = card.actions
    assert (page.type, getattr(page, "url", "")) == (
        "open_page",
        "https://map.bank.example/?q=31.232600,121.474700&n=%E4%BA%BA%E6%B0%91%E5%B9%BF%E5%9C%BA%E6%94%AF%E8%A1%8C",
    )
    assert getattr(call, "number", "") == "021-5550 0101"


def test_without_a_place_it_asks_for_one_and_takes_it() -> None:
    asked = Asking().words(Text(text="离我最近的网点在哪"))
    assert asked.startswith("请问您在哪里？")
    assert "'徐汇区'" in asked
    pick = PickInput(text="徐汇区", intent="outlets.in_district", entities={"district": "徐汇区"})
    for chosen in (Asking().words(Text(text="徐汇区"), pick=pick), Asking().words(Text(text="我在徐汇"))):
        assert chosen.startswith("徐汇区现在营业的网点：\n徐汇支行")
    both = Asking().words(Text(text="附近有网点吗"), BUND)
    assert "陆家嘴支行" in both


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("徐家汇附近有网点没", "徐汇支行"),
        ("陆家嘴网点周末开门吗", "陆家嘴支行"),
        ("浦东新区有哪些网点", "浦东新区现在营业"),
        ("虹桥支行电话多少", "021-5550 0105"),
        ("哪个网点现在还开着门", "请问您在哪里"),
        ("where is the nearest branch", "Where are you?"),
        ("Xuhui branch opening hours", "open until 17:00"),
        ("is there a branch near Jing'an?", "Jing'an branch"),
    ],
)
def test_ways_to_ask(text: str, found: str) -> None:
    assert found in Asking().words(Text(text=text))


@pytest.mark.parametrize(
    "text",
    [
        "周六网点上班吗",
        "网点几点营业",
        "附近的取款机",
        "我想预约明天去徐汇支行",
        "徐汇支行",
        "我在公司",
        "我在手机银行上转账失败",
        "我被徐汇支行的人骗了，他们几点上班",
        "徐汇支行的态度太差了我要投诉，电话多少",
        "上海银行的网点在哪里办理" + "很长的话" * 20,
        "",
    ],
)
def test_everything_else_is_the_bots(text: str) -> None:
    segments = [Text(text=text)] if text else [Image(media=Media(id="a" * 64, mime="image/png", bytes=1))]
    assert Asking().words(*segments) == ""


def test_without_outlets_and_while_something_is_urgent_nothing_is_said() -> None:
    assert Asking(empty=True).judged(Text(text="最近的网点在哪")) is None
    triage = Asking().triage
    assert triage.judge(said(BUND), None, {"kind": "fraud"}, None) is None
    assert triage.judge(said(Text(text="卡丢了"), Text(text="最近的网点在哪")), None, None, None) is None


def test_distances_are_those_of_the_earth() -> None:
    shanghai, beijing = Point(31.2304, 121.4737), Point(39.9042, 116.4074)
    assert km_between(shanghai, beijing) == pytest.approx(1067, abs=5)
    assert km_between(Point(0, 179.9), Point(0, -179.9)) == pytest.approx(22.2, abs=0.1)
    assert km_between(shanghai, shanghai) == 0
