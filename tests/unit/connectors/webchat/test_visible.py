"""What counts as seen; the widget reads the same corpus (web/shared/tests/components/text.test.ts)."""

import json
import unicodedata

import pytest

from connectors.webchat.visible import is_visible
from tests.corpora import FOLDER

CORPUS = json.loads((FOLDER / "invisible.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", CORPUS["nothing"], ids=ascii)
def test_nothing_can_be_seen_of_it(text: str) -> None:
    assert not is_visible(text)


@pytest.mark.parametrize("text", CORPUS["something"], ids=ascii)
def test_something_can_be_seen_of_it(text: str) -> None:
    assert is_visible(text)


def test_no_letter_digit_or_sign_counts_as_nothing_but_the_fillers() -> None:
    hidden = {
        char
        for char in map(chr, range(0x11_0000))
        if unicodedata.category(char)[0] in "LNPS" and not is_visible(char)
    }
    assert hidden == set("\u115f\u1160\u2800\u3164\uffa0")
