"""Every text of every segment is cleaned: fields are found by their types, so that none can be forgotten."""

from collections.abc import Iterator
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from typing import Any, Literal, NamedTuple, get_args, get_origin
from urllib.parse import quote, unquote

import pytest
from pydantic import BaseModel, ValidationError

from hub.messages import Arrival, Call, Card, Choices, Link, Location, Notice, Segment, Trigger, plain_text
from hub.messages.base import Holds
from tests.corpora import Secret, harmless, secrets
from tests.unit.messages.examples import SEGMENTS, Path, changed, value_at, values_in

OURS = {
    "Source.article_id",
    "Option.id",
    "Choice.id",
    "Media.id",
    "Media.mime",
    "Figure.url",
    "OpenMiniProgram.app_id",
    "Call.number",
    "Trigger.name",
}
"""The fields with text that people cannot fill, or in which a secret has no room."""

NEVER_FROM_CUSTOMERS = (Choices, Notice, Card, Trigger)


class Place(NamedTuple):
    """A field that can hold text, and where it stands in an example."""

    field: str
    segment: Segment
    path: Path
    is_address: bool

    def holding(self, text: str) -> Segment:
        """The example with this text in the field."""
        before = value_at(self.segment, self.path)
        if self.is_address:
            return changed(self.segment, self.path, f"{before.partition('?')[0]}?q={quote(text)}")
        new = {"note": text} if isinstance(before, dict) else text
        return changed(self.segment, self.path, new)

    def read(self, segment: Segment) -> str:
        """What a person reads in the field."""
        found = value_at(segment, self.path)
        if isinstance(found, dict):
            found = str(found["note"])
        return unquote(found) if self.is_address else found


@cache
def _fields() -> dict[tuple[type[BaseModel], str], bool]:
    """Every field with text in the models that a segment is made of, and whether it holds an address."""
    found: dict[tuple[type[BaseModel], str], bool] = {}
    waiting = _models(Segment)
    seen: set[type[BaseModel]] = set()
    while waiting:
        model = waiting.pop()
        seen.add(model)
        for name, field in model.model_fields.items():
            if str in _leaves(field.annotation):
                found[model, name] = Holds.ADDRESS in field.metadata
            waiting += [each for each in _models(field.annotation) if each not in seen]
    return found


def _leaves(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) is Literal:
        return
    inner = get_args(annotation)
    if not inner:
        yield annotation
    for each in inner:
        yield from _leaves(each)


def _models(annotation: Any) -> list[type[BaseModel]]:
    leaves = [leaf for leaf in _leaves(annotation) if isinstance(leaf, type)]
    return [leaf for leaf in leaves if issubclass(leaf, BaseModel)]


@cache
def _places() -> tuple[Place, ...]:
    return tuple(
        Place(f"{type(value).__name__}.{name}", segment, (*path, name), is_address)
        for segment in SEGMENTS
        for value, path in values_in(segment)
        for (model, name), is_address in _fields().items()
        if model is type(value)
    )


def _fillable() -> list[Place]:
    return [place for place in _places() if place.field not in OURS]


def _id(place: Place) -> str:
    return ".".join(map(str, (place.segment.type, *place.path)))


def test_the_fields_that_people_fill_are_found_and_each_stands_in_an_example() -> None:
    fields = {f"{model.__name__}.{name}" for model, name in _fields()}
    assert fields == {place.field for place in _places()}
    assert fields > OURS
    assert len(fields - OURS) >= 27
    assert {"Link.url", "Link.description", "Media.name", "Voice.text", "Say.text"} <= fields - OURS


def test_no_text_hides_in_a_list_of_values() -> None:
    """A `StrEnum` is text for Python, but nobody can fill it."""
    enums = {
        leaf
        for model in {model for model, _ in _fields()}
        for field in model.model_fields.values()
        for leaf in _leaves(field.annotation)
        if isinstance(leaf, type) and issubclass(leaf, Enum)
    }
    assert {each.__name__ for each in enums} == {"NoticeCode"}


@pytest.mark.parametrize("place", _fillable(), ids=_id)
def test_no_secret_survives_in_a_field(place: Place) -> None:
    for secret in secrets():
        cleaned = place.holding(secret.text).without_secrets()
        assert not secret.surviving(place.read(cleaned)), secret.text
        assert not secret.surviving(cleaned.words()), secret.text
        assert type(cleaned).model_validate(cleaned.model_dump(mode="json")) == cleaned
        assert cleaned.without_secrets() == cleaned


def _longest(place: Place, unit: str) -> Segment:
    """The example with as much of a repeated text as its field takes."""
    for length in (4000, 2000, 1000, 500, 255, 200):
        try:
            return place.holding((unit * length)[:length])
        except ValidationError:
            continue
    raise AssertionError(f"{place.field} takes no text of 200 characters")


