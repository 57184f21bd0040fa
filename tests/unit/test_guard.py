"""A customer's text never becomes a command of the bot, whatever is done to it after the guard."""

import itertools
import random
import sys
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.guard import NOTHING_SAID, SLASHES, guard_text
from tests.corpora import commands, harmless

VARIANTS = 10_000
CHARACTERS = [chr(point) for point in range(sys.maxunicode + 1)]
INVISIBLE = [char for char in CHARACTERS if unicodedata.category(char) in ("Cc", "Cf", "Zs", "Zl", "Zp")]
FRONTS = [*INVISIBLE, "\ufe0f", "\u3164", "\uffa0", "\u2800", "\u00b4", "\u0301", *SLASHES, "／"]


def _normalised(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _without(*categories: str) -> Callable[[str], str]:
    return lambda text: "".join(char for char in text if unicodedata.category(char) not in categories)


LATER: tuple[Callable[[str], str], ...] = (
    _normalised,
    str.strip,
    _without("Cf"),
    _without("Cc"),
    _without("Zs", "Zl", "Zp"),
    _without("Mn", "Me"),
)
"""What may be done to a text behind the guard, in any order."""


def _is_command(text: str) -> bool:
    """Whether Rasa would read it so: `RegexMessageHandler` strips the text and looks for the slash."""
    return text.strip().startswith("/")


def _assert_safe(guarded: str, orders: list[tuple[Callable[[str], str], ...]]) -> None:
    assert guarded
    for order in orders:
        later = guarded
        assert not _is_command(later)
        for step in order:
            later = step(later)
            assert not _is_command(later), (guarded, later)


ORDERS = list(itertools.permutations(LATER))


def test_the_corpus_is_large_and_each_text_would_be_a_command() -> None:
    assert len(commands()) >= 60
    assert len(INVISIBLE) > 200
    look_alike = str.maketrans(dict.fromkeys(SLASHES, "/"))
    for text in commands():
        shown = "".join(char for char in _normalised(text) if unicodedata.category(char)[0] not in "CZM")
        assert shown.translate(look_alike).lstrip("\u115f\u1160\u2800").startswith("/"), ascii(text)


@pytest.mark.parametrize("text", commands(), ids=ascii)
def test_no_text_of_the_corpus_stays_a_command(text: str) -> None:
    _assert_safe(guard_text(text), ORDERS)


def test_ten_thousand_generated_variants_stay_harmless() -> None:
    chance = random.Random(20261101)
    for _ in range(VARIANTS):
        front = "".join(chance.choices(FRONTS, k=chance.randint(0, 6)))
        middle = "".join(chance.choices(FRONTS, k=chance.randint(0, 3)))
        body = chance.choice(commands())
        _assert_safe(
            guard_text(front + body[:1] + middle + body[1:]), [tuple(chance.sample(LATER, len(LATER)))]
        )


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_safe_and_guarding_twice_changes_nothing(text: str) -> None:
    guarded = guard_text(text)
    _assert_safe(guarded, [LATER])
    assert guard_text(guarded) == guarded


def test_no_character_of_unicode_opens_a_way() -> None:
    for char in CHARACTERS:
        if unicodedata.category(char) != "Cs":
            assert not _is_command(_normalised(guard_text(f"{char}/restart"))), ascii(char)


@pytest.mark.parametrize("text", [text for text in harmless() if text.strip("/ ") and text[0] not in SLASHES])
def test_ordinary_texts_stay_as_they_are(text: str) -> None:
    assert guard_text(text) == text


@pytest.mark.parametrize("text", ["and/or", "  1/2 ", "年／月", "？/", "http://a.example/"])
def test_slashes_inside_a_text_stay(text: str) -> None:
    assert guard_text(text) == text


@pytest.mark.parametrize("text", ["", " ", "/", "／／", "\u200b/ \u3000", "\u200b"])
def test_a_text_that_says_nothing_becomes_a_question_mark(text: str) -> None:
    assert guard_text(text) == NOTHING_SAID


def test_what_stands_behind_the_slashes_stays() -> None:
    assert guard_text(" ／／\u200b/ 余额 / 明细") == "余额 / 明细"
