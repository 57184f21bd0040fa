"""Whatever is changed of a callback by one byte, no channel's check takes it for the provider's."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from pydantic import SecretStr

from connectors.kit.weixin.cipher import MessageCipher, signature_of
from connectors.kit.weixin.xml import read_xml, write_xml
from connectors.miniprogram.account import MiniProgramAccount
from connectors.miniprogram.ingress import open_checks as miniprogram_checks
from connectors.sms.account import TwilioAccount
from connectors.sms.ingress import open_checks as sms_checks
from connectors.sms.twilio.signing import FORM, HEADER, sign
from connectors.wechat.ingress import open_checks as wechat_checks
from connectors.wecom.account import WecomAccount
from connectors.wecom.ingress import open_checks as wecom_checks
from connectors.wecom_kf.account import WecomKfAccount
from connectors.wecom_kf.ingress import open_checks as wecom_kf_checks
from hub.errors import BadInput, BadSignature, TooLarge
from hub.ports import Callback, CallbackCheck
from tests.unit.connectors.wechat.callbacks import KEY, TOKEN, account
from yuanqiao.channels import read_manifests

AT = 1_795_900_000
NOW = datetime.fromtimestamp(AT, UTC)

CORP = "ww0123456789abcdef"

Example = tuple[CallbackCheck, Callback]


def weixin_call(path: str, receiver: str, to: str, fields: dict[str, Any]) -> Callback:
    """A callback as Weixin seals it."""
    encrypted, nonce = (
        MessageCipher(KEY, receiver).encrypt(write_xml({"ToUserName": to, **fields})),
        "1372623149",
    )
    query = {
        "signature": signature_of(TOKEN, str(AT), nonce),
        "timestamp": str(AT),
        "nonce": nonce,
        "openid": fields["FromUserName"],
        "encrypt_type": "aes",
        "msg_signature": signature_of(TOKEN, str(AT), nonce, encrypted),
    }
    outside = {"ToUserName": to} | {name: fields[name] for name in ("AgentID",) if name in fields}
    return Callback("POST", path, urlencode(query), {}, write_xml({**outside, "Encrypt": encrypted}))


SAID = {"FromUserName": "oAnna", "CreateTime": AT, "MsgType": "text", "Content": "挂失", "MsgId": 1}


def wechat() -> Example:
    one = account(origin_id="gh_retail")
    (check,) = wechat_checks([one]).values()
    return check, weixin_call("/wechat/retail", one.app_id, "gh_retail", SAID)


def sms() -> Example:
    one = TwilioAccount.model_construct(
        name="abroad",
        provider="twilio",
        account_sid="AC" + "a" * 32,
        auth_token=SecretStr(TOKEN),
        number="+12025550100",
        public_url="https://sms.bank.example",
    )
    form = {
        "AccountSid": one.account_sid,
        "Body": "挂失 card",
        "From": "+12025550123",
        "MessageSid": "SM" + "1" * 32,
        "NumMedia": "0",
        "To": one.number,
    }
    headers = {"content-type": FORM, HEADER: sign(TOKEN, "https://sms.bank.example/sms/abroad", form)}
    checks = sms_checks([one])
    return checks["/sms/abroad"], Callback("POST", "/sms/abroad", "", headers, urlencode(form).encode())


def wecom() -> Example:
    one = WecomAccount.model_construct(
        name="staff",
        corp_id=CORP,
        agent_id=7,
        secret=SecretStr("secret"),
        token=SecretStr(TOKEN),
        encoding_aes_key=SecretStr(KEY),
    )
    (check,) = wecom_checks([one]).values()
    return check, weixin_call("/wecom/staff", CORP, CORP, {**SAID, "FromUserName": "anna", "AgentID": 7})


def wecom_kf() -> Example:
    one = WecomKfAccount.model_construct(
        name="care",
        corp_id=CORP,
        open_kfid="wk0123456789abcdef",
        secret=SecretStr("secret"),
        token=SecretStr(TOKEN),
        encoding_aes_key=SecretStr(KEY),
    )
    (check,) = wecom_kf_checks([one]).values()
    nudge = {"FromUserName": "sys", "CreateTime": AT, "MsgType": "event", "Event": "kf_msg_or_event"}
    nudge |= {"Token": "t", "OpenKfId": one.open_kfid}
    return check, weixin_call("/wecom_kf/care", CORP, CORP, nudge)


def miniprogram() -> Example:
    """In JSON, as mini-programs may have it."""
    one = MiniProgramAccount.model_construct(
        name="bank",
        app_id="wx5823bf96d3bd56c7",
        origin_id="gh_bank",
        secret=SecretStr("secret"),
        token=SecretStr(TOKEN),
        encoding_aes_key=SecretStr(KEY),
    )
    (check,) = miniprogram_checks([one]).values()
    in_xml = weixin_call("/miniprogram/bank", one.app_id, "gh_bank", SAID)
    return check, replace(in_xml, body=json.dumps(read_xml(in_xml.body)).encode())


EXAMPLES: dict[str, Callable[[], Example]] = {
    "miniprogram": miniprogram,
    "sms": sms,
    "wechat": wechat,
    "wecom": wecom,
    "wecom_kf": wecom_kf,
}

SIGNED = ("signature", "timestamp", "nonce", "msg_signature")
"""The parameters that the provider vouches for; `openid` and `encrypt_type` are read by nobody."""


def others(text: str) -> Iterator[str]:
    """The text with each of its characters changed in one bit, in another, taken out, and doubled."""
    for place, char in enumerate(text):
        for other in (chr(ord(char) ^ 1), chr(ord(char) ^ 32), "", char * 2):
            yield text[:place] + other + text[place + 1 :]


def forgeries(true: Callback) -> Iterator[Callback]:
    """The callback with one byte of signature, nonce, time or body changed."""
    query = dict(parse_qsl(true.query))
    for name in SIGNED:
        for value in others(query.get(name, "")):
            yield replace(true, query=urlencode(query | {name: value}))
    for value in others(true.headers.get(HEADER, "")):
        yield replace(true, headers={**true.headers, HEADER: value})
    for place, byte in enumerate(true.body):
        for other in (byte ^ 1, byte ^ 32, byte ^ 128):
            yield replace(true, body=true.body[:place] + bytes([other]) + true.body[place + 1 :])


def respells(forged: Callback, true: Callback) -> bool:
    """Whether a form says the same in another spelling (%e6 for %E6), which is what its signature is of."""
    if HEADER not in true.headers or forged.body == true.body:
        return False
    said = [parse_qsl(each.body.decode("latin-1"), keep_blank_values=True) for each in (forged, true)]
    return said[0] == said[1]


def taken(check: CallbackCheck, callback: Callback) -> bool:
    try:
        return check.check(callback, NOW) is not None
    except (BadInput, BadSignature, TooLarge):  # 4xx; anything else is a fault
        return False


def test_every_channel_with_a_check_is_tried_here() -> None:
    assert {each.name for each in read_manifests() if each.checks} == set(EXAMPLES)


@pytest.mark.parametrize("channel", EXAMPLES)
def test_accepted_of_all_that_was_changed_by_a_byte_are_none(channel: str) -> None:
    check, true = EXAMPLES[channel]()
    assert taken(check, true)
    tried = [each for each in forgeries(true) if each != true and not respells(each, true)]
    assert len(tried) > 500
    accepted = [each for each in tried if taken(check, each)]
    assert accepted == []
