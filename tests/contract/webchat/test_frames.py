"""Each file is one case: what goes in, and exactly what comes out on the other side of the translator."""

import json
import re
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from connectors.webchat.frames import Rate, ReceiptFrame, SendFrame, read_frame
from connectors.webchat.translate import (
    ack_frame,
    event_frame,
    message_frame,
    rated_frame,
    suggestions_frame,
    to_arrival,
    to_event,
    to_rating,
)
from hub.compact_json import write_json
from hub.errors import BadInput
from hub.messages import Event, Media, Message
from hub.settings import ROOT
from tests.support.media import FakeMedia

HERE = Path(__file__).parent
NOW = datetime.fromisoformat("2026-11-01T08:00:00.123456+00:00")
UPLOADED = {
    "0192a7c4-0000-7000-8000-00000000001a": Media(
        id="a1" * 32, mime="image/jpeg", bytes=2345, name="卡.jpg", width=640, height=480
    ),
    "0192a7c4-0000-7000-8000-00000000001b": Media(
        id="b2" * 32, mime="application/pdf", bytes=3456, name="流水.pdf"
    ),
}
PROTOCOL = ROOT / "docs" / "webchat-protocol.md"


def cases(folder: str, *keys: str) -> list[Any]:
    """The cases of a folder that have one of these keys."""
    found = []
    for path in sorted((HERE / folder).glob("*.json")):
        case = json.loads(path.read_text(encoding="utf-8"))
        if any(key in case for key in keys):
            found.append(pytest.param(case, id=path.stem))
    assert found
    return found


def bytes_of(case: dict[str, Any]) -> bytes:
    return json.dumps(case["frame"], ensure_ascii=False).encode()


@pytest.mark.parametrize("case", cases("from_client", "arrival"))
def test_what_a_customer_sends_becomes_an_arrival(case: dict[str, Any]) -> None:
    frame = read_frame(bytes_of(case))
    assert isinstance(frame, SendFrame)
    arrival = to_arrival(frame, "visitor-1", NOW, "c0ffee", uploaded=UPLOADED)
    assert arrival.model_dump(mode="json") == case["arrival"]
    assert arrival.secret_removed is case.get("secret_removed", False)


@pytest.mark.parametrize("case", cases("from_client", "event"))
def test_a_receipt_becomes_an_event(case: dict[str, Any]) -> None:
    frame = read_frame(bytes_of(case))
    assert isinstance(frame, ReceiptFrame)
    assert to_event(frame, "0" * 24, NOW).model_dump(mode="json") == case["event"]


@pytest.mark.parametrize("case", cases("from_client", "rating"))
def test_a_verdict_becomes_a_rating(case: dict[str, Any]) -> None:
    frame = read_frame(bytes_of(case))
    assert isinstance(frame, Rate)
    assert asdict(to_rating(frame, "0" * 24)) == case["rating"]


@pytest.mark.parametrize("case", cases("from_client", "read"))
def test_every_other_frame_is_read_as_it_is(case: dict[str, Any]) -> None:
    assert read_frame(bytes_of(case)).model_dump(mode="json") == case["read"]


@pytest.mark.parametrize("case", cases("from_client", "refused"))
def test_a_frame_that_nobody_could_mean_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as refused:
        read_frame(bytes_of(case))
    assert refused.value.code == case["refused"]


@pytest.mark.parametrize("case", cases("from_hub", "message", "ack", "event", "rated", "suggestions"))
def test_what_the_hub_says_becomes_a_frame(case: dict[str, Any]) -> None:
    if "message" in case:
        frame = message_frame(Message.model_validate(case["message"]), FakeMedia().address)
    elif "ack" in case:
        message = Message.model_validate(case["ack"]["message"])
        frame = ack_frame(case["ack"]["client_id"], message)
    elif "rated" in case:
        frame = rated_frame(case["rated"])
    elif "suggestions" in case:
        frame = suggestions_frame(*case["suggestions"])
    else:
        frame = event_frame(Event.model_validate(case["event"]))
    assert json.loads(write_json(frame)) == case["frame"]


def test_every_frame_of_the_protocol_has_a_case() -> None:
    """What is made outside the translator is tested in tests/unit/connectors/webchat/test_chat.py."""
    elsewhere = {"welcome", "caught_up", "refused", "pong", "signed_in"}
    named = set(re.findall(r'"type": "([a-z_]+)"', PROTOCOL.read_text(encoding="utf-8")))
    segments = {"text", "choice", "image", "file"}
    recorded = {
        case["frame"]["type"]
        for path in HERE.glob("from_*/*.json")
        if isinstance((case := json.loads(path.read_text(encoding="utf-8")))["frame"], dict)
        and "type" in case["frame"]
    }
    assert len(named) > 15
    assert named - segments - elsewhere <= recorded
