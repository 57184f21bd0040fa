"""A callback of which anything was changed is refused, by the webhook's code and by the ingress's check."""

from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from pydantic import SecretStr

from connectors.kit.weixin.callbacks import WINDOW_S, check_address, open_callback
from connectors.kit.weixin.cipher import MessageCipher, signature_of
from connectors.kit.weixin.xml import read_xml, write_xml
from connectors.wecom.ingress import open_checks
from connectors.wecom.served import receiver_of
from hub.errors import BadInput, BadSignature
from hub.ports import Callback
from tests.unit.connectors.wecom.callbacks import account

AT = 1_795_900_000
NOW = datetime.fromtimestamp(AT, UTC)
ACCOUNT = account()
KEY, TOKEN = ACCOUNT.encoding_aes_key.get_secret_value(), ACCOUNT.token.get_secret_value()
XML = write_xml({"FromUserName": "LiLei", "MsgType": "text", "Content": "挂失", "MsgId": 1, "AgentID": 1})


def sealed(xml: bytes, at: int, corp_id: str = ACCOUNT.corp_id) -> tuple[dict[str, str], bytes]:
    encrypted, nonce = MessageCipher(KEY, corp_id).encrypt(xml), "1372623149"
    signature = signature_of(TOKEN, str(at), nonce, encrypted)
    body = write_xml({"ToUserName": corp_id, "AgentID": "1", "Encrypt": encrypted})
    return {"msg_signature": signature, "timestamp": str(at), "nonce": nonce}, body


def accepted(query: dict[str, str], body: bytes) -> bool:
    """Whether the webhook's code or the ingress takes it: they always agree."""
    try:
        opened = open_callback(receiver_of(ACCOUNT), query, body, NOW) == read_xml(XML)
    except (BadInput, BadSignature):
        opened = False
    (check,) = open_checks([ACCOUNT]).values()
    try:
        taken = check.check(Callback("POST", "/wecom/staff", urlencode(query), {}, body), NOW)
    except (BadInput, BadSignature):
        taken = None
    assert opened == (taken is not None)
    return opened


def changes(text: str) -> list[str]:
    """The text with each of its characters changed, taken out, and doubled."""
    found = []
    for place, char in enumerate(text):
        other = "0" if char != "0" else "1"
        found += [text[:place] + each + text[place + 1 :] for each in (other, "", char * 2)]
    return [each for each in found if each != text]


def test_the_true_one_is_taken_and_told_so_with_an_empty_body() -> None:
    query, body = sealed(XML, AT)
    assert accepted(query, body)
    (check,) = open_checks([ACCOUNT]).values()
    taken = check.check(Callback("POST", "/wecom/staff", urlencode(query), {}, body), NOW)
    assert taken is not None
    assert (taken.body, taken.ordered_by) == (b"", "LiLei")


@pytest.mark.parametrize("name", ["msg_signature", "timestamp", "nonce"])
def test_every_byte_of_what_is_signed_counts(name: str) -> None:
    query, body = sealed(XML, AT)
    assert [each for each in changes(query[name]) if accepted(query | {name: each}, body)] == []
    assert not accepted({key: value for key, value in query.items() if key != name}, body)


def test_every_byte_of_the_cipher_text_counts() -> None:
    query, body = sealed(XML, AT)
    begin, end = body.index(b"<Encrypt><![CDATA[") + 18, body.index(b"]]></Encrypt>")
    changed = [
        body[:place] + bytes([other]) + body[place + 1 :]
        for place in range(begin, end)
        for other in {body[place] ^ 1, ord("A")} - {body[place]}
    ]
    assert len(changed) > 200
    assert [each for each in changed if accepted(query, each)] == []


@pytest.mark.parametrize("late_s", [WINDOW_S + 1, -WINDOW_S - 1])
def test_another_time_is_refused(late_s: float) -> None:
    assert not accepted(*sealed(XML, int(AT + late_s)))


def test_what_is_meant_for_another_corporation_or_in_the_clear_is_refused() -> None:
    assert not accepted(*sealed(XML, AT, "ww00000000000b0002"))
    query, _ = sealed(XML, AT)
    plain = {"timestamp": str(AT), "nonce": "1", "signature": signature_of(TOKEN, str(AT), "1")}
    assert not accepted(plain, XML)
    assert not accepted(query, XML)


def test_the_address_is_proved_by_words_that_only_the_key_can_read() -> None:
    echo = MessageCipher(KEY, ACCOUNT.corp_id).encrypt(b"1616140317555161061")
    query = {"timestamp": str(AT), "nonce": "1372623149", "echostr": echo}
    query["msg_signature"] = signature_of(TOKEN, *query.values())
    assert check_address(receiver_of(ACCOUNT), query, NOW) == "1616140317555161061"
    with pytest.raises(BadSignature):
        check_address(receiver_of(ACCOUNT), query | {"nonce": "2"}, NOW)


def test_each_application_and_corporation_has_an_address_and_takes_its_own_alone() -> None:
    others = [
        account(name="sister", agent_id=2, token=SecretStr("another-token")),
        account(name="abroad", corp_id="ww00000000000b0002"),
    ]
    checks = open_checks([ACCOUNT, *others])
    assert set(checks) == {"/wecom/staff", "/wecom/sister", "/wecom/abroad"}
    query, body = sealed(XML, AT)
    for path, check in checks.items():
        callback = Callback("POST", path, urlencode(query), {}, body)
        if path == "/wecom/staff":
            assert check.check(callback, NOW) is not None
        else:
            with pytest.raises(BadSignature):
                check.check(callback, NOW)