@pytest.mark.parametrize(
    "place",
    [place for place in _fillable() if not place.is_address and place.field != "Source.title"],
    ids=_id,
)
def test_what_marks_make_longer_still_fits_into_its_field(place: Place) -> None:
    """All but an article's title have a limit."""
    segment = _longest(place, "CVV 123，")
    cleaned = segment.without_secrets()
    assert len(place.read(cleaned)) == len(place.read(segment))
    assert place.read(cleaned).startswith("CVV [安全码已隐去]，CVV ")
    assert type(cleaned).model_validate(cleaned.model_dump(mode="json")) == cleaned


@pytest.mark.parametrize("place", [place for place in _fillable() if not place.is_address], ids=_id)
def test_harmless_words_stay_in_a_field(place: Place) -> None:
    kept = 0
    for text in filter(None, harmless()):
        segment = place.holding(text)
        # What stands beside it can make a number look like a secret; alone in its segment it stays.
        kept += segment.without_secrets() == segment
    assert kept >= 0.9 * len(harmless())


@pytest.mark.parametrize("segment", SEGMENTS, ids=lambda segment: segment.type)
def test_a_segment_without_a_secret_is_the_same(segment: Segment) -> None:
    assert segment.without_secrets() is segment
    assert segment.storable() is segment


@pytest.mark.parametrize("place", _fillable(), ids=_id)
def test_a_null_character_stays_in_no_field(place: Place) -> None:
    before = value_at(place.segment, place.path)
    bad = {"note": "a\0b"} if isinstance(before, dict) else f"{before}\0"
    segment = changed(place.segment, place.path, bad)
    assert "\\u0000" in segment.model_dump_json()
    assert "\\u0000" not in segment.storable().model_dump_json()


@pytest.mark.parametrize("place", _fillable(), ids=_id)
def test_an_arrival_holds_no_secret_in_any_field(place: Place) -> None:
    secret = Secret("卡号 4111 1111 1111 1111", ("411111111111", "1111 1111 1111"), "card")
    values: dict[str, Any] = {
        "channel": "webchat",
        "account": "default",
        "external_id": "someone",
        "provider_id": "p1",
        "segments": (place.holding(secret.text),),
        "received_at": datetime(2026, 11, 1, tzinfo=UTC),
        "correlation_id": "c",
    }
    if isinstance(place.segment, NEVER_FROM_CUSTOMERS):
        with pytest.raises(ValidationError, match="customers never send"):
            Arrival(**values)
        return
    arrival = Arrival(**values)
    (segment,) = arrival.segments
    assert not secret.surviving(unquote(segment.model_dump_json()))
    if place.field.split(".")[0] in {"Source", "Span", "Figure"}:  # a customer's text has neither
        assert segment.model_dump(exclude_defaults=True) == {"text": "请挂失"}
    else:
        assert arrival.secret_removed


@pytest.mark.parametrize(
    "number", ["4111111111111111", "4222222222222", "6222-0212-3456-7890", "6222021234567890128"]
)
def test_the_number_of_a_card_is_none_to_call(number: str) -> None:
    with pytest.raises(ValidationError):
        Call(label="打电话", number=number)


@pytest.mark.parametrize(
    "number", ["95588", "400-820-8888", "+8613812345678", "+86 21 1234 5678", "02112345678"]
)
def test_telephone_numbers_are(number: str) -> None:
    assert Call(label="忘记密码请打", number=number).without_secrets().number == number


@pytest.mark.parametrize(
    "segment",
    [
        Link(title="我的密码", url="https://bank.example", description="839201"),
        Location(latitude=0, longitude=0, title="卡号 6222 0212", address="3456 7890 128"),
        Card(title="验证码", text="839201"),
        Trigger(name="checked", details={"pin": "839201"}),
        Trigger(name="checked", details={"pin": 839201}),
    ],
    ids=lambda segment: segment.type,
)
def test_a_secret_does_not_hide_between_two_fields(segment: Segment) -> None:
    cleaned = segment.without_secrets()
    told = cleaned.model_dump_json() + plain_text([cleaned])
    assert "839201" not in told
    assert "3456" not in told


@pytest.mark.parametrize("number", [6222021234567890128, -(10**11), 6.2e15, float("nan"), float("inf")])
def test_a_number_that_could_be_a_card_is_no_detail(number: float) -> None:
    with pytest.raises(ValidationError):
        Trigger(name="checked", details={"number": number})


def test_other_details_of_a_trigger_keep_their_types() -> None:
    details = {"amount": 500, "share": 0.25, "again": True, "day": "2026-11-01"}
    assert Trigger(name="paid", details=details).without_secrets().details == details
