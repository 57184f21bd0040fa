"""The calls that each provider makes: their addresses, who verifies and reads them, and the answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from connectors.sms.account import AliyunAccount, SmsAccount, TwilioAccount
from connectors.sms.aliyun import reading as aliyun
from connectors.sms.translate import Incoming
from connectors.sms.twilio.reading import read_message, read_status
from connectors.sms.twilio.signing import FORM, open_callback
from hub.errors import BadInput
from hub.ports import Callback

Read = Callable[[SmsAccount, Callback], Sequence[Incoming]]
"""What a call says; raises `BadSignature`, `BadInput`, `TooLarge`."""


@dataclass(frozen=True, slots=True)
class SmsCallback:
    """`path`: behind the account's name; `taken`: the body of the 200."""

    path: str
    read: Read
    taken: bytes
    content_type: str


NO_REPLY = b'<?xml version="1.0" encoding="UTF-8"?><Response></Response>'
"""Answers come by the API alone, where each has an id."""


def _twilio(account: SmsAccount, callback: Callback) -> tuple[TwilioAccount, dict[str, str]]:
    assert isinstance(account, TwilioAccount)  # noqa: S101  (for the type checker: chosen by provider)
    form = open_callback(account.auth_token.get_secret_value(), account.public_url, callback)
    if not form:
        raise BadInput(f"messages come as {FORM}")
    return account, form


def _twilio_message(account: SmsAccount, callback: Callback) -> Sequence[Incoming]:
    own, form = _twilio(account, callback)
    return (read_message(form, own),)


def _twilio_status(account: SmsAccount, callback: Callback) -> Sequence[Incoming]:
    own, form = _twilio(account, callback)
    return (read_status(form, own),)


def _aliyun(account: SmsAccount) -> AliyunAccount:
    assert isinstance(account, AliyunAccount)  # noqa: S101  (for the type checker: chosen by provider)
    return account


def _aliyun_messages(account: SmsAccount, callback: Callback) -> Sequence[Incoming]:
    return aliyun.read_messages(aliyun.open_callback(_aliyun(account), callback))


def _aliyun_receipts(account: SmsAccount, callback: Callback) -> Sequence[Incoming]:
    return aliyun.read_receipts(aliyun.open_callback(_aliyun(account), callback))


ALIYUN_TAKEN = '{"code":0,"msg":"接收成功"}'.encode()

CALLS: Mapping[str, Sequence[SmsCallback]] = {
    "twilio": (
        SmsCallback("", _twilio_message, NO_REPLY, "text/xml"),
        SmsCallback("/status", _twilio_status, NO_REPLY, "text/xml"),
    ),
    "aliyun": (
        SmsCallback("/up", _aliyun_messages, ALIYUN_TAKEN, "application/json"),
        SmsCallback("/report", _aliyun_receipts, ALIYUN_TAKEN, "application/json"),
    ),
}
"""By provider; CMPP has none, because its gateway answers on the connection that the house keeps."""
