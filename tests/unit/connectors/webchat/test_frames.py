"""Frames of clients: whatever comes, it is understood, refused, or too large, and never anything else."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from connectors.webchat.frames import (
    FRAME_LIMIT,
    Frame,
    Rate,
    SendFrame,
    Suggest,
    check_length,
    check_rating,
    read_frame,
)
from hub.errors import BadInput, TooLarge

ID = "0192a7c4-0000-7000-8000-0123456789ab"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
TYPES = [
    "hello",
    "resume",
    "older",
    "send",
    "received",
    "read",
    "typing",
    "close",
    "ping",
    "rate",
    "suggest",
    "message",
]
NAMES = [
    "id",
    "v",
    "token",
    "embedder",
    "after",
    "before",
    "segments",
    "conversation",
    "seq",
    "verdict",
    "reason",
    "comment",
    "text",
]
NEARLY = st.fixed_dictionaries({"type": st.sampled_from(TYPES)}, optional=dict.fromkeys(NAMES, JSON))


def heard(data: str | bytes) -> Frame | BadInput:
    """The frame, or why it is refused; any other error comes through."""
    try:
        return read_frame(data)
    except BadInput as error:
        return error


def understood(data: str | bytes) -> bool:
    frame = heard(data)
    return not isinstance(frame, BadInput) and frame.type in TYPES


@given(st.one_of(JSON, NEARLY))
@example([])
@example(None)
def test_random_json_raises_nothing_but_bad_input(words: Any) -> None:
    frame = heard(json.dumps(words))
    again = heard(json.dumps(words, ensure_ascii=False).encode())
    if isinstance(frame, BadInput):
        assert isinstance(again, BadInput)
    else:
        assert frame == again
        assert frame.type == words["type"]


@given(st.one_of(st.text(), st.binary()))
@example("[" * 16_000)
@example('{"type":"ping","x":' + "[" * 8000)
@example(b"\xff\xfe{")
@example('{"type": "ping", "type": "send"}')
@example('{"type": NaN}')
@example(f'{{"type": "send", "id": "{ID}", "segments": [{{"type": "text", "text": "\\ud800"}}]}}')
def test_random_bytes_raise_nothing_but_bad_input(data: str | bytes) -> None:
    frame = heard(data)
    assert isinstance(frame, BadInput) or frame.type in TYPES


@given(NEARLY)
def test_what_was_refused_is_not_repeated(words: dict[str, Any]) -> None:
    secret = "4111111111111111"
    refused = heard(json.dumps(words | {"id": secret, "segments": [secret], "token": {"x": secret}}))
    assert not isinstance(refused, BadInput) or secret not in refused.detail + str(refused.fields)


def send(*segments: dict[str, Any]) -> str:
    return json.dumps({"type": "send", "id": ID, "segments": segments}, ensure_ascii=False)


@pytest.mark.parametrize("letter", ["x", "远", "😀"])
def test_sixteen_kilobytes_are_counted_in_bytes(letter: str) -> None:
    empty = len('{"type":"ping","x":""}')
    fits = (FRAME_LIMIT - empty) // len(letter.encode())
    assert understood(f'{{"type":"ping","x":"{letter * fits}"}}')
    for data in (f'{{"type":"ping","x":"{letter * (fits + 1)}"}}',) * 2:
        with pytest.raises(TooLarge):
            read_frame(data)
        with pytest.raises(TooLarge):
            read_frame(data.encode())


def test_the_longest_text_that_customers_may_write_fits_into_a_frame() -> None:
    for letter in ("长", "😀"):
        frame = read_frame(send({"type": "text", "text": letter * 2000}))
        assert isinstance(frame, SendFrame)
        check_length(frame)
        longer = read_frame(send({"type": "text", "text": letter * 2001}))
        assert isinstance(longer, SendFrame)
        with pytest.raises(TooLarge):
            check_length(longer)


def test_the_limit_is_of_the_whole_message_however_many_parts_it_has() -> None:
    for sizes, fits in (((400,) * 5, True), ((401, *(400,) * 4), False), ((1000, 1001), False)):
        frame = read_frame(send(*[{"type": "text", "text": "长" * size} for size in sizes]))
        assert isinstance(frame, SendFrame)
        if fits:
            check_length(frame)
        else:
            with pytest.raises(TooLarge):
                check_length(frame)


@pytest.mark.parametrize("count", [0, 6])
def test_a_message_has_one_to_five_segments(count: int) -> None:
    with pytest.raises(BadInput):
        read_frame(send(*[{"type": "text", "text": "x"}] * count))


def test_fields_of_tomorrow_are_passed_over() -> None:
    assert understood('{"type": "ping", "at": "2026-11-01"}')


def rate(**more: Any) -> Rate:
    frame = read_frame(json.dumps({"type": "rate", "id": ID, "conversation": 1, "seq": 2} | more))
    assert isinstance(frame, Rate)
    return frame


@pytest.mark.parametrize("verdict", ["up", "none"])
@pytest.mark.parametrize("said", [{"reason": "wrong"}, {"comment": "不对"}])
def test_a_reason_or_comment_without_a_verdict_down_is_refused_and_not_dropped(
    verdict: str, said: dict[str, str]
) -> None:
    check_rating(rate(verdict=verdict))
    check_rating(rate(verdict="down", **said))
    with pytest.raises(BadInput):
        check_rating(rate(verdict=verdict, **said))


def test_a_comment_may_have_two_hundred_characters() -> None:
    check_rating(rate(verdict="down", comment="长" * 200))
    with pytest.raises(TooLarge):
        check_rating(rate(verdict="down", comment="长" * 201))


def test_what_was_begun_is_not_told_by_its_frame() -> None:
    frame = read_frame('{"type": "suggest", "id": 1, "text": "我欠了"}')
    assert isinstance(frame, Suggest)
    assert "我欠了" not in repr(frame) + str([frame])
