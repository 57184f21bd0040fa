"""Segments are counted as networks do, and what does not fit is cut where it may be."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.kit.cutting import characters
from connectors.sms.render import MOST_SEGMENTS, SmsWords, fit
from connectors.sms.segments import UCS_EACH, UCS_ONE, count, ucs_parts, utf16_units
from simulators.phones import gsm

LINK = "https://bank.example/s/" + "x" * 35


@pytest.mark.parametrize(
    ("text", "encoding", "units", "segments"),
    [
        ("", "GSM-7", 0, 0),
        ("a" * 160, "GSM-7", 160, 1),
        ("a" * 161, "GSM-7", 161, 2),
        ("a" * 306, "GSM-7", 306, 2),
        ("a" * 307, "GSM-7", 307, 3),
        ("€" * 80, "GSM-7", 160, 1),
        ("€" * 81, "GSM-7", 162, 2),
        ("a" * 152 + "€" + "a" * 152, "GSM-7", 306, 3),  # the escape would stand alone
        ("挂" * 70, "UCS-2", 70, 1),
        ("挂" * 71, "UCS-2", 71, 2),
        ("a" * 69 + "挂", "UCS-2", 70, 1),
        ("挂" * 66 + "😀" + "挂" * 66, "UCS-2", 134, 3),  # the pair would be divided
        ("`", "UCS-2", 1, 1),
    ],
)
def test_counts(text: str, encoding: str, units: int, segments: int) -> None:
    assert count(text) == (encoding, units, segments)


@given(st.text(min_size=1, max_size=500))
def test_the_simulator_counts_the_same(text: str) -> None:
    assert (count(text).encoding, count(text).segments) == gsm.segments(text)


@given(st.text(alphabet="挂失abc €{}😀👨‍👩‍👧。. \n", min_size=1, max_size=900), st.booleans(), st.booleans())
def test_whatever_is_said_takes_three_segments_at_most(text: str, more: bool, unicode: bool) -> None:
    words = SmsWords(text.strip() or "。", more)
    fitted = fit(words, LINK, before="【远桥银行】", unicode=unicode)
    assert count(fitted, unicode=unicode).segments <= MOST_SEGMENTS
    assert fitted.startswith("【远桥银行】")
    assert fitted.endswith(words.text) or fitted.endswith(LINK)


def test_options_are_seen_whatever_is_cut() -> None:
    offer = "需要加急转人工吗？\n1. 加急转人工\n2. 不用了"
    fitted = fit(SmsWords("挂失后卡片马上不能交易。" * 40, more=False, offer=offer), LINK)
    assert count(fitted).segments == MOST_SEGMENTS
    assert fitted.startswith("挂失后卡片马上不能交易。")
    assert fitted.endswith(f"…\n\n{offer}\n全文：{LINK}")


def test_options_that_leave_no_room_are_cut_like_words() -> None:
    offer = "哪一家网点？\n" + "\n".join(f"{number}. {'名' * 60}" for number in range(1, 9))
    fitted = fit(SmsWords("请选择。", more=False, offer=offer), LINK)
    assert count(fitted).segments <= MOST_SEGMENTS
    assert fitted.startswith("请选择。\n\n哪一家网点？\n1. ")
    assert fitted.endswith(f"…\n全文：{LINK}")


def test_english_stays_in_gsm() -> None:
    fitted = fit(SmsWords("Block your card in the app. " * 40, more=False), LINK)
    assert count(fitted)[0::2] == ("GSM-7", 3)
    assert fitted.endswith(f"...\nFull answer: {LINK}")


@pytest.mark.parametrize("place", range(60, 200, 7))
def test_neither_a_link_nor_a_sign_of_several_is_divided(place: int) -> None:
    link, family = "https://bank.example/a/page/with/a/long/name?and=more", "👨‍👩‍👧"
    fitted = fit(SmsWords("挂" * place + link + family * 60, more=False), LINK)
    beginning = fitted.rpartition("…\n全文：")[0]
    for found in re.findall(r"https?://[!-~]+", beginning):
        assert found == link
    assert re.fullmatch(rf"挂*({re.escape(link)}({family})*)?", beginning)


FAMILY, FLAG, ACCENT = "👨‍👩‍👧", "🇨🇳", "e\u0301"


@given(st.lists(st.sampled_from(["挂", "a", "😀", FAMILY, FLAG, ACCENT, "👍🏽", "한", "각"]), max_size=120))
def test_a_part_never_ends_inside_a_character(signs: list[str]) -> None:
    text = "。".join(signs)
    parts = ucs_parts(text)
    assert "".join(parts) == text
    most = UCS_ONE if len(parts) == 1 else UCS_EACH
    assert all(utf16_units(each) <= most for each in parts)
    assert [sign for part in parts for sign in characters(part)] == list(characters(text))
    assert {sign for part in parts for sign in characters(part)} <= {*signs, "。"}


def test_a_part_ends_before_a_family() -> None:
    text = "挂" * 62 + FAMILY + "失" * 10
    assert ucs_parts(text) == ["挂" * 62, FAMILY + "失" * 10]
    assert count(text, unicode=True).segments == 2


def test_what_no_part_holds_is_cut_between_signs() -> None:
    text = "e" + "\u0301" * 100
    assert [len(each) for each in ucs_parts(text)] == [UCS_EACH, 101 - UCS_EACH]
