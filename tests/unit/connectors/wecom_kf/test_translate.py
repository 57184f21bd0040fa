"""Every item that was ever recorded, and the vendor's examples, in the house's words."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.kit.accounts import AccountKey
from connectors.kit.ignored import Ignored
from connectors.kit.weixin.incoming import Greeted, WantedMedia, WeixinMessage, to_arrival
from connectors.wecom_kf.translate import Entered, Failed, Incoming, Moved, in_time, read_item
from hub.errors import BadInput
from hub.messages import Choice, Link, Location, Media, Segment, Status, Text
from hub.ports import Receipt
from hub.settings import ROOT
from tests.support.recorded import cases, named, needs_recorded
from tests.unit.connectors.wecom_kf.accounts import OPEN_KFID, account
from tests.unit.connectors.weixin.meanings import meaning_of

PAYLOADS = ROOT / "connectors" / "wecom_kf" / "payloads"
KEY = AccountKey("wecom_kf", "retail")
AT = datetime(2026, 11, 28, tzinfo=UTC)
MEDIA = Media(id="a" * 64, mime="image/png", bytes=10)

EXPECTED: dict[str, type[Any]] = {
    "event.enter_session": Entered,
    "event.msg_send_fail": Failed,
    "event.session_status_change": Moved,
    "event.servicer_status_change": Ignored,
}
"""What a kind becomes; all others are what customers say."""


def read(item: Any, **of_account: object) -> Incoming:
    return read_item(item, account(**of_account))


def item(kind: str, body: object, **more: object) -> dict[str, object]:
    """A customer's message as the feed has it."""
    common = {"msgid": "m1", "open_kfid": OPEN_KFID, "external_userid": "wmAnna", "send_time": 1615478585}
    return {**common, "origin": 3, "msgtype": kind, kind: body, **more}


def segment_of(kind: str, body: object) -> Segment:
    said = read(item(kind, body))
    assert isinstance(said, WeixinMessage)
    (segment,) = said.segments
    return segment


def event(kind: str, **body: object) -> dict[str, object]:
    inner = {"event_type": kind, "open_kfid": OPEN_KFID, "external_userid": "wmAnna", **body}
    return {"msgid": "e1", "send_time": 1615478585, "origin": 4, "msgtype": "event", "event": inner}


@needs_recorded
@pytest.mark.parametrize("case", cases("work.kf.inbound."), ids=named)
def test_every_recorded_item_has_its_meaning(case: dict[str, Any]) -> None:
    kind = case["kind"].removeprefix("work.kf.inbound.")
    found = read(case["item"])
    assert isinstance(found, EXPECTED.get(kind, WeixinMessage))
    if isinstance(found, WeixinMessage):
        assert found.provider_id == case["item"]["msgid"]
        media = MEDIA if found.wanted else None
        arrival = to_arrival(found, KEY, AT, "c", media)
        assert arrival.external_id == case["item"]["external_userid"]
        assert arrival == to_arrival(found, KEY, AT, "c", media), "the same in gives the same out"


@needs_recorded
def test_there_are_recorded_items() -> None:
    assert len(cases("work.kf.inbound.")) >= 14


@pytest.mark.parametrize("path", sorted(PAYLOADS.glob("*.json")), ids=lambda path: path.stem)
def test_every_example_of_the_vendor_has_its_meaning(path: Path) -> None:
    found = read(json.loads(path.read_text(encoding="utf-8")))
    assert type(found) is meaning_of(path, entered=Entered, failed=Failed, moved=Moved)
    if isinstance(found, Ignored):
        assert found.kind.endswith(
            path.stem.partition("-")[2].replace("-", "_").replace("servicer_m", "servicer.m")
        )


