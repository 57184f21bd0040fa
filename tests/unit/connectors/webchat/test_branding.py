"""The bank's name and colour: readable, and safe inside a script that any page may take in."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from connectors.webchat.branding import bank_words, brand_loader, readable_colour
from connectors.webchat.channel import open_channel
from hub.errors import SetupError
from hub.settings import Settings
from tests.unit.connectors.webchat.desk import Desk

HOSTILE = "\"'`</script><!--\\\u2028\n${x}远桥"


def settings(**values: Any) -> Settings:
    return Settings(_env_file=None, **values)


def contrast_with_white(colour: str) -> float:
    """By the formula of WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    luminance = sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 1.05 / (luminance + 0.05)


@given(st.from_regex(r"#[0-9a-fA-F]{6}", fullmatch=True))
def test_white_text_on_the_colour_can_always_be_read(colour: str) -> None:
    readable = readable_colour(colour)
    assert contrast_with_white(readable) >= 4.5
    if contrast_with_white(colour) >= 4.5:
        assert readable == colour.lower()


@pytest.mark.parametrize(("given_colour", "used"), [("#0b6b74", "#0b6b74"), ("#C8102E", "#c8102e")])
def test_a_colour_that_is_dark_enough_stays(given_colour: str, used: str) -> None:
    assert readable_colour(given_colour) == used


@pytest.mark.parametrize(
    "wrong", ["red", "#fff", "#12345g", "#0b6b74;", "0b6b74", "#0b6b7477", "#0b6b74\n", ""]
)
def test_a_wrong_colour_is_named_and_not_repeated(wrong: str) -> None:
    with pytest.raises(SetupError, match="YUANQIAO_BANK_COLOUR") as refused:
        settings(bank_colour=wrong)
    assert not wrong or wrong not in refused.value.detail


@pytest.mark.parametrize(("colour", "told"), [("#ffd500", True), ("#0B6B74", False)])
def test_the_log_says_when_a_colour_is_darkened(colour: str, told: bool) -> None:
    with capture_logs() as logged:
        open_channel(Desk(bank_colour=colour).context)
    lines = [line for line in logged if line["event"] == "webchat.colour_darkened"]
    assert [line["colour"] for line in lines] == ([readable_colour(colour)] if told else [])


@pytest.mark.parametrize("quote", ['"', "'", "`"])
def test_the_loader_gets_name_and_colour_as_an_object(quote: str) -> None:
    script = f"const a={quote}__YUANQIAO_BANK__{quote};go(a)"
    branded = brand_loader(script, settings(bank_name=HOSTILE, bank_colour="#ffd500"))
    literal = branded.removeprefix("const a=").removesuffix(";go(a)")
    assert json.loads(literal) == {"name": HOSTILE, "colour": readable_colour("#ffd500")}
    assert literal.isascii()
    assert not {"<", ">", "\n"} & set(literal), "nothing in it ends the script"


@pytest.mark.parametrize(
    "script",
    ["go()", "'__YUANQIAO_BANK__\"", '"__YUANQIAO_BANK__"+"__YUANQIAO_BANK__"', "// __YUANQIAO_BANK__"],
)
def test_a_loader_without_one_place_for_it_stays_as_it_is(script: str) -> None:
    assert brand_loader(script, settings()) == script


def test_the_chat_is_told_the_colour_that_is_used() -> None:
    assert bank_words(settings(bank_colour="#ffd500"))["colour"] == readable_colour("#ffd500") != "#ffd500"
