"""What a form is told of its values is checked as Rasa checks it, only quicker."""

from typing import Any

import pytest
from jsonschema import ValidationError
from rasa.core.actions import forms
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import EndpointConfig

from bot.actions_client import FormsRemoteAction

ENDPOINT = EndpointConfig("http://127.0.0.1:1/webhook")
STOCK, OURS = RemoteAction("validate_x", ENDPOINT), forms.RemoteAction("validate_x", ENDPOINT)


def answer(*events: Any, responses: Any = ()) -> dict[str, Any]:
    """An answer of the action server, as a form reads it."""
    return {"events": list(events), "responses": list(responses)}


def test_forms_ask_by_the_quicker_one() -> None:
    assert isinstance(OURS, FormsRemoteAction)
    assert type(STOCK)._validate_action_result is not type(OURS)._validate_action_result


@pytest.mark.parametrize(
    "right",
    [
        answer(),
        {},
        answer({"event": "slot", "name": "branch", "value": None}, {"event": "reset_slots"}),
        answer({"event": "active_loop", "name": None}, responses=[{"text": "好的"}]),
    ],
)
def test_what_rasa_lets_through_is_let_through(right: dict[str, Any]) -> None:
    assert STOCK._validate_action_result(right)
    assert OURS._validate_action_result(right)


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        [],
        {"events": {}},
        answer({"event": "slot"}),
        answer({"event": "slot", "name": 1, "value": "x"}),
        answer({"event": "no_such_event"}),
        answer(responses=["好的"]),
    ],
)
def test_what_rasa_refuses_is_refused(wrong: Any) -> None:
    for action in (STOCK, OURS):
        with pytest.raises(ValidationError):
            action._validate_action_result(wrong)
