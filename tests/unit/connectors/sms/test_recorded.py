"""The simulated Twilio, and what the connector knows of it, against Twilio's own description."""

from typing import Any, get_args

import pytest

from connectors.sms.twilio.reading import FINAL, PASSING
from simulators.twilio.provider import make_provider
from simulators.twilio.schemas import CreateMessage
from tests.support.recorded import cases, named, needs_recorded
from tests.support.twilio import ACCOUNT

EXAMPLE = "twilio.api_example"
LISTS = "/2010-04-01/Accounts/{AccountSid}/Messages.json"


@needs_recorded
def test_the_simulator_knows_every_parameter_and_its_bounds() -> None:
    (case,) = [each for each in cases("twilio.api_params") if each["test"] == "CreateMessage"]
    fields = CreateMessage.model_fields
    assert set(case["params"]) <= set(fields)
    assert {name for name, field in fields.items() if field.is_required()} == set(case["required"])
    for name, wanted in case["params"].items():
        if "pattern" in wanted:
            assert wanted["pattern"] in str(fields[name].metadata), name
        if "enum" in wanted:
            assert set(wanted["enum"]) == set(get_args(get_args(fields[name].annotation)[0])), name


@needs_recorded
def test_every_status_of_a_message_is_known() -> None:
    (case,) = [each for each in cases("twilio.enum") if each["test"] == "message_enum_status"]
    assert set(case["values"]) == set(FINAL) | PASSING


@needs_recorded
@pytest.mark.parametrize("case", [each for each in cases(EXAMPLE) if each["endpoint"] == LISTS], ids=named)
def test_the_simulator_tells_of_messages_as_twilio_does(case: dict[str, Any]) -> None:
    provider = make_provider({**ACCOUNT, "api": ""}, "")
    ours = provider.add(direction="inbound", frm="+1202", to="+1203", body="a", segments=1)
    listed = case["response"].get("messages", [case["response"]])
    for true in listed:
        assert set(ours) == set(true)
        assert {name for name, value in ours.items() if isinstance(value, str)} <= {
            name for name in true if isinstance(true[name], str | type(None))
        }