def test_there_are_examples_of_every_kind() -> None:
    kinds = {json.loads(path.read_text(encoding="utf-8"))["msgtype"] for path in PAYLOADS.glob("*.json")}
    assert len(list(PAYLOADS.glob("*.json"))) >= 25
    assert {"text", "image", "voice", "video", "file", "location", "link", "event", "merged_msg"} <= kinds


def test_words_are_words_and_a_tapped_option_is_a_choice() -> None:
    assert segment_of("text", {"content": " 挂失 "}) == Text(text=" 挂失 ")
    tapped = {"content": "2. 信用卡", "menu_id": "c1.2-1-abc"}
    assert segment_of("text", tapped) == Choice(id="c1.2-1-abc", label="信用卡")
    assert segment_of("text", {"content": "1. ", "menu_id": "c1"}) == Choice(id="c1", label="1. ")
    assert segment_of("text", {"content": "转人工", "menu_id": "say.1"}) == Text(text="转人工")
    assert read(item("text", {"content": "  "})) == Ignored("message.empty")


def test_files_are_fetched_before_they_are_stored() -> None:
    said = read(item("file", {"media_id": "m"}))
    assert isinstance(said, WeixinMessage)
    assert said.wanted == WantedMedia("file", "m")
    assert said.at == 1615478585
    assert to_arrival(said, KEY, AT, "c", None).segments == (Text(text="[文件]（未能接收）"),)


def test_places_and_links() -> None:
    place = segment_of(
        "location", {"latitude": 31, "longitude": 121.5, "name": "世纪大道", "address": "上海"}
    )
    assert place == Location(latitude=31, longitude=121.5, title="世纪大道", address="上海")
    link = {"title": "活动", "desc": "说明", "url": "https://bank.example/a", "pic_url": ""}
    assert segment_of("link", link) == Link(title="活动", url="https://bank.example/a", description="说明")
    assert segment_of("link", link | {"url": "javascript:1"}) == Text(text="活动\n说明\njavascript:1")


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        ("business_card", {"userid": "zhangsan"}, "[名片] zhangsan"),
        ("miniprogram", {"title": "挂失", "appid": "wx1", "pagepath": "p"}, "[小程序] 挂失"),
        ("channels", {"sub_type": 2, "nickname": "远桥", "title": "直播"}, "[视频号直播] 远桥\n直播"),
        (
            "channels_shop_product",
            {"title": "金条", "sales_price": "12345", "shop_nickname": "行里"},
            "[视频号商品] 金条\n价格：123.45 元\n店铺：行里",
        ),
        (
            "channels_shop_order",
            {"order_id": "7", "product_titles": "金条", "price_wording": "￥123.45", "state": "待付款"},
            "[视频号订单] 7\n金条\n价格：￥123.45\n状态：待付款",
        ),
        ("meeting", {"topic": "面谈"}, "[会议] 面谈"),
        ("schedule", {"title": "签约"}, "[日程] 签约"),
        ("note", {}, "[笔记]"),
        ("brand_new_kind", {"anything": 1}, "[暂不支持的消息]"),
    ],
)
def test_what_the_house_has_no_segment_for_is_told_in_words(kind: str, body: object, words: str) -> None:
    assert segment_of(kind, body) == Text(text=words)


def test_a_forwarded_talk_is_told_with_who_said_what() -> None:
    def line(name: str, content: str) -> dict[str, object]:
        return {"send_time": 1, "msgtype": "text", "sender_name": name, "msg_content": content}

    talk = [
        line("张三", '{"msgtype":"text","text":{"content":"卡丢了"}}'),
        line("李四", '{"msgtype":"image","image":{"media_id":"m"}}'),
        line("王五", "not json"),
        line("赵六", "[" * 100_000),
    ]
    told = segment_of("merged_msg", {"title": "群聊的聊天记录", "item": talk})
    assert told == Text(text="[聊天记录] 群聊的聊天记录\n张三：卡丢了\n李四：[image]\n王五：\n赵六：")


