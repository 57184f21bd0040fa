"""The vocabulary: values never change, unknown fields are refused, and its schema is the exported one."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from hub.messages import (
    Author,
    AuthorKind,
    Command,
    Direction,
    Event,
    EventKind,
    Image,
    Location,
    Message,
    Segment,
    Status,
    Voice,
    plain_text,
)
from tests.unit.messages.examples import PICTURE, SEGMENTS, SOUND, values_in
from yuanqiao.cli.schema import message_schema, schema_path

AT = datetime(2026, 11, 1, 8, tzinfo=UTC)
MEDIA = PICTURE.model_dump()
MINI_PROGRAM = {"type": "open_mini_program", "label": "x", "app_id": f"wx{'0' * 16}"}


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
PARTS = {type(value): value for segment in SEGMENTS for value, _ in values_in(segment)}
VALUES = [message(), Author(kind=AuthorKind.BOT), EVENT, *PARTS.values()]


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
        {"type": "image", "media": {**MEDIA, "id": "0F" * 32}},
        {"type": "image", "media": {**MEDIA, "url": "https://media.example/1"}},
        {"type": "image", "media": {**MEDIA, "bytes": 0}},
        {"type": "image", "media": {**MEDIA, "mime": "image/svg\n"}},
        {"type": "image", "media": {**MEDIA, "name": "长" * 256}},
        {"type": "image", "url": "/kb/media/1.png", "alt": "x", "width": 1, "height": 1},
        {"type": "voice", "media": MEDIA},
        {"type": "voice", "media": MEDIA, "seconds": -1},
        {"type": "video", "media": MEDIA, "seconds": float("nan")},
        {"type": "location", "latitude": 90.1, "longitude": 0},
        {"type": "location", "latitude": 0, "longitude": float("inf")},
        {"type": "card", "title": "x", "actions": [{"type": "say", "label": "x", "text": "x"}] * 4},
        {
            "type": "card",
            "title": "x",
            "actions": [{"type": "open_page", "label": "x", "url": "javascript:0"}],
        },
        {"type": "card", "title": "x", "actions": [{"type": "call", "label": "x", "number": "javascript:0"}]},
        {"type": "card", "title": "x", "actions": [{**MINI_PROGRAM, "path": "javascript:alert(1)"}]},
        {"type": "card", "title": "x", "actions": [{**MINI_PROGRAM, "app_id": "wx../"}]},
        {"type": "trigger", "name": "Transfer Done"},
        {"type": "trigger", "name": "x", "details": {"a b": 1}},
        {"type": "trigger", "name": "x", "details": {"a": [1]}},
        {"type": "trigger", "name": "x", "details": {f"a{number}": 1 for number in range(21)}},
        {"type": "trigger", "name": "x", "details": {"a": "长" * 2001}},
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


def test_plain_text_has_the_words_of_each_segment() -> None:
    assert plain_text(SEGMENTS).splitlines() == [
        "请挂失",
        "哪一种？",
        "挂失",
        "网点",
        "请稍候",
        "[图片] 银行卡的正面",
        "[文件] 对账单.pdf",
        "[语音] 我的卡丢了",
        "[视频] 柜台.mp4",
        "[位置] 人民广场网点 上海市黄浦区",
        "信用卡申请",
        "约五分钟",
        "还有问题吗",
        "[事件] transfer_done",
    ]


def test_what_has_no_words_says_what_it_is() -> None:
    silent = [
        Image(media=SOUND),
        Image(media=PICTURE),
        Voice(media=SOUND, seconds=0),
        Location(latitude=-90, longitude=180),
    ]
    assert plain_text(silent) == "[图片]\n[图片] 卡面.jpg\n[语音]\n[位置]"


def test_the_exported_schema_is_this_one() -> None:
    exported = schema_path().read_text(encoding="utf-8")
    assert exported == message_schema(), "the vocabulary changed: run `yuanqiao schema`, raise the version"


def test_the_exported_schema_names_every_segment_and_command() -> None:
    document = json.loads(message_schema())
    assert set(document["properties"]) == {"message", "event", "command"}
    defined = document["properties"]["message"]["$defs"]
    assert {type(value).__name__ for value in PARTS.values()} <= set(defined)
    tags = set(document["properties"]["command"]["discriminator"]["mapping"])
    assert (
        tags
        == set(_tags(Command))
        == {
            "record_gap",
            "request_person",
            "file_complaint",
            "instruct_bank",
            "read_bank",
            "start_check",
        }
    )


def _tags(union: Any) -> list[str]:
    schema = TypeAdapter(union).json_schema()
    return list(schema["discriminator"]["mapping"])
