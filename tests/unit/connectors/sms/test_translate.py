"""Every recorded payload is understood, and what is alien is refused."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from connectors.kit.ignored import Ignored
from connectors.sms.account import AliyunAccount, TwilioAccount
from connectors.sms.aliyun.reading import open_callback, read_messages, read_receipts
from connectors.sms.aliyun.signing import canonical_query, signed_headers
from connectors.sms.translate import OptedOut, SmsMessage, SmsReceipt, to_arrival
from connectors.sms.twilio.reading import direction_of, read_message, read_status
from connectors.sms.twilio.signing import read_form
from connectors.sms.whole import LENGTH, WholeAddresses
from hub.errors import BadInput, BadSignature
from hub.messages import Author, AuthorKind, Direction, Message, Status, Text
from hub.ports import Callback
from hub.settings import ROOT
from simulators.sms_gateway.signing import fault_of
from tests.support.clock import HandClock

PAYLOADS = ROOT / "connectors" / "sms" / "payloads"
KINDS = {"said": SmsMessage, "opted": OptedOut, "told": SmsReceipt, "ignored": Ignored}
ACCOUNT = TwilioAccount.model_construct(
    name="abroad",
    provider="twilio",
    account_sid="AC" + "a" * 32,
    auth_token=SecretStr("t"),
    number="+12025550100",
    messaging_service_sid="",
    public_url="https://sms.bank.example",
)


@pytest.mark.parametrize("path", sorted(PAYLOADS.glob("twilio-*")), ids=lambda path: path.stem)
def test_twilios_payloads(path: Path) -> None:
    form = read_form(path.read_bytes().strip())
    kind = path.stem.split("-")[1]
    read = read_status(form, ACCOUNT) if "MessageStatus" in form else read_message(form, ACCOUNT)
    assert isinstance(read, KINDS[kind])
    if isinstance(read, SmsMessage):
        media = (None,) * len(read.wanted)
        arrival = to_arrival(read, "abroad", datetime.now(UTC), "0" * 16, media)
        assert arrival.external_id == read.customer


@pytest.mark.parametrize("path", sorted(PAYLOADS.glob("aliyun-*")), ids=lambda path: path.stem)
def test_the_gateways_payloads(path: Path) -> None:
    listed = json.loads(path.read_text(encoding="utf-8"))
    kind = path.stem.split("-")[1]
    read = read_receipts(listed) if "biz_id" in listed[0] else read_messages(listed)
    assert all(isinstance(each, KINDS[kind]) for each in read)


@pytest.mark.parametrize(
    "changed", [{"AccountSid": "AC1"}, {"MessageSid": ""}, {"To": "+1"}, {"NumMedia": "x"}]
)
def test_what_is_about_others_is_refused(changed: dict[str, str]) -> None:
    form = {"AccountSid": ACCOUNT.account_sid, "From": "+12025550123", "To": ACCOUNT.number, "Body": "a"}
    form |= {"MessageSid": "SM" + "1" * 32, "NumMedia": "0"}
    assert isinstance(read_message(form, ACCOUNT), SmsMessage)
    with pytest.raises(BadInput):
        read_message(form | changed, ACCOUNT)


@pytest.mark.parametrize(
    ("body", "told", "wish"),
    [
        ("stop", "", "stop"),
        (" Unsubscribe\n", "", "stop"),
        ("please stop", "", ""),
        ("START", "", "start"),
        ("help", "", "help"),
        ("退订", "", ""),
        ("退订", "STOP", "stop"),
        ("YES", "", ""),
    ],
)
def test_words_that_opt_out_are_whole_messages(body: str, told: str, wish: str) -> None:
    assert direction_of(body, told) == wish


def test_the_gateways_token_counts_in_every_byte() -> None:
    account = AliyunAccount.model_construct(
        name="home",
        provider="aliyun",
        access_key_id="id",
        access_key_secret=SecretStr("secret"),
        callback_token=SecretStr("token-of-the-tests"),
        sign_name="远桥银行",
    )
    body = b'[{"phone_number":"13800138000","content":"a","sequence_id":1}]'

    def opened(query: str) -> bool:
        try:
            return bool(open_callback(account, Callback("POST", "/sms/home/up", query, {}, body)))
        except BadSignature:
            return False

    true = "token=token-of-the-tests"
    assert opened(true)
    for place in range(len(true)):
        for other in ("", "x", true[place] * 2):
            assert not opened(true[:place] + other + true[place + 1 :])
    assert not opened(f"{true}&{true}")


def test_the_gateway_accepts_what_is_signed_and_no_other_byte() -> None:
    query, key = {"PhoneNumbers": "13800138000", "TemplateParam": '{"a":"挂 失*~"}'}, ("id", "secret")
    headers = signed_headers(
        host="dysmsapi.aliyuncs.com",
        action="SendSms",
        version="2017-05-25",
        query=query,
        key=key,
        nonce="n",
        at=datetime.now(UTC),
    )
    written = canonical_query(query)
    assert fault_of("POST", "/", written, headers, b"", key) == ""
    for place, char in enumerate(written):
        forged = written[:place] + chr(ord(char) ^ 1) + written[place + 1 :]
        assert fault_of("POST", "/", forged, headers, b"", key)
    assert fault_of("POST", "/", written, headers, b"x", key)
    assert fault_of("POST", "/", written, headers, b"", ("id", "other"))


def test_an_address_of_a_whole_answer_counts_in_every_byte_and_ends() -> None:
    clock = HandClock()
    addresses = WholeAddresses("secret", "https://bank.example/", clock)
    message = Message(
        identity="0123456789abcdef01234567",
        conversation=3,
        seq=7,
        direction=Direction.OUT,
        author=Author(kind=AuthorKind.BOT),
        segments=(Text(text="a"),),
        correlation_id="0" * 16,
        created_at=clock.now(),
        status=Status.SENT,
    )
    token = addresses.address(message).removeprefix("https://bank.example/s/")
    assert (len(token), addresses.check(token)) == (LENGTH, (message.identity, 3, 7))
    for place, char in enumerate(token):
        for other in ("", "-" if char != "-" else "_", char * 2, "é", "="):
            with pytest.raises(BadSignature):
                addresses.check(token[:place] + other + token[place + 1 :])
    clock.turn(timedelta(days=7, hours=1).total_seconds())
    with pytest.raises(BadSignature, match="expired"):
        addresses.check(token)
    assert re.fullmatch(r"[0-9A-Za-z_-]+", token)
