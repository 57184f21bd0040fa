"""Identity cards out of the words of a picture, whatever their order, blanks and slant."""

import pytest

from tests.support.id_cards import with_check
from video.identity.card import SHARP, CardRead, Word, is_sideways, read_card
from video.identity.number import check_holds

NUMBER = with_check("00000019900101000")
WRONG = NUMBER[:17] + ("1" if NUMBER[17] != "1" else "2")


def word(text: str, x: float, y: float, height: float = 40, slant: float = 0.0) -> Word:
    """A box whose upper line goes down by `slant` for each pixel to the right."""
    width = height * max(len(text), 1) * 0.8
    corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
    return Word(text, tuple((cx - cy * slant, cy + cx * slant) for cx, cy in corners))


def card(number: str = NUMBER, name: str = "姓名 张伟铭", slant: float = 0.0) -> list[Word]:
    """The boxes of a card, not in their order."""
    return [
        word("公民身份号码", 55, 545, slant=slant),
        word(number, 330, 540, 44, slant=slant),
        word("住址", 58, 310, slant=slant),
        word("某某省某某市某某区", 130, 309, slant=slant),
        word("性别女", 54, 153, slant=slant),
        word("民族 汉", 273, 150, slant=slant),
        word(name, 52, 69, slant=slant),
    ]


def test_the_check_character_is_that_of_the_standard() -> None:
    assert check_holds("11010519491231002X"), "the example of GB 11643-1999"
    assert check_holds(NUMBER)
    for wrong in (WRONG, NUMBER[:-1], NUMBER + "0", NUMBER[:17] + "x", ""):
        assert not check_holds(wrong), wrong


@pytest.mark.parametrize("slant", [0.0, 0.08, -0.15])
def test_name_and_number_of_a_card(slant: float) -> None:
    assert read_card(card(slant=slant), 500) == CardRead("张伟铭", NUMBER)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("姓名张伟铭", "张伟铭"),
        ("姓 名  张 伟 铭", "张伟铭"),
        ("姓名:张伟铭", "张伟铭"),
        ("姓名阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        ("姓名𠮷野", "𠮷野"),
    ],
)
def test_blanks_and_dots_of_a_name(printed: str, name: str) -> None:
    assert read_card(card(name=printed), 500).name == name


def test_the_label_may_stand_in_a_box_of_its_own() -> None:
    boxes = [*card(name="姓名"), word("欧阳思远", 150, 66, 44)]
    assert read_card(boxes, 500) == CardRead("欧阳思远", NUMBER)


@pytest.mark.parametrize(
    "printed", [" ".join(NUMBER), NUMBER.translate({48 + n: 0xFF10 + n for n in range(10)})]
)
def test_blanks_and_full_width_figures_of_a_number(printed: str) -> None:
    assert read_card(card(printed), 500).id_number == NUMBER


def test_a_small_x_and_a_number_joined_with_its_label() -> None:
    number = next(n for n in (with_check(f"0000001990010100{k}") for k in range(10)) if n.endswith("X"))
    boxes = [each for each in card() if each.text not in (NUMBER, "公民身份号码")]
    assert read_card([*boxes, word("公民身份号码" + number.lower(), 55, 545)], 500).id_number == number


@pytest.mark.parametrize(
    ("words", "sharpness", "expected"),
    [
        (card(WRONG), 500, CardRead("张伟铭", trouble="check_digit")),
        (card("0000001990"), 500, CardRead("张伟铭", trouble="number_unseen")),
        (card("0000001990"), SHARP - 1, CardRead("张伟铭", trouble="blurred")),
        (card(name="姓名"), 500, CardRead("", NUMBER, "no_name")),
        (card(NUMBER + "0"), 500, CardRead("张伟铭", trouble="number_unseen")),
        ([word(NUMBER, 0, 0)], 500, CardRead(trouble="no_card")),
        ([word("中华人民共和国", 0, 0), word("签发机关", 0, 90)], 500, CardRead(trouble="back")),
        ([], 500, CardRead(trouble="no_card")),
        ([], SHARP - 1, CardRead(trouble="blurred")),
    ],
)
def test_what_the_trouble_is(words: list[Word], sharpness: float, expected: CardRead) -> None:
    assert read_card(words, sharpness) == expected


def test_a_card_that_was_held_across_is_noticed() -> None:
    assert not is_sideways(card())
    turned = [
        Word(text, tuple((corners[n][1], corners[n][0]) for n in (0, 3, 2, 1))) for text, corners in card()
    ]
    assert is_sideways(turned)
    assert not is_sideways([])


def test_neither_name_nor_number_is_in_what_is_logged_of_a_card() -> None:
    assert NUMBER not in repr(CardRead("张伟铭", NUMBER))
    assert "张伟铭" not in repr(CardRead("张伟铭", NUMBER))
