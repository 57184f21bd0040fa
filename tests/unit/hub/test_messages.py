"""The vocabulary: values never change, unknown fields are refused, and its schema is the exported one."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from hub.messages import (
    Author,
    AuthorKind,
    Choice,
    Choices,
    Command,
    Direction,
    Event,
    EventKind,
    Link,
    Message,
    Notice,
    NoticeCode,
    Option,
    Segment,
    Source,
    Status,
    Text,
    Trigger,
    plain_text,
)
from yuanqiao.cli.schema import message_schema, schema_path

AT = datetime(2026, 11, 1, 8, tzinfo=UTC)
SOURCE = Source(article_id="card-loss", version=1, title="挂失", effective_from=AT.date())
SEGMENTS: tuple[Segment, ...] = (
    Text(text="请挂失", source=SOURCE),
    Choices(prompt="哪一种？", options=(Option(id="c1.2-0-a", label="挂失"),)),
    Choice(id="c1.2-0-a", label="挂失"),
    Link(title="网点", url="https://bank.example/branches"),
    Notice(code=NoticeCode.LATE, text="请稍候"),
    Trigger(name="handed_back", details={"agreed": "明天回电"}),
)


def message(**changes: Any) -> Message:
    values: dict[str, Any] = {
        "identity": "0" * 24,
        "conversation": 1,
        "seq": 2,
        "direction": Direction.OUT,
        "author": Author(kind=AuthorKind.BOT),
        "segments": SEGMENTS,
        "correlation_id": "c",
        "created_at": AT,
    }
    return Message(**(values | changes))


EVENT = Event(kind=EventKind.READ, identity="0" * 24, conversation=1, at=AT)
VALUES = [message(), Author(kind=AuthorKind.BOT), EVENT, SOURCE, *SEGMENTS, Option(id="x", label="x")]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_never_changes(value: Any) -> None:
    fields = type(value).model_fields
    assert fields
    for name in fields:
        with pytest.raises(ValidationError, match="frozen"):
            setattr(value, name, getattr(value, name))


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_an_unknown_field_is_refused(value: Any) -> None:
    words = value.model_dump(mode="json")
    assert type(value).model_validate(words) == value
    with pytest.raises(ValidationError, match="extra_forbidden"):
        type(value).model_validate({**words, "surprise": 1})


def test_every_kind_of_segment_is_among_the_examples() -> None:
    assert {segment.type for segment in SEGMENTS} == set(_tags(Segment))


def test_a_message_survives_json() -> None:
    assert Message.model_validate_json(message().model_dump_json()) == message()
    assert message().id == f"{'0' * 24}.1.2"


@pytest.mark.parametrize("changes", [{"segments": ()}, {"seq": 0}, {"conversation": 0}, {"status": "lost"}])
def test_a_message_that_cannot_be_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        message(**changes)


@pytest.mark.parametrize(
    "words",
    [
        {"type": "text", "text": ""},
        {"type": "text", "text": "长" * 4001},
        {"type": "text", "text": "half a pair \ud800"},
        {"type": "choices", "prompt": "?", "options": []},
        {"type": "choice", "id": "a b", "label": "x"},
        {"type": "choice", "id": "../x", "label": "x"},
        {"type": "link", "title": "x", "url": "javascript:alert(1)"},
        {"type": "link", "title": "x", "url": "https://a.example/ b"},
        {"type": "link", "title": "x", "url": "https://a.example\n"},
        {"type": "image"},
        {},
    ],
)
def test_a_segment_that_cannot_be_is_refused(words: dict[str, Any]) -> None:
    adapter: TypeAdapter[Segment] = TypeAdapter(Segment)
    with pytest.raises(ValidationError):
        adapter.validate_python(words)


def test_statuses_are_ranked_by_how_far_a_message_got() -> None:
    ranked = sorted(Status, key=lambda status: status.rank)
    assert ranked == [Status.ACCEPTED, Status.SENT, Status.DELIVERED, Status.READ, Status.FAILED]


def test_plain_text_has_a_line_for_each_segment() -> None:
    assert plain_text(SEGMENTS) == "请挂失\n哪一种？\n挂失\n网点\n请稍候\nhanded_back"


def test_the_exported_schema_is_this_one() -> None:
    exported = schema_path().read_text(encoding="utf-8")
    assert exported == message_schema(), "the vocabulary changed: run `yuanqiao schema`, raise the version"


def test_the_exported_schema_names_every_segment_and_command() -> None:
    document = json.loads(message_schema())
    assert set(document["properties"]) == {"message", "event", "command"}
    defined = document["properties"]["message"]["$defs"]
    assert {"Text", "Choices", "Choice", "Link", "Notice"} <= set(defined)
    tags = set(document["properties"]["command"]["discriminator"]["mapping"])
    assert tags == set(_tags(Command)) == {"record_gap", "request_person", "file_complaint"}


def _tags(union: Any) -> list[str]:
    schema = TypeAdapter(union).json_schema()
    return list(schema["discriminator"]["mapping"])
