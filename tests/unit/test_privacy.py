"""Personal data is masked in every width and spacing, and nothing else is touched."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.privacy import mask
from tests.corpora import secrets

MASKED = [
    ("4111111111111111", "[卡号 尾号 1111]"),
    ("卡 ４１１１　１１１１　１１１１　１１１１ 丢了", "卡 [卡号 尾号 1111] 丢了"),
    ("110101199003070038", "110***********0038"),
    ("11010119900307002x", "110***********002X"),
    ("１１０１０１１９９００３０７００３８", "110***********0038"),
    ("110101 19900307 0038", "110***********0038"),
    ("110101-1990-0307-0038", "110***********0038"),
    ("110101199003070039", "110***********0039"),  # a slip of the pen is personal data all the same
    ("110101900307003", "110********7003"),
    ("13812345678", "138****5678"),
    ("手机１３８１２３４５６７８，谢谢", "手机138****5678，谢谢"),
    ("138 1234 5678", "138****5678"),
    ("138-1234-5678", "138****5678"),
    ("1 3 8 1 2 3 4 5 6 7 8", "138****5678"),
    ("1\u200b38\u200b1234\u200b5678", "138****5678"),
    ("+86 13812345678", "+138****5678"),
    ("tel13812345678x", "tel138****5678x"),
    ("13812345678 13987654321", "138****5678 139****4321"),
    ("zhang.san@mail.example.com", "z***@mail.example.com"),
    ("写到 ｚｈａｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ 吧", "写到 z***＠ｅｘａｍｐｌｅ．ｃｏｍ 吧"),
    ("a@b.example,c@d.example", "a***@b.example,c***@d.example"),
]
UNTOUCHED = [
    "",
    "电话 021-12345678",
    "95588",
    "400-820-8888",
    "订单 202611011234567",
    "转账 1,234,567.89 元",
    "2026-11-01 12:30:45",
    "a@b",
    "@所有人 看这里",
    "12812345678",
    "138123456789",
]
PIECES = (
    *"0123456789１３８xX@.-* ，a\u200b\n",
    *(
        "13812345678",
        "110101199003070038",
        "11010119900307002X",
        "4111111111111111",
        "a@b.cn",
        "****",
        "138****5678",
    ),
    *("***@", "@138.12345678.cn", "z***@example.com", "110***********0038", "[卡号 尾号 1111]", "86"),
)


@pytest.mark.parametrize(("text", "masked"), MASKED, ids=ascii)
def test_personal_data_is_masked(text: str, masked: str) -> None:
    assert mask(text) == masked
    assert mask(masked) == masked


@pytest.mark.parametrize("text", UNTOUCHED, ids=ascii)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert mask(text) == text


def test_cards_are_masked_as_they_are_in_stored_text() -> None:
    cards = [secret for secret in secrets() if secret.kind == "card"]
    assert len(cards) > 40
    assert not [card.text for card in cards if card.surviving(mask(card.text))]


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=16).map("".join))
def test_masking_twice_changes_nothing(text: str) -> None:
    once = mask(text)
    assert mask(once) == once


@pytest.mark.parametrize("unit", ["1 ", "a@", "@", "138 ", "a", "1", "a.", "@a.", "11010119900307"])
def test_long_texts_are_masked_without_getting_stuck(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    assert isinstance(mask(text), str)
