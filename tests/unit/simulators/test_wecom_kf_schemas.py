"""What the simulator demands of a request is what the provider's recorded examples are."""

from typing import Any

import pytest
from pydantic import BaseModel

from simulators.wecom_kf.schemas import SCHEMAS, read_request
from tests.support.recorded import cases, named, needs_recorded

RECORDED = [case for case in cases("work.api_contract") if case["endpoint"] in SCHEMAS and case["request"]]
SEND = "/cgi-bin/kf/send_msg"
TEXT = {"touser": "wm1", "open_kfid": "wk1", "msgtype": "text", "text": {"content": "您好"}}


@needs_recorded
@pytest.mark.parametrize("case", RECORDED, ids=named)
def test_recorded_requests_are_taken(case: dict[str, Any]) -> None:
    assert isinstance(read_request(case["endpoint"], case["request"]), BaseModel)


@needs_recorded
def test_every_endpoint_has_an_example() -> None:
    assert {case["endpoint"] for case in RECORDED} == set(SCHEMAS)
    assert len(RECORDED) >= 14


@needs_recorded
@pytest.mark.parametrize("case", RECORDED, ids=named)
def test_what_an_example_has_no_place_for_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="unheard_of"):
        read_request(case["endpoint"], {**case["request"], "unheard_of": 1})


@pytest.mark.parametrize(
    ("path", "request_body"),
    [
        (SEND, TEXT | {"text": {"content": ""}}),
        (SEND, TEXT | {"text": {"content": "长" * 683}}),
        (SEND, TEXT | {"msgid": "no spaces"}),
        (SEND, TEXT | {"msgid": "x" * 33}),
        (SEND, TEXT | {"msgtype": "image"}),
        (SEND, {name: value for name, value in TEXT.items() if name != "open_kfid"}),
        (SEND, TEXT | {"msgtype": "markdown", "markdown": {"content": "a"}}),
        (
            "/cgi-bin/kf/send_msg_on_event",
            {"code": "c", "msgtype": "image", "image": {"media_id": "m"}},
        ),
        ("/cgi-bin/kf/sync_msg", {"limit": 1001, "open_kfid": "wk1"}),
        ("/cgi-bin/kf/service_state/trans", {"open_kfid": "w", "external_userid": "w", "service_state": 5}),
    ],
)
def test_what_the_vendors_pages_forbid_is_refused(path: str, request_body: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        read_request(path, request_body)


def test_a_menu_has_at_most_ten_entries() -> None:
    entry = {"type": "click", "click": {"id": "1", "content": "一"}}

    def asked(count: int) -> dict[str, Any]:
        whose = {"touser": "wm1", "open_kfid": "wk1", "msgtype": "msgmenu"}
        return whose | {"msgmenu": {"head_content": "选", "list": [entry] * count}}

    assert isinstance(read_request(SEND, asked(10)), BaseModel)
    with pytest.raises(ValueError, match="too_long"):
        read_request(SEND, asked(11))