def test_who_comes_is_greeted_or_begins_what_their_way_in_stands_for() -> None:
    entered = read(event("enter_session", scene="12", scene_param="spring", welcome_code="code"))
    assert entered == Entered(Greeted("wmAnna", "e1", "enter", "12/spring"), "code", 1615478585)
    loss = read(event("enter_session", scene="loss"), scenes={"loss": "say:银行卡丢了怎么挂失"})
    assert isinstance(loss, Entered)
    assert isinstance(loss.begins, WeixinMessage)
    assert loss.begins.segments == (Text(text="银行卡丢了怎么挂失"),)
    assert loss.code == ""


def test_a_message_that_did_not_arrive_is_a_receipt() -> None:
    failed = read(event("msg_send_fail", fail_msgid="ours", fail_type=6))
    assert isinstance(failed, Failed)
    assert failed.to_receipt("retail") == Receipt("wecom_kf", "retail", "ours", Status.FAILED, "kf_fail_6")


@pytest.mark.parametrize(("kind", "change"), [(1, "served"), (2, "served"), (3, "ended"), (4, "served")])
def test_a_session_that_somebody_moved(kind: int, change: str) -> None:
    moved = read(event("session_status_change", change_type=kind, msg_code="c"))
    assert isinstance(moved, Moved)
    assert (moved.customer, moved.change, moved.key, moved.code) == ("wmAnna", change, "e1", "c")


def test_what_is_not_a_customers_or_another_accounts_is_left() -> None:
    text = {"content": "您好"}
    assert read(item("text", text, origin=5, servicer_userid="z")) == Ignored("servicer.message")
    assert read(item("text", text, origin=9)) == Ignored("origin.other")
    assert read(item("text", text, open_kfid="wkOther")) == Ignored("other_account")
    assert read(event("enter_session", open_kfid="wkOther")) == Ignored("other_account")
    assert read(event("some_new_event")) == Ignored("event.other")
    assert read(event("user_recall_msg", recall_msgid="m")) == Ignored("event.user_recall_msg")


@pytest.mark.parametrize(
    "alien",
    [
        None,
        [],
        {},
        item("text", "words"),
        item("text", {"content": ["a"]}),
        item("text", {"content": "a"}, origin="3"),
        item("text", {"content": "a"}, msgid=""),
        item("text", {"content": "a"}, external_userid="x" * 200),
        item("text", {"content": "a"}, send_time=True),
        item("TEXT WITH SPACES", {}),
        item("location", {"latitude": 91, "longitude": 0}),
        item("image", {}),
        event("Not A Name"),
        event("msg_send_fail", fail_type=4),
        event("session_status_change", change_type="1"),
    ],
    ids=str,
)
def test_what_is_alien_is_refused(alien: object) -> None:
    with pytest.raises(BadInput):
        read(alien)


def test_what_was_read_too_late_gives_no_right_to_answer() -> None:
    said = read(item("text", {"content": "a"}, send_time=int(AT.timestamp())))
    assert isinstance(said, WeixinMessage)
    assert in_time(said, AT + timedelta(hours=47)).gives == "message"
    assert in_time(said, AT + timedelta(hours=49)).gives == "late"


def _mangled() -> Iterator[dict[str, Any]]:
    for path in sorted(PAYLOADS.glob("*.json")):
        yield json.loads(path.read_text(encoding="utf-8"))


@settings(deadline=None, max_examples=300)
@given(data=st.data())
def test_whatever_stands_in_a_field_it_is_read_or_refused(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from(list(_mangled())))
    part = data.draw(st.sampled_from([whole, whole[whole["msgtype"]]]))
    if not part:
        return
    name = data.draw(st.sampled_from(sorted(part)))
    part[name] = data.draw(st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.lists(st.text())))
    try:
        found = read(whole)
    except BadInput:
        return
    if isinstance(found, WeixinMessage):
        to_arrival(found, KEY, AT, "c", MEDIA if found.wanted else None)
