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
    Unfollowed,
    WantedMedia,
    WeixinMessage,
    to_arrival,
)
from connectors.kit.weixin.xml import Fields, read_xml
from connectors.wecom.known import NOTHING_HERE
from connectors.wecom.translate import PICK, read_incoming, to_pick
from hub.errors import BadInput
from hub.messages import Choice, File, Image, Link, Location, Media, Text
from hub.settings import ROOT
from tests.support.recorded import cases, named, needs_recorded
from tests.unit.connectors.wecom.callbacks import account
from tests.unit.connectors.weixin.meanings import meaning_of

PAYLOADS = ROOT / "connectors" / "wecom" / "payloads"
STAFF = AccountKey("wecom", "staff")
AT = datetime(2026, 11, 28, tzinfo=UTC)
MEDIA = Media(id="a" * 64, mime="image/png", bytes=10)

EXPECTED: dict[str, type[Any]] = {
    "work.message.text": WeixinMessage,
    "work.message.image": WeixinMessage,
    "work.message.voice": WeixinMessage,
    "work.message.video": WeixinMessage,
    "work.message.location": WeixinMessage,
    "work.message.link": WeixinMessage,
    "work.event.subscribe": Greeted,
    "work.event.CLICK": Greeted,
}
"""What a kind becomes; all others are known and mean nothing here."""

ALIEN = "work.message.notsure"


def read(xml: str, **of_account: object) -> Incoming:
    return read_incoming(read_xml(xml.strip().encode()), account(**of_account))


def fields(**values: Any) -> Fields:
    common = {"ToUserName": "ww1", "FromUserName": "LiLei", "CreateTime": "1348831860", "AgentID": "1"}
    return {**common, **values}


def incoming(**values: Any) -> Incoming:
    keys = {"LOSS": "say:银行卡丢了怎么挂失"}
    return read_incoming(fields(**values), account(keys=keys, scenes={"branch-12": "person"}))


@needs_recorded
@pytest.mark.parametrize("case", cases("work.message.", "work.event."), ids=named)
def test_every_recorded_callback_has_its_meaning(case: dict[str, Any]) -> None:
    if case["kind"] == ALIEN:
        with pytest.raises(BadInput):
            read(case["xml"])
        return
    found = read(case["xml"])
    assert isinstance(found, EXPECTED.get(case["kind"], Ignored))
    if isinstance(found, Ignored):
        event = found.kind.removeprefix("event.")
        assert event.casefold() == case["kind"].removeprefix("work.event.").casefold()
    if isinstance(found, WeixinMessage):
        assert found.provider_id == case["fields"]["MsgId"]
        media = MEDIA if found.wanted else None
        arrival = to_arrival(found, STAFF, AT, "c", media)
        assert (arrival.channel, arrival.external_id) == ("wecom", case["fields"]["FromUserName"])
        assert arrival == to_arrival(found, STAFF, AT, "c", media), "the same in gives the same out"


@needs_recorded
def test_there_are_recorded_callbacks() -> None:
    assert len(cases("work.message.", "work.event.")) > 20


@pytest.mark.parametrize("path", sorted(PAYLOADS.glob("*.xml")), ids=lambda path: path.stem)
def test_every_example_of_the_vendor_has_its_meaning(path: Path) -> None:
    found = read(path.read_text(encoding="utf-8"))
    assert type(found) is meaning_of(path)
    if isinstance(found, Ignored):
        assert found.kind.removeprefix("event.") in NOTHING_HERE, "it is counted under its own name"


def test_there_are_examples() -> None:
    assert len(list(PAYLOADS.glob("*.xml"))) >= 20


def test_words_files_places_and_links() -> None:
    said = incoming(MsgType="text", Content=" 挂失 ", MsgId="1")
    assert isinstance(said, WeixinMessage)
    assert said.segments == (Text(text=" 挂失 "),)
    assert incoming(MsgType="text", Content=" ", MsgId="1") == Ignored("message.empty")
    place = incoming(MsgType="location", Location_X="31.2", Location_Y="121.5", Label="上海", MsgId="1")
    assert isinstance(place, WeixinMessage)
    assert place.segments == (Location(latitude=31.2, longitude=121.5, address="上海"),)
    link = incoming(MsgType="link", Title="t", Description="d", Url="https://bank.example/", MsgId="1")
    assert isinstance(link, WeixinMessage)
    assert link.segments == (Link(title="t", url="https://bank.example/", description="d"),)
    odd = incoming(MsgType="link", Title="t", Url="javascript:alert(1)", MsgId="1")
    assert isinstance(odd, WeixinMessage)
    assert odd.segments == (Text(text="t\njavascript:alert(1)"),)


