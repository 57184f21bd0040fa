"""The examples of the vendor's pages, in XML and JSON, in the house's words; and what is none of them."""

from typing import Any

import pytest

from connectors.kit.ignored import Ignored
from connectors.kit.weixin.incoming import (
    PERSON,
    Greeted,
    Incoming,
    TemplateReceipts,
    WantedMedia,
    WeixinMessage,
)
from connectors.kit.weixin.json_body import is_json, read_json
from connectors.kit.weixin.xml import Fields, read_xml
from connectors.miniprogram.known import NOTHING_HERE
from connectors.miniprogram.translate import read_incoming
from hub.errors import BadInput
from hub.messages import Status, Text
from hub.settings import ROOT
from tests.unit.connectors.miniprogram.callbacks import account

PAYLOADS = sorted((ROOT / "connectors" / "miniprogram" / "payloads").iterdir())
BECOMES: dict[str, type[Any]] = {
    "said": WeixinMessage,
    "greeted": Greeted,
    "told": TemplateReceipts,
    "ignored": Ignored,
}
OPENID = "oia2TjuEGTNoeX76QEjQNrcURxG8"


def fields(**values: str) -> Fields:
    return {"ToUserName": "gh_1", "FromUserName": "oAnna", "CreateTime": "1348831860", **values}


def read(body: bytes) -> Incoming:
    return read_incoming(read_json(body) if is_json(body) else read_xml(body.strip()), account())


def test_the_payloads_are_of_both_forms() -> None:
    assert {path.suffix for path in PAYLOADS} == {".json", ".xml"}


@pytest.mark.parametrize("path", PAYLOADS, ids=lambda path: path.name)
def test_a_recorded_payload_becomes_what_its_name_says(path: Any) -> None:
    assert isinstance(read(path.read_bytes()), BECOMES[path.name.partition("-")[0]])


@pytest.mark.parametrize("kind", ["text", "image", "miniprogrampage"])
def test_both_forms_say_the_same(kind: str) -> None:
    forms = [path.read_bytes() for path in PAYLOADS if path.stem == f"said-{kind}"]
    assert len(forms) == 2
    said = [read(form.replace(b"title", b"Title")) for form in forms]
    if kind != "miniprogrampage":
        assert said[0] == said[1]
    assert all(isinstance(each, WeixinMessage) and each.customer == OPENID for each in said)
    assert {each.provider_id for each in said if isinstance(each, WeixinMessage)} == {"1234567890123456"}


def test_a_long_id_keeps_all_its_digits() -> None:
    said = read(
        b'{"ToUserName":"gh_1","FromUserName":"oAnna","CreateTime":1482048670,"MsgType":"text",'
        b'"Content":"a","MsgId":23749823749827349827}'
    )
    assert isinstance(said, WeixinMessage)
    assert said.provider_id == "23749823749827349827"


def test_a_session_begins_what_the_account_says_and_keeps_the_way() -> None:
    entered = fields(MsgType="event", Event="user_enter_tempsession")
    sessions = {"loss": "say:怎么挂失", "desk": "person"}

    def opened(**more: str) -> Incoming:
        return read_incoming(entered | more, account(sessions=sessions))

    said, person = opened(SessionFrom="loss"), opened(SessionFrom="desk")
    assert isinstance(said, WeixinMessage)
    assert said.segments == (Text(text="怎么挂失"),)
    assert isinstance(person, WeixinMessage)
    assert person.segments == (PERSON,)
    assert (said.gives, said.way, person.way) == ("enter", "loss", "desk")
    other, none = opened(SessionFrom='{"nickName":"安娜"}'), opened()
    assert isinstance(other, Greeted)
    assert isinstance(none, Greeted)
    assert (other.way, none.way) == ("", ""), "a customer's name is no way in"
    assert len({other.key, none.key, said.provider_id, person.provider_id}) == 4


def test_a_picture_is_wanted() -> None:
    said = read_incoming(fields(MsgType="image", MediaId="m1", MsgId="1"), account())
    assert isinstance(said, WeixinMessage)
    assert said.wanted == WantedMedia("image", "m1")


@pytest.mark.parametrize(("code", "status"), [("0", Status.DELIVERED), ("43101", Status.FAILED)])
def test_receipts_of_subscription_messages(code: str, status: Status) -> None:
    one = {"TemplateId": "T1", "MsgID": "17", "ErrorCode": code, "ErrorStatus": "said"}
    event = fields(MsgType="event", Event="subscribe_msg_sent_event")
    for more in ({"List": [one]}, {"List": one}, {"SubscribeMsgSentEvent": {"List": one}}):
        told = read_incoming({**event, **more}, account())
        assert isinstance(told, TemplateReceipts)
        assert [each[:2] for each in told.receipts] == [("17", status)]


def test_known_events_are_ignored_by_name_and_others_are_counted_together() -> None:
    names = sorted(NOTHING_HERE)
    assert "xpay_goods_deliver_notify" in names
    assert "subscribe_msg_popup_event" in names
    for name in names:
        assert read_incoming(fields(MsgType="event", Event=name), account()) == Ignored(f"event.{name}")
    unknown = read_incoming(fields(MsgType="event", Event="new_in_2027"), account())
    assert unknown == Ignored("event.other")


ALIEN: list[dict[str, str]] = [
    {"MsgType": "text", "Content": "a"},
    {"MsgType": "text", "Content": "a", "MsgId": "x"},
    {"MsgType": "image", "MsgId": "1"},
    {"MsgType": "miniprogrampage", "MsgId": "1"},
    {"MsgType": "location", "MsgId": "1"},
    {"MsgType": "event"},
    {"MsgType": "event", "Event": "no event <"},
    {},
]


@pytest.mark.parametrize("alien", ALIEN)
def test_what_a_mini_program_does_not_get_is_refused(alien: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        read_incoming(fields(**alien), account())


def test_another_accounts_callback_is_refused() -> None:
    said = fields(MsgType="text", Content="a", MsgId="1")
    with pytest.raises(BadInput, match="another account"):
        read_incoming(said, account(origin_id="gh_2"))
    assert isinstance(read_incoming(said, account(origin_id="gh_1")), WeixinMessage)
