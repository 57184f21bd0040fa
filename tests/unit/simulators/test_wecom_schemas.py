"""What the simulated WeCom demands of a request is what the provider's recorded examples are."""

from typing import Any

import pytest
from pydantic import BaseModel

from simulators.wecom.schemas import SCHEMAS, read_request
from tests.support.recorded import cases, named, needs_recorded

RECORDED = [case for case in cases("work.api_contract") if case["endpoint"] in SCHEMAS and case["request"]]
SEND = "/cgi-bin/message/send"
WHOM = {"touser": "LiLei", "agentid": 1}
BUTTONS = {"card_type": "button_interaction", "task_id": "t", "main_title": {"title": "问"}}
BUTTON = {"text": "一", "style": 1, "key": "k"}


@needs_recorded
@pytest.mark.parametrize("case", RECORDED, ids=named)
def test_recorded_requests_are_taken(case: dict[str, Any]) -> None:
    assert isinstance(read_request(case["endpoint"], case["request"]), BaseModel)


@needs_recorded
def test_every_endpoint_with_a_body_has_an_example() -> None:
    assert {case["endpoint"] for case in RECORDED} == set(SCHEMAS)
    assert {case["request"].get("msgtype") for case in RECORDED} >= {"text", "textcard", "template_card"}


@needs_recorded
@pytest.mark.parametrize("case", RECORDED, ids=named)
def test_what_an_example_has_no_place_for_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="unheard_of"):
        read_request(case["endpoint"], {**case["request"], "unheard_of": 1})


def card(**more: Any) -> dict[str, Any]:
    return {**WHOM, "msgtype": "template_card", "template_card": BUTTONS | more}


@pytest.mark.parametrize(
    ("path", "request_body"),
    [
        (SEND, {**WHOM, "msgtype": "text", "text": {"content": ""}}),
        (SEND, {**WHOM, "msgtype": "text"}),
        (SEND, {**WHOM, "msgtype": "text", "image": {"media_id": "m"}}),
        (SEND, {"agentid": 1, "msgtype": "text", "text": {"content": "a"}}),
        (SEND, {"touser": "LiLei", "msgtype": "text", "text": {"content": "a"}}),
        (SEND, {**WHOM, "msgtype": "text", "text": {"content": "a"}, "duplicate_check_interval": 99_999}),
        (SEND, {**WHOM, "msgtype": "textcard", "textcard": {"title": "a", "description": "", "url": "u"}}),
        (
            SEND,
            {**WHOM, "msgtype": "textcard", "textcard": {"title": "题" * 43, "description": "a", "url": "u"}},
        ),
        (SEND, card()),
        (SEND, card(button_list=[BUTTON] * 7)),
        (SEND, card(button_list=[BUTTON], task_id="a task")),
        (SEND, card(button_list=[BUTTON], main_title={"title": ""})),
        (SEND, card(card_type="text_notice")),
        (SEND, card(card_type="text_notice", card_action={"type": 1})),
        ("/cgi-bin/menu/create", {"button": []}),
        ("/cgi-bin/menu/create", {"button": [{"name": "超过十六个字节了", "type": "click", "key": "k"}]}),
        ("/cgi-bin/menu/create", {"button": [{"name": "a", "type": "miniprogram", "url": "u"}]}),
    ],
)
def test_what_the_vendors_pages_forbid_is_refused(path: str, request_body: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        read_request(path, request_body)