def test_a_file_is_wanted_and_kept_as_what_it_is() -> None:
    file = incoming(MsgType="file", MediaId="m", Title="合同.pdf", MsgId="1")
    assert isinstance(file, WeixinMessage)
    assert file.wanted == WantedMedia("file", "m", name="合同.pdf")
    pdf = Media(id="b" * 64, mime="application/pdf", bytes=9)
    assert to_arrival(file, STAFF, AT, "c", pdf).segments == (File(media=pdf),)
    picture = incoming(MsgType="image", MediaId="m", PicUrl="http://127.0.0.1/x", MsgId="1")
    assert isinstance(picture, WeixinMessage)
    assert to_arrival(picture, STAFF, AT, "c", MEDIA).segments == (Image(media=MEDIA),)
    (words,) = to_arrival(file, STAFF, AT, "c").segments
    assert isinstance(words, Text)
    assert words.text.startswith("[文件]")


def test_a_button_is_the_option_that_it_stands_for() -> None:
    key = to_pick("c1.2-1-abc", "信用卡:白金")
    assert PICK.fullmatch(key)
    tapped = {"MsgType": "event", "Event": "template_card_event", "TaskId": "t", "ResponseCode": "r"}
    said = incoming(**tapped, EventKey=key)
    assert isinstance(said, WeixinMessage)
    assert said.segments == (Choice(id="c1.2-1-abc", label="信用卡:白金"),)
    other = incoming(**tapped, EventKey="LOSS")
    assert isinstance(other, WeixinMessage)
    assert other.segments == (Text(text="银行卡丢了怎么挂失"),)
    assert isinstance(incoming(**tapped, EventKey="pick:../../x:a"), Greeted), "no id of ours"


def test_keys_and_scanned_codes_begin_what_they_name() -> None:
    tap = incoming(MsgType="event", Event="click", EventKey="LOSS")
    assert isinstance(tap, WeixinMessage)
    assert (tap.segments, tap.gives) == ((Text(text="银行卡丢了怎么挂失"),), "click")
    person = incoming(MsgType="event", Event="CLICK", EventKey="person")
    assert isinstance(person, WeixinMessage)
    assert person.segments == (Choice(id="person", label="转人工"),)
    scanned = {"MsgType": "event", "Event": "scancode_waitmsg", "EventKey": "SCAN"}
    scan = incoming(**scanned, ScanCodeInfo={"ScanType": "qrcode", "ScanResult": "branch-12"})
    assert isinstance(scan, WeixinMessage)
    assert (scan.way, scan.gives) == ("branch-12", "scan")
    unknown = incoming(**scanned, ScanCodeInfo={"ScanType": "qrcode", "ScanResult": "other"})
    assert isinstance(unknown, Greeted)


def test_who_opens_the_application_is_greeted_once_a_day_of_chinas() -> None:
    def entered(at: int, **of_account: object) -> Incoming:
        said = fields(MsgType="event", Event="enter_agent", EventKey="", CreateTime=str(at))
        return read_incoming(said, account(**of_account))

    midnight = int(datetime(2026, 11, 28, 16, tzinfo=UTC).timestamp())  # 00:00 in China
    last, first, later = (entered(midnight + s) for s in (-1, 0, 86_399))
    assert isinstance(last, Greeted)
    assert isinstance(first, Greeted)
    assert first == later != last
    assert entered(midnight, greet_on_enter=False) == Ignored("event.enter_agent")


def test_an_event_is_known_by_member_time_event_key_and_card() -> None:
    def key(**more: str) -> str:
        said = {"Event": "template_card_event", "EventKey": "K", "TaskId": "t", "ResponseCode": "r"}
        found = read_incoming(fields(MsgType="event", **(said | more)), account())
        assert isinstance(found, Greeted)
        return found.key

    assert key() == key()
    changed = [{"EventKey": "L"}, {"CreateTime": "1348831861"}, {"FromUserName": "HanMeimei"}]
    changed += [{"TaskId": "u"}, {"ResponseCode": "s"}]
    assert len({key(), *(key(**each) for each in changed)}) == 6


def test_who_leaves_is_marked_and_who_is_nobody_refused() -> None:
    assert incoming(MsgType="event", Event="unsubscribe") == Unfollowed("LiLei")
    for member in ("LiLei|HanMeimei", "@all", "a" * 65, "Li Lei", ""):
        with pytest.raises(BadInput):
            incoming(MsgType="text", Content="a", MsgId="1", FromUserName=member)


def test_an_event_that_nobody_knows_is_counted_as_other() -> None:
    assert incoming(MsgType="event", Event="brand_new_event") == Ignored("event.other")


@pytest.mark.parametrize(
    "values",
    [
        {"MsgType": "text", "Content": "a"},
        {"MsgType": "text", "Content": "a", "MsgId": "one"},
        {"MsgType": "text", "Content": {"b": "c"}, "MsgId": "1"},
        {"MsgType": "image", "MsgId": "1"},
        {"MsgType": "link", "MsgId": "1"},
        {"MsgType": "event"},
        {"MsgType": "event", "Event": "<script>"},
        {"MsgType": "location", "Location_X": "91", "Location_Y": "0", "MsgId": "1"},
        {"MsgType": "strange", "MsgId": "1"},
        {"MsgType": "text", "Content": "a", "MsgId": "1", "CreateTime": "now"},
        {"MsgType": "text", "Content": "a", "MsgId": "1", "AgentID": "2"},
        {},
    ],
)
def test_what_is_no_callback_of_this_application_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        incoming(**values)
