"""What the simulator demands of a request is what the provider's recorded examples are."""

from typing import Any

import pytest
from pydantic import BaseModel

from simulators.weixin.schemas import SCHEMAS, read_request
from tests.support.recorded import cases, named, needs_recorded

RECORDED = [case for case in cases("mp.api_contract") if case["endpoint"] in SCHEMAS and case["request"]]
NOT_RECORDED = {"/cgi-bin/stable_token"}
"""Newer than the examples."""


@needs_recorded
@pytest.mark.parametrize("case", RECORDED, ids=named)
def test_recorded_requests_are_taken(case: dict[str, Any]) -> None:
    assert isinstance(read_request(case["endpoint"], case["request"]), BaseModel)


@needs_recorded
def test_every_endpoint_with_a_body_has_an_example() -> None:
    assert {case["endpoint"] for case in RECORDED} == set(SCHEMAS) - NOT_RECORDED
    assert len(RECORDED) > 12


@needs_recorded
@pytest.mark.parametrize("case", RECORDED, ids=named)
def test_what_an_example_has_no_place_for_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="unheard_of"):
        read_request(case["endpoint"], {**case["request"], "unheard_of": 1})


@pytest.mark.parametrize(
    ("path", "request_body"),
    [
        ("/cgi-bin/message/custom/send", {"touser": "o", "msgtype": "text", "text": {"content": ""}}),
        ("/cgi-bin/message/custom/send", {"touser": "o", "msgtype": "text"}),
        ("/cgi-bin/message/custom/send", {"touser": "o", "msgtype": "text", "image": {"media_id": "m"}}),
        ("/cgi-bin/message/custom/send", {"msgtype": "text", "text": {"content": "a"}}),
        ("/cgi-bin/message/custom/send", {"touser": "o", "msgtype": "file", "file": {"media_id": "m"}}),
        (
            "/cgi-bin/message/custom/send",
            {"touser": "o", "msgtype": "text", "text": {"content": "a"}, "aimsgcontext": {"is_ai_msg": 2}},
        ),
        ("/cgi-bin/message/custom/typing", {"touser": "o", "command": "typing"}),
        ("/cgi-bin/menu/create", {"button": []}),
        ("/cgi-bin/menu/create", {"button": [{"name": "a"}]}),
        ("/cgi-bin/menu/create", {"button": [{"name": "a", "type": "click"}]}),
        (
            "/cgi-bin/menu/create",
            {"button": [{"name": str(n), "type": "click", "key": "k"} for n in range(4)]},
        ),
        ("/cgi-bin/stable_token", {"grant_type": "client_credential", "appid": "a", "secret": ""}),
    ],
)
def test_what_the_vendors_pages_forbid_is_refused(path: str, request_body: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        read_request(path, request_body)
