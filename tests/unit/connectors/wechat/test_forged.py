"""A callback of which any byte was changed is refused, and so is one of another time."""

from datetime import UTC, datetime

import pytest

from connectors.kit.weixin.callbacks import WINDOW_S, Receiver, open_callback, query_of, write_reply
from connectors.kit.weixin.cipher import MessageCipher
from connectors.kit.weixin.xml import Fields, read_xml, write_xml
from hub.errors import BadInput, BadSignature, TooLarge
from tests.unit.connectors.wechat.callbacks import KEY, TOKEN, sealed

AT = 1_795_900_000
NOW = datetime.fromtimestamp(AT, UTC)
XML = write_xml({"FromUserName": "oAnna", "MsgType": "text", "Content": "挂失", "MsgId": 1})
RECEIVER = Receiver(TOKEN, MessageCipher(KEY, "wx5823bf96d3bd56c7"))
PLAIN = Receiver(TOKEN, MessageCipher(KEY, "wx5823bf96d3bd56c7"), unsafe_plain=True)


def opened(query: dict[str, str], body: bytes) -> Fields | None:
    """What it says, None where it is refused."""
    try:
        return open_callback(RECEIVER, query, body, NOW)
    except (BadInput, BadSignature):  # 400 and 403
        return None


def changes(text: str) -> list[str]:
    """The text with each of its characters changed, taken out, and doubled."""
    found = []
    for place, char in enumerate(text):
        other = "0" if char != "0" else "1"
        found += [text[:place] + each + text[place + 1 :] for each in (other, "", char * 2)]
    return [each for each in found if each != text]


def test_the_true_one_is_opened() -> None:
    assert opened(*sealed(XML, AT)) == read_xml(XML)


@pytest.mark.parametrize("name", ["msg_signature", "timestamp", "nonce"])
def test_every_byte_of_what_is_signed_counts(name: str) -> None:
    query, body = sealed(XML, AT)
    accepted = [each for each in changes(query[name]) if opened(query | {name: each}, body) is not None]
    assert accepted == []
    assert opened({key: value for key, value in query.items() if key != name}, body) is None


def test_every_byte_of_the_cipher_text_counts() -> None:
    query, body = sealed(XML, AT)
    begin, end = body.index(b"<Encrypt><![CDATA[") + 18, body.index(b"]]></Encrypt>")
    tried, accepted = 0, []
    for place in range(begin, end):
        for other in {body[place] ^ 1, body[place] ^ 32, ord("A")} - {body[place]}:
            tried += 1
            if opened(query, body[:place] + bytes([other]) + body[place + 1 :]) is not None:
                accepted.append(place)
    assert tried > 300
    assert accepted == []


@pytest.mark.parametrize("late_s", [WINDOW_S + 1, -WINDOW_S - 1, 86_400.0, -86_400.0])
def test_another_time_is_refused(late_s: float) -> None:
    query, body = sealed(XML, int(AT + late_s))
    assert opened(query, body) is None


def test_of_a_compatible_body_the_cipher_text_alone_counts() -> None:
    query, body = sealed(XML, AT)
    forged = body.replace(b"<xml>", b"<xml><MsgType>text</MsgType><Content>forged</Content>")
    assert opened(query, forged) == read_xml(XML)


def test_a_plain_body_is_refused_unless_a_setting_says_that_it_is_unsafe() -> None:
    query, _ = sealed(XML, AT)
    plain = {name: query[name] for name in ("timestamp", "nonce", "signature")}
    with pytest.raises(BadSignature, match="encrypted"):
        open_callback(RECEIVER, plain, XML, NOW)
    assert open_callback(PLAIN, plain, XML, NOW) == read_xml(XML)
    with pytest.raises(BadSignature):
        open_callback(PLAIN, plain | {"signature": "0" * 40}, XML, NOW)
    with pytest.raises(BadSignature):
        open_callback(PLAIN, query | {"msg_signature": ""}, XML, NOW)


def test_a_body_has_a_bound() -> None:
    query, _ = sealed(XML, AT)
    with pytest.raises(TooLarge):
        open_callback(RECEIVER, query, b"<xml>" + b" " * 300_000 + b"</xml>", NOW)


@pytest.mark.parametrize("query", ["nonce=1&nonce=2", "a=1&a=1"])
def test_a_parameter_that_stands_twice_is_refused(query: str) -> None:
    with pytest.raises(BadInput):
        query_of(query)


def test_a_reply_can_be_read_by_who_has_the_key() -> None:
    reply = read_xml(write_reply(RECEIVER, XML, at=AT))
    query = {"msg_signature": reply["MsgSignature"], "timestamp": reply["TimeStamp"], "nonce": reply["Nonce"]}
    assert open_callback(RECEIVER, query, write_xml({"Encrypt": reply["Encrypt"]}), NOW) == read_xml(XML)
