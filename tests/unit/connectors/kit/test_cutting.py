"""Words are cut at the ends of sentences, never inside a link or a character."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.kit.cutting import LINK, cut, utf8_bytes

SENTENCES = "银行卡丢失后请立即挂失。" * 80
LINKED = "详情请看 https://bank.example/help/cards/loss?from=wechat&step=2 ，" * 40


@settings(deadline=None)
@given(text=st.text(max_size=800), most=st.integers(min_value=16, max_value=200))
def test_each_piece_fits_and_nothing_is_lost(text: str, most: int) -> None:
    pieces = cut(text, most)
    assert all(piece and utf8_bytes(piece) <= most for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_sentences_stay_whole() -> None:
    pieces = cut(SENTENCES, 200)
    assert len(pieces) > 10
    assert all(piece.endswith("。") for piece in pieces)


@pytest.mark.parametrize("most", range(80, 400, 7))
def test_links_stay_whole(most: int) -> None:
    whole = set(LINK.findall(LINKED))
    found = [link for piece in cut(LINKED, most) for link in LINK.findall(piece)]
    assert set(found) == whole
    assert len(found) == 40


@pytest.mark.parametrize(
    "character", ["👩‍👩‍👧", "👍🏽", "🇨🇳", "e\u0301", "𠮷", "กำ", "का", "\u1112\u1161\u11ab"]
)
@pytest.mark.parametrize("most", range(30, 60))
def test_characters_stay_whole(character: str, most: int) -> None:
    pieces = cut(character * 40, most)
    assert all(re.fullmatch(f"({re.escape(character)})+", piece) for piece in pieces)


def test_nothing_gives_no_piece() -> None:
    assert cut(" \n ", 10) == []
    assert unicodedata.normalize("NFC", cut("你好", 10)[0]) == "你好"
