"""What providers' answers by HTTP mean for a message: gone, again later, refused, or nobody knows."""

import json
from typing import Any

import pytest

from connectors.kit.http import Answer, NotSent, Result, Unknown
from connectors.sms.account import Template
from connectors.sms.aliyun import provider as aliyun
from connectors.sms.provider import Ready
from connectors.sms.render import Words
from connectors.sms.twilio import provider as twilio
from hub.ports import Outcome

SID = "SM" + "1" * 32
LINK = "https://bank.example/s/" + "x" * 35


def answered(status: int, content: Any = None, **headers: str) -> Answer:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return Answer(status, headers, body)


@pytest.mark.parametrize(
    ("said", "outcome", "code", "after_s"),
    [
        (answered(201, {"sid": SID}), Outcome.SENT, "", None),
        (answered(201, {"sid": "?"}), Outcome.UNSURE, "not_understood", None),
        (answered(201, b"<html>"), Outcome.UNSURE, "not_understood", None),
        (answered(429, {"code": 20429}, **{"Retry-After": "7"}), Outcome.RETRY, "http_429", 7),
        (answered(429, {"code": 20429}, **{"Retry-After": "soon"}), Outcome.RETRY, "http_429", twilio.BUSY_S),
        (answered(400, {"code": 20429}), Outcome.RETRY, "twilio_20429", twilio.BUSY_S),
        (answered(400, {"code": 21611}), Outcome.RETRY, "twilio_21611", twilio.QUEUE_FULL_S),
        (answered(401, {"code": 20003}), Outcome.RETRY, "twilio_20003", twilio.SETTING_S),
        (answered(400, {"code": 21610}), Outcome.REJECTED, "twilio_21610", None),
        (answered(400, {"code": 21211}), Outcome.REJECTED, "twilio_21211", None),
        (answered(404, b""), Outcome.REJECTED, "http_404", None),
        (answered(503, {"code": 20503}), Outcome.UNSURE, "http_503", None),
        (NotSent("refused"), Outcome.RETRY, "not_reached", None),
        (Unknown("late"), Outcome.UNSURE, "no_answer", None),
    ],
)
def test_twilio(said: Result, outcome: Outcome, code: str, after_s: float | None) -> None:
    tried = twilio.to_tried(said)
    assert (tried.delivery.outcome, tried.delivery.code) == (outcome, code)
    assert tried.delivery.retry_after_s == after_s
    assert tried.provider_ids == ((SID,) if outcome is Outcome.SENT else ())
    assert tried.gone == ("opted_out" if code == "twilio_21610" else "")


@pytest.mark.parametrize(
    ("said", "outcome", "code", "after_s"),
    [
        (answered(200, {"Code": "OK", "BizId": "1^0"}), Outcome.SENT, "", None),
        (answered(200, {"Code": "OK"}), Outcome.UNSURE, "http_200", None),
        (answered(429, {}, **{"Retry-After": "3"}), Outcome.RETRY, "http_429", 3),
        (answered(400, {"Code": "Throttling.User"}), Outcome.RETRY, "aliyun_Throttling.User", aliyun.BUSY_S),
        (
            answered(200, {"Code": "isv.BUSINESS_LIMIT_CONTROL"}),
            Outcome.RETRY,
            "aliyun_isv.BUSINESS_LIMIT_CONTROL",
            aliyun.RATE_S,
        ),
        (
            answered(200, {"Code": "isv.AMOUNT_NOT_ENOUGH"}),
            Outcome.RETRY,
            "aliyun_isv.AMOUNT_NOT_ENOUGH",
            aliyun.SETTING_S,
        ),
        (
            answered(200, {"Code": "isv.MOBILE_NUMBER_ILLEGAL"}),
            Outcome.REJECTED,
            "aliyun_isv.MOBILE_NUMBER_ILLEGAL",
            None,
        ),
        (answered(500, {"Code": "InternalError"}), Outcome.UNSURE, "http_500", None),
        (answered(502, b"<html>"), Outcome.UNSURE, "http_502", None),
        (NotSent("refused"), Outcome.RETRY, "not_reached", None),
        (Unknown("late"), Outcome.UNSURE, "no_answer", None),
    ],
)
def test_the_gateway(said: Result, outcome: Outcome, code: str, after_s: float | None) -> None:
    tried = aliyun.to_tried(said)
    assert (tried.delivery.outcome, tried.delivery.code) == (outcome, code)
    assert tried.delivery.retry_after_s == after_s


def test_who_is_on_the_gateways_black_list_gets_nothing_more() -> None:
    tried = aliyun.to_tried(answered(200, {"Code": "isv.BLACK_KEY_CONTROL_LIMIT_USER"}))
    assert (tried.delivery.outcome, tried.gone) == (Outcome.REJECTED, "blacklisted")


def test_a_template_with_a_link_carries_whatever_is_said() -> None:
    template = Template(code="SMS_1", words="words", link="link")
    assert aliyun.fill(template, Ready(Words("已\n挂失。", more=False), LINK)) == {
        "words": "已 挂失。",
        "link": "x" * 35,
    }
    long = aliyun.fill(template, Ready(Words("挂失后的补卡流程与费用说明。" * 9, more=False), LINK))
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
    template = Template(code="SMS_1", words="words")
    assert aliyun.fill(template, Ready(Words(text, more), LINK)) == filled
