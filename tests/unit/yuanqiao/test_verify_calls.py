"""Cases about what is sent and signed, made here: each is tried on the true code, and each change is seen."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from connectors.kit.verifying import CaseVerdict
from connectors.kit.weixin.cipher import MessageCipher, signature_of
from connectors.sms.twilio.signing import sign
from yuanqiao.verifying import verify_files

OK = {"errcode": 0, "errmsg": "ok"}
SEND = "/cgi-bin/message/custom/send"
WORK_SEND = "/cgi-bin/message/send"
KF_SEND = "/cgi-bin/kf/send_msg"


def contract(kind: str, endpoint: str, request: Any, **more: Any) -> dict[str, Any]:
    case = {"kind": f"{kind}.api_contract", "method": "POST", "endpoint": endpoint, "request": request}
    return {**case, "response": OK, **more}


def text(**more: Any) -> dict[str, Any]:
    return {"touser": "oAnna", "msgtype": "text", "text": {"content": "您好"}, **more}


Tried = list[tuple[dict[str, Any], str, str]]
"""A case, its result, and words of the reason."""

MENU = {"button": [{"type": "location_select"}]}

STABLE = {"grant_type": "client_credential", "appid": "wx1", "secret": "s"}
TOKEN_OF = {"access_token": "T", "expires_in": 7200}
GOT = {"method": "GET", "query": "corpid=ww1&corpsecret=s"}

SAID_IN_JSON = {
    "ToUserName": "gh_1",
    "FromUserName": "oAnna",
    "CreateTime": 1795900000,
    "MsgType": "text",
    "Content": "你好",
    "MsgId": 1,
}

CALLS: Tried = [
    (contract("mp", SEND, text()), "passed", ""),
    (contract("mp", f"https://api.weixin.qq.com{SEND}?access_token=T", text()), "passed", ""),
    (contract("mp", f"https://qyapi.weixin.qq.com{SEND}", text()), "skipped", "endpoint unused"),
    (contract("mp", SEND, text(), method="GET"), "failed", "the method is POST"),
    (contract("mp", SEND, text(), query="access_token=T&type=1"), "failed", "the query"),
    (contract("mp", SEND, text(), multipart=True), "failed", "a form"),
    (contract("mp", SEND, text(to_all=1)), "unsupported", "never sends to_all"),
    (contract("mp", SEND, {"to": "oAnna", "msgtype": "text", "text": {"content": "a"}}), "failed", "touser"),
    (contract("mp", SEND, {"touser": "oAnna", "msgtype": "wxcard"}), "unsupported", "wxcard"),
    (contract("mp", SEND, text(), response={"errcode": 45015, "errmsg": "window"}), "passed", ""),
    (
        contract("mp", "/cgi-bin/media/upload", None, query="type=image", response={"media_id": "M"}),
        "passed",
        "",
    ),
    (contract("mp", "/cgi-bin/media/upload", None, query="type=image"), "failed", "for a no"),
    (
        contract("mp", "/cgi-bin/menu/create", {"button": [{"type": "location_select"}]}),
        "unsupported",
        "button",
    ),
    (contract("mp", "/cgi-bin/stable_token", STABLE, response={**OK, **TOKEN_OF}), "passed", ""),
    (contract("mp", "/cgi-bin/stable_token", {**STABLE, "grant_type": "other"}), "failed", "grant_type"),
    (contract("mp", "/cgi-bin/stable_token", STABLE), "failed", "for a no"),
    (contract("work", "/cgi-bin/gettoken", None, **GOT, response={**OK, **TOKEN_OF}), "passed", ""),
    ({"kind": "mp.api_response", "endpoint_hint": "message/custom/send", "response": OK}, "passed", ""),
    (
        {"kind": "mp.api_response", "endpoint_hint": "media/upload", "response": OK},
        "failed",
        "for a no",
    ),
    ({"kind": "mp.api_response", "endpoint_hint": "tags/get", "response": {"tags": []}}, "skipped", "unused"),
    ({"kind": "mp.api_response", "response": {"errcode": 40003, "errmsg": "bad"}}, "passed", ""),
    (contract("miniprogram", SEND, text()), "passed", ""),
    (contract("miniprogram", SEND, {"touser": "oAnna", "msgtype": "voice"}), "unsupported", "voice"),
    ({"kind": "miniprogram.message.text", "json": SAID_IN_JSON, "fields": {"Content": "你好"}}, "passed", ""),
    ({"kind": "miniprogram.message.text", "json": {**SAID_IN_JSON, "MsgId": ""}}, "unsupported", "MsgId"),
    (contract("work", WORK_SEND, text(agentid=7)), "passed", ""),
    (contract("work", WORK_SEND, text(agent=7, agentid=7)), "unsupported", "never sends agent"),
    (contract("work", WORK_SEND, text()), "failed", "agentid"),
    (contract("work", KF_SEND, text(open_kfid="wk123456")), "passed", ""),
    (contract("work", KF_SEND, text(kfid="wk123456")), "failed", "open_kfid"),
    (
        contract(
            "work",
            "/cgi-bin/kf/sync_msg",
            {"cursor": "a", "token": "t"},
            response={**OK, "next_cursor": "b", "has_more": 1, "msg_list": []},
        ),
        "passed",
        "",
    ),
]


KEY, TOKEN = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "token"
SAYS = "<xml><FromUserName>oAnna</FromUserName><MsgType>text</MsgType></xml>"
SEALED = MessageCipher(KEY, "wx1").encrypt(SAYS.encode())
SEAL = {"token": TOKEN, "timestamp": "1795900000", "nonce": "n", "encoding_aes_key": KEY, "receive_id": "wx1"}
SIGNED = {**SEAL, "msg_signature": signature_of(TOKEN, "1795900000", "n", SEALED)}
JSON = json.dumps({"ToUserName": "a", "Encrypt": SEALED})
BODY = f"<xml><ToUserName>a</ToUserName><Encrypt>{SEALED}</Encrypt></xml>"

CRYPTO: Tried = [
    ({"kind": "crypto.decrypt", **SIGNED, "body_xml": BODY, "expect_plaintext": SAYS}, "passed", ""),
    ({"kind": "crypto.decrypt", **SIGNED, "encrypt": SEALED, "fields": {"MsgType": "text"}}, "passed", ""),
    ({"kind": "crypto.decrypt", **SEAL, "body_xml": BODY, "expect_plaintext": SAYS}, "passed", ""),
    ({"kind": "crypto.decrypt", **SEAL, "body_xml": BODY, "expect_plaintext": "b"}, "failed", "another"),
    ({"kind": "crypto.decrypt", **SIGNED, "body_xml": BODY, "nonce": "m"}, "failed", "refused"),
    ({"kind": "crypto.decrypt.negative", **SIGNED, "body_xml": BODY}, "failed", "taken"),
    ({"kind": "crypto.decrypt.negative", **SIGNED, "body_xml": BODY, "token": "b"}, "passed", ""),
    ({"kind": "crypto.decrypt", **SIGNED, "body": JSON, "expect_plaintext": SAYS}, "passed", ""),
    ({"kind": "crypto.decrypt", **SIGNED, "body": JSON, "expect_plaintext": "a"}, "failed", "another"),
    ({"kind": "crypto.verify_url", **SIGNED, "echostr": SEALED, "expect_plaintext": SAYS}, "passed", ""),
    ({"kind": "crypto.verify_url", **SEAL, "echostr": SEALED}, "unsupported", "no msg_signature"),
    ({"kind": "crypto.encrypt", **SEAL, "plaintext": SAYS, "random16": "1234567890123456"}, "passed", ""),
    ({"kind": "crypto.encrypt", **SEAL, "plaintext": SAYS, "ciphertext": SEALED}, "failed", "another"),
    ({"kind": "crypto.verify_url", **SIGNED, "echostr": SEALED, "timestamp": "then"}, "unsupported", "time"),
    ({"kind": "crypto.unheard"}, "skipped", "no connector"),
    (
        {"kind": "signature.mp_plain", **SEAL, "signature": signature_of(TOKEN, "1795900000", "n")},
        "passed",
        "",
    ),
    ({"kind": "signature.work", **SIGNED, "encrypt": SEALED}, "passed", ""),
    ({"kind": "signature.work", **SIGNED, "encrypt": SEALED, "nonce": "m"}, "failed", "refused"),
    ({"kind": "signature.mp_plain", **SEAL, "signature": "0" * 40, "expect": "accept"}, "failed", "refused"),
]

URL = "https://sms.bank.example:8443/sms/abroad?a=1"
FORM = {
    "AccountSid": "AC" + "a" * 32,
    "MessageSid": "SM" + "1" * 32,
    "From": "+12025550123",
    "To": "+12025550100",
    "Body": "",
    "NumMedia": "1",
    "MediaUrl0": "https://api.twilio.com/a",
    "MediaContentType0": "image/png",
}
JSON_BODY = '{"a":1}'
JSON_URL = f"https://sms.bank.example/a?bodySHA256={hashlib.sha256(JSON_BODY.encode()).hexdigest()}"
LISTED = {"sid": "SM" + "2" * 32, "from": "+12025550123", "to": "+12025550100", "body": "a", "num_media": "0"}
SENT = "Fri, 24 May 2019 17:44:50 +0000"
LIST = "/2010-04-01/Accounts/{AccountSid}/Messages.json"


def signature(url: str, form: dict[str, str], **more: Any) -> dict[str, Any]:
    return {
        "kind": "twilio.signature",
        "auth_token": "t",
        "url": url,
        "signature": sign("t", url, form),
        **more,
    }


TWILIO: Tried = [
    (signature(URL, FORM, params=FORM), "passed", ""),
    (signature(URL, FORM, params={**FORM, "Body": "a"}), "failed", "refused"),
    (signature(URL, FORM, params={**FORM, "Body": "a"}, expect="reject"), "passed", ""),
    (signature(URL, FORM, params=FORM, expect="reject"), "failed", "taken"),
    (signature(URL, FORM, params={"Body": ["a", "b"]}), "unsupported", "2 times"),
    (signature(URL, {}), "passed", ""),
    (signature(JSON_URL, {}, body=JSON_BODY), "passed", ""),
    (signature(JSON_URL, {}, body="{}"), "failed", "refused"),
    ({"kind": "twilio.inbound.mms", "params": FORM}, "passed", ""),
    (signature(JSON_URL, {}, params={"a": "b"}, method="GET"), "passed", ""),
    ({"kind": "twilio.status", "params": {"SmsSid": "SM1", "SmsStatus": "delivered"}}, "passed", ""),
    ({"kind": "twilio.inbound.stop", "params": {**FORM, "Body": "STOP"}}, "passed", ""),
    ({"kind": "twilio.webhook", "params": {**FORM, "MessageSid": "SMxx"}}, "passed", ""),
    ({"kind": "twilio.webhook", "params": {**FORM, "NumMedia": "many"}}, "failed", "refused"),
    ({"kind": "twilio.status", "params": {**FORM, "MessageStatus": "delivered"}}, "passed", ""),
    ({"kind": "twilio.status", "params": {**FORM, "MessageStatus": "unheard"}}, "unsupported", "unheard"),
    ({"kind": "twilio.api_error", "status": 400, "response": {"code": 21610}}, "passed", ""),
    (
        {"kind": "twilio.api_example", "endpoint": LIST, "response": {"messages": [LISTED]}},
        "passed",
        "",
    ),
    (
        {
            "kind": "twilio.api_example",
            "endpoint": LIST,
            "response": {
                "messages": [
                    {**LISTED, "direction": "inbound", "date_sent": "Fri, 24 May 2019 17:44:50 +0000"}
                ]
            },
        },
        "passed",
        "",
    ),
    (
        {
            "kind": "twilio.api_example",
            "method": "POST",
            "endpoint": LIST,
            "response": {"sid": "none"},
            "status": 201,
        },
        "failed",
        "not known",
    ),
]


async def verdicts(tmp_path: Path, cases: Tried) -> list[CaseVerdict]:
    file = tmp_path / "cases.json"
    listed = [{"id": str(number), **case} for number, (case, _, _) in enumerate(cases)]
    file.write_text(json.dumps({"cases": listed}), encoding="utf-8")
    return [each.verdict for each in await verify_files([file], lambda: None)]


@pytest.mark.parametrize("cases", [CALLS, CRYPTO, TWILIO], ids=["calls", "crypto", "twilio"])
async def test_each_case_gets_its_result(tmp_path: Path, cases: Tried) -> None:
    found = await verdicts(tmp_path, cases)
    for (case, result, words), verdict in zip(cases, found, strict=True):
        assert (verdict.result, words in verdict.reason) == (result, True), (case, verdict)
