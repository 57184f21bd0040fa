"""Every message and event that was ever recorded, and the vendor's examples, in the house's words."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from connectors.kit.accounts import AccountKey
from connectors.kit.ignored import Ignored
from connectors.kit.weixin.incoming import (
    Greeted,
    Incoming,
    TemplateReceipts,
    Unfollowed,
    WantedMedia,
    WeixinMessage,
    to_arrival,
)
from connectors.kit.weixin.xml import Fields, read_xml
from connectors.wechat.translate import read_incoming
from hub.errors import BadInput
from hub.messages import Choice, Image, Link, Location, Media, Status, Text, Voice
from hub.settings import ROOT
from tests.support.recorded import cases, named, needs_recorded
from tests.unit.connectors.wechat.callbacks import account
from tests.unit.connectors.weixin.meanings import meaning_of

PAYLOADS = ROOT / "connectors" / "wechat" / "payloads"
RETAIL = AccountKey("wechat", "retail")
AT = datetime(2026, 11, 28, tzinfo=UTC)
MEDIA = Media(id="a" * 64, mime="image/png", bytes=10)

EXPECTED: dict[str, type[Any]] = {
    "mp.message.text": WeixinMessage,
    "mp.message.image": WeixinMessage,
    "mp.message.voice": WeixinMessage,
    "mp.message.video": WeixinMessage,
    "mp.message.location": WeixinMessage,
    "mp.message.link": WeixinMessage,
    "mp.event.subscribe": Greeted,
    "mp.event.SCAN": Greeted,
    "mp.event.CLICK": Greeted,
    "mp.event.scancode_waitmsg": Greeted,
    "mp.event.unsubscribe": Unfollowed,
    "mp.event.TEMPLATESENDJOBFINISH": TemplateReceipts,
    "mp.event.subscribe_msg_sent_event": TemplateReceipts,
}
"""What a kind becomes; all others are known and mean nothing here."""

ALIEN = "mp.message.notsure"


def read(xml: str, **of_account: object) -> Incoming:
    return read_incoming(read_xml(xml.strip().encode()), account(**of_account))


def fields(**values: str) -> Fields:
    common = {"ToUserName": "gh_1", "FromUserName": "oAnna", "CreateTime": "1348831860"}
    return {**common, **values}


def incoming(**values: str) -> Incoming:
    return read_incoming(
        fields(**values), account(keys={"LOSS": "say:银行卡丢了怎么挂失"}, scenes={"12": "person"})
    )


@needs_recorded
@pytest.mark.parametrize("case", cases("mp.message.", "mp.event."), ids=named)
def test_every_recorded_callback_has_its_meaning(case: dict[str, Any]) -> None:
    if case["kind"] == ALIEN:
        with pytest.raises(BadInput):
            read(case["xml"])
        return
    found = read(case["xml"])
    assert isinstance(found, EXPECTED.get(case["kind"], Ignored))
    if isinstance(found, Ignored):
        kind = case["kind"].removeprefix("mp.")
        assert found.kind in (kind, "message.device_event"), "it is counted under its own name"
    if isinstance(found, WeixinMessage):
        assert found.provider_id == case["fields"]["MsgId"]
        media = MEDIA if found.wanted else None
        arrival = to_arrival(found, RETAIL, AT, "c", media)
        assert arrival.external_id == case["fields"]["FromUserName"]
        assert arrival == to_arrival(found, RETAIL, AT, "c", media), "the same in gives the same out"


@pytest.mark.parametrize("path", sorted(PAYLOADS.glob("*.xml")), ids=lambda path: path.stem)
def test_every_example_of_the_vendor_has_its_meaning(path: Path) -> None:
    found = read(path.read_text(encoding="utf-8"))
    assert type(found) is meaning_of(path)


def test_there_are_examples() -> None:
    assert len(list(PAYLOADS.glob("*.xml"))) >= 10


def test_words_are_words_and_a_tapped_option_is_a_choice() -> None:
    said = incoming(MsgType="text", Content=" 挂失 ", MsgId="1")
    assert isinstance(said, WeixinMessage)
    assert said.segments == (Text(text=" 挂失 "),)
    picked = incoming(MsgType="text", Content="2. 信用卡", MsgId="1", bizmsgmenuid="c1.2-1-abc")
    assert isinstance(picked, WeixinMessage)
    assert picked.segments == (Choice(id="c1.2-1-abc", label="信用卡"),)
    assert incoming(MsgType="text", Content=" ", MsgId="1") == Ignored("message.empty")


def test_what_is_said_is_what_the_provider_heard() -> None:
    said = incoming(MsgType="voice", MediaId="m", Format="amr", MsgId="1", Recognition="我要挂失")
    assert isinstance(said, WeixinMessage)
    assert said.wanted == WantedMedia("voice", "m", "我要挂失")
    voice = Media(id="b" * 64, mime="audio/amr", bytes=9)
    (segment,) = to_arrival(said, RETAIL, AT, "c", voice).segments
    assert isinstance(segment, Voice)
    assert segment.text == "我要挂失"
    (words,) = to_arrival(said, RETAIL, AT, "c").segments
    assert words == Text(text="我要挂失")


def test_a_picture_that_cannot_be_had_is_told_in_words() -> None:
    said = incoming(MsgType="image", MediaId="m", PicUrl="http://127.0.0.1/x", MsgId="1")
    assert isinstance(said, WeixinMessage)
    (image,) = to_arrival(said, RETAIL, AT, "c", MEDIA).segments
    assert isinstance(image, Image)
    (words,) = to_arrival(said, RETAIL, AT, "c").segments
    assert isinstance(words, Text)
    assert words.text.startswith("[图片]")


def test_places_and_links() -> None:
    place = incoming(MsgType="location", Location_X="31.2", Location_Y="121.5", Label="上海", MsgId="1")
    assert isinstance(place, WeixinMessage)
    assert place.segments == (Location(latitude=31.2, longitude=121.5, address="上海"),)
    link = incoming(MsgType="link", Title="t", Description="d", Url="https://bank.example/", MsgId="1")
    assert isinstance(link, WeixinMessage)
    assert link.segments == (Link(title="t", url="https://bank.example/", description="d"),)
    odd = incoming(MsgType="link", Title="t", Description="", Url="javascript:alert(1)", MsgId="1")
    assert isinstance(odd, WeixinMessage)
    assert odd.segments == (Text(text="t\njavascript:alert(1)"),)


def test_keys_and_scenes_begin_what_they_name() -> None:
    tap = incoming(MsgType="event", Event="CLICK", EventKey="LOSS")
    assert isinstance(tap, WeixinMessage)
    assert (tap.segments, tap.gives) == ((Text(text="银行卡丢了怎么挂失"),), "click")
    person = incoming(MsgType="event", Event="CLICK", EventKey="person")
    assert isinstance(person, WeixinMessage)
    assert person.segments == (Choice(id="person", label="转人工"),)
    scan = incoming(MsgType="event", Event="SCAN", EventKey="12", Ticket="T")
    assert isinstance(scan, WeixinMessage)
    assert (scan.way, scan.gives) == ("12", "scan")
    came = incoming(MsgType="event", Event="subscribe", EventKey="qrscene_campaign", Ticket="T")
    assert isinstance(came, Greeted)
    assert (came.way, came.gives) == ("campaign", "scan")
    plain = incoming(MsgType="event", Event="subscribe")
    assert isinstance(plain, Greeted)
    assert (plain.way, plain.gives) == ("", "subscribe")


def test_the_letters_in_which_older_documents_write_events_make_no_difference() -> None:
    scan = {"MsgType": "event", "EventKey": "12", "Ticket": "T"}
    said = [incoming(Event=event, **scan) for event in ("SCAN", "scan")]
    assert [(each.gives, each.way) for each in said if isinstance(each, WeixinMessage)] == [
        ("scan", "12")
    ] * 2
    assert incoming(MsgType="event", Event="view", EventKey="https://a.example") == Ignored("event.VIEW")


def test_an_event_is_known_by_customer_time_event_and_key() -> None:
    def key(**more: str) -> str:
        found = read_incoming(
            fields(MsgType="event", **({"Event": "CLICK", "EventKey": "K"} | more)), account()
        )
        assert isinstance(found, Greeted)
        return found.key

    assert key() == key()
    others = [key(EventKey="L"), key(CreateTime="1348831861"), key(FromUserName="oBob"), key(Event="SCAN")]
    assert len({key(), *others}) == 5


def test_what_became_of_a_template() -> None:
    told = incoming(MsgType="event", Event="TEMPLATESENDJOBFINISH", MsgID="7", Status="failed:user block")
    assert told == TemplateReceipts((("7", Status.FAILED, "failed:user block"),))


@pytest.mark.parametrize(
    "values",
    [
        {"MsgType": "text", "Content": "a"},
        {"MsgType": "text", "Content": "a", "MsgId": "one"},
        {"MsgType": "image", "MsgId": "1"},
        {"MsgType": "event"},
        {"MsgType": "event", "Event": "<script>"},
        {"MsgType": "location", "Location_X": "91", "Location_Y": "0", "MsgId": "1"},
        {"MsgType": "location", "Location_X": "nan", "Location_Y": "0", "MsgId": "1"},
        {"MsgType": "strange", "MsgId": "1"},
        {"MsgType": "text", "Content": "a", "MsgId": "1", "CreateTime": "now"},
        {"MsgType": "text", "Content": "a", "MsgId": "1", "FromUserName": ""},
        {},
    ],
)
def test_what_is_no_callback_of_wechats_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        incoming(**values)


def test_another_accounts_callback_is_refused() -> None:
    with pytest.raises(BadInput, match="another account"):
        read_incoming(fields(MsgType="text", Content="a", MsgId="1"), account(origin_id="gh_2"))
