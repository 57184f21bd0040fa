"""What providers' answers by HTTP mean for a message: gone, again later, refused, or nobody knows."""

import json
from typing import Any

import pytest

from connectors.kit.http import NotSent, ProviderResponse, Result, Unknown
from connectors.sms.account import SmsTemplate
from connectors.sms.aliyun import provider as aliyun
from connectors.sms.provider import SmsToSend
from connectors.sms.render import SmsWords
from connectors.sms.twilio import provider as twilio
from hub.ports import SendOutcome

SID = "SM" + "1" * 32
LINK = "https://bank.example/s/" + "x" * 35


def answered(status: int, content: Any = None, **headers: str) -> ProviderResponse:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return ProviderResponse(status, headers, body)


@pytest.mark.parametrize(
    ("said", "outcome", "code", "after_s"),
    [
        (answered(201, {"sid": SID}), SendOutcome.SENT, "", None),
        (answered(201, {"sid": "?"}), SendOutcome.UNSURE, "not_understood", None),
        (answered(201, b"<html>"), SendOutcome.UNSURE, "not_understood", None),
        (answered(429, {"code": 20429}, **{"Retry-After": "7"}), SendOutcome.RETRY, "http_429", 7),
        (
            answered(429, {"code": 20429}, **{"Retry-After": "soon"}),
            SendOutcome.RETRY,
            "http_429",
            twilio.BUSY_S,
        ),
        (answered(400, {"code": 20429}), SendOutcome.RETRY, "twilio_20429", twilio.BUSY_S),
        (answered(400, {"code": 21611}), SendOutcome.RETRY, "twilio_21611", twilio.QUEUE_FULL_S),
        (answered(401, {"code": 20003}), SendOutcome.RETRY, "twilio_20003", twilio.SETTING_S),
        (answered(400, {"code": 21610}), SendOutcome.REJECTED, "twilio_21610", None),
        (answered(400, {"code": 21211}), SendOutcome.REJECTED, "twilio_21211", None),
        (answered(404, b""), SendOutcome.REJECTED, "http_404", None),
        (answered(503, {"code": 20503}), SendOutcome.UNSURE, "http_503", None),
        (NotSent("refused"), SendOutcome.RETRY, "not_reached", None),
        (Unknown("late"), SendOutcome.UNSURE, "no_answer", None),
    ],
)
def test_twilio(said: Result, outcome: SendOutcome, code: str, after_s: float | None) -> None:
    tried = twilio.to_tried(said)
    assert (tried.delivery.outcome, tried.delivery.code) == (outcome, code)
    assert tried.delivery.retry_after_s == after_s
    assert tried.provider_ids == ((SID,) if outcome is SendOutcome.SENT else ())
    assert tried.gone == ("opted_out" if code == "twilio_21610" else "")


@pytest.mark.parametrize(
    ("said", "outcome", "code", "after_s"),
    [
        (answered(200, {"Code": "OK", "BizId": "1^0"}), SendOutcome.SENT, "", None),
        (answered(200, {"Code": "OK"}), SendOutcome.UNSURE, "http_200", None),
        (answered(429, {}, **{"Retry-After": "3"}), SendOutcome.RETRY, "http_429", 3),
        (
            answered(400, {"Code": "Throttling.User"}),
            SendOutcome.RETRY,
            "aliyun_Throttling.User",
            aliyun.BUSY_S,
        ),
        (
            answered(200, {"Code": "isv.BUSINESS_LIMIT_CONTROL"}),
            SendOutcome.RETRY,
            "aliyun_isv.BUSINESS_LIMIT_CONTROL",
            aliyun.RATE_S,
        ),
        (
            answered(200, {"Code": "isv.AMOUNT_NOT_ENOUGH"}),
            SendOutcome.RETRY,
            "aliyun_isv.AMOUNT_NOT_ENOUGH",
            aliyun.SETTING_S,
        ),
        (
            answered(200, {"Code": "isv.MOBILE_NUMBER_ILLEGAL"}),
            SendOutcome.REJECTED,
            "aliyun_isv.MOBILE_NUMBER_ILLEGAL",
            None,
        ),
        (answered(500, {"Code": "InternalError"}), SendOutcome.UNSURE, "http_500", None),
        (answered(502, b"<html>"), SendOutcome.UNSURE, "http_502", None),
        (NotSent("refused"), SendOutcome.RETRY, "not_reached", None),
        (Unknown("late"), SendOutcome.UNSURE, "no_answer", None),
    ],
)
def test_the_gateway(said: Result, outcome: SendOutcome, code: str, after_s: float | None) -> None:
    tried = aliyun.to_tried(said)
    assert (tried.delivery.outcome, tried.delivery.code) == (outcome, code)
    assert tried.delivery.retry_after_s == after_s


def test_who_is_on_the_gateways_black_list_gets_nothing_more() -> None:
    tried = aliyun.to_tried(answered(200, {"Code": "isv.BLACK_KEY_CONTROL_LIMIT_USER"}))
    assert (tried.delivery.outcome, tried.gone) == (SendOutcome.REJECTED, "blacklisted")


def test_a_template_with_a_link_carries_whatever_is_said() -> None:
    template = SmsTemplate(code="SMS_1", words="words", link="link")
    assert aliyun.fill(template, SmsToSend(SmsWords("已\n挂失。", more=False), LINK)) == {
        "words": "已 挂失。",
        "link": "x" * 35,
    }
    long = aliyun.fill(template, SmsToSend(SmsWords("挂失后的补卡流程与费用说明。" * 9, more=False), LINK))
    assert long is not None
    assert len(long["words"]) <= 35
    assert long["words"].endswith("…")


@pytest.mark.parametrize(
    ("text", "more", "filled"),
    [
        ("已挂失。", False, {"words": "已挂失。"}),
        ("已挂失。", True, None),
        ("挂" * 35, False, {"words": "挂" * 35}),
        ("挂" * 36, False, None),
    ],
)
def test_a_template_without_a_link_carries_what_is_short(
    text: str, more: bool, filled: dict[str, str] | None
) -> None:
    template = SmsTemplate(code="SMS_1", words="words")
    assert aliyun.fill(template, SmsToSend(SmsWords(text, more), LINK)) == filled
