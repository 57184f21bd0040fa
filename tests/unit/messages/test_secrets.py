"""No secret survives, nothing harmless changes, doing it twice changes nothing, and the work is linear."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.messages.secrets import remove_secrets
from tests.corpora import Secret, harmless, secrets

DEMO_BANK = Path(__file__).resolve().parents[3] / "kb" / "demo"

PIECES = (
    *"0123456789１２３４５一二三四①٣xXabc!#/ .-,，。：:=\n\u3000\u200b()（）[]\"'是为和的位元年",
    *(
        "密码",
        "验证码",
        "卡号",
        "安全码",
        "cvv",
        "pin",
        "pwd",
        "password",
        "code is ",
        "是我的",
        "我的",
        "后三位",
    ),
    *(
        "4111111111111111",
        "411111111111",
        "6222021234567890128",
        "123456",
        "1234",
        "abc123",
        "110101199003070038",
    ),
    *(
        "[密码已隐去]",
        "[卡号 尾号 1111]",
        "[验证码已隐去",
        "已隐去]",
        "请勿泄露",
        "12/28 123",
        "尾号",
        "手机",
        " is ",
    ),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)

UNITS = (
    *(
        "4 1 ",
        "1",
        "6222 ",
        "4/1*",
        "密码",
        "密码是",
        "pwd=",
        "password is a ",
        "密码1234 ",
        "卡号",
        "卡号622202123456 ",
    ),
    *(
        "a@",
        " ",
        "：密码",
        "1是",
        "cvv 1 ",
        "[密码已隐去]",
        "验证码请勿泄露1234,",
        "密码~",
        "是密码",
        "(",
        ".",
        "一",
        "一二三四 ",
    ),
    *("密码" + "." * 50, "\u200b", "４", "code ", "a", "[卡号 尾号 "),
)


def test_the_corpus_is_large() -> None:
    assert len(secrets()) >= 120
    assert len(harmless()) >= 60
    assert {one.kind for one in secrets()} >= {"card", "password", "cvv", "code"}


@pytest.mark.parametrize("secret", secrets(), ids=lambda secret: ascii(secret.text))
def test_no_secret_survives(secret: Secret) -> None:
    cleaned = remove_secrets(secret.text)
    assert secret.surviving(secret.text), "the corpus entry would pass without any cleaning"
    assert not secret.surviving(cleaned.text)
    assert cleaned.kinds
    if secret.kind:
        assert secret.kind in cleaned.kinds


@pytest.mark.parametrize("text", harmless(), ids=ascii)
def test_harmless_texts_stay_as_they_are(text: str) -> None:
    assert remove_secrets(text) == (text, ())


def test_the_demo_banks_own_words_stay_as_they_are() -> None:
    lines = [
        line
        for page in DEMO_BANK.rglob("*")
        if page.suffix in {".yml", ".jsonl"}
        for line in page.read_text("utf-8").splitlines()
    ]
    assert len(lines) > 500
    assert not [line for line in lines if remove_secrets(line).text != line]


def test_the_last_four_digits_of_a_card_stay_and_all_else_is_untouched() -> None:
    text = "Ｈｉ　我的卡４１１１ 1111-1111·1111，密码：ａｂｃ１２３，谢谢ＡＢＣ①"
    assert remove_secrets(text).text == "Ｈｉ　我的卡[卡号 尾号 1111]，密码：[密码已隐去]，谢谢ＡＢＣ①"


def test_messages_joined_by_other_words_are_cleaned_as_each_alone() -> None:
    cards = [secret.text for secret in secrets() if secret.kind == "card"]
    alone = [remove_secrets(text).text for text in cards]
    assert remove_secrets("\n你好\n".join(cards)).text == "\n你好\n".join(alone)


@settings(max_examples=600, deadline=None)
@given(TEXTS)
def test_doing_it_twice_changes_nothing(text: str) -> None:
    once = remove_secrets(text).text
    assert remove_secrets(once) == (once, ())


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_text_at_all_can_be_cleaned(text: str) -> None:
    once = remove_secrets(text).text
    assert remove_secrets(once) == (once, ())


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["4111111111111111", "5555555555554444", "6222021234567890128", "378282246310005"]),
    st.data(),
)
def test_cards_in_every_spacing_and_width(number: str, data: st.DataObject) -> None:
    gaps = st.lists(st.sampled_from(" -.·\u00a0\u3000\u200b\u2060\ufeff—－　"), max_size=3).map("".join)
    widths = st.sampled_from((0, ord("０"), ord("٠"), ord("०"), ord("𝟎")))
    written = "".join(
        (chr(width + int(digit)) if width else digit) + data.draw(gaps)
        for digit in number
        for width in [data.draw(widths)]
    )
    left = Secret(written, (number[:-4],), "card").surviving(remove_secrets(f"卡在这里 {written} 请查").text)
    assert not left


@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_the_work_grows_linearly_with_the_text(unit: str) -> None:
    """Counts executed lines instead of time; patterns are linear by form, and run once more at 100 kB."""
    small, large = (unit * (length // len(unit)) for length in (2_000, 8_000))
    assert _steps(remove_secrets, large) < 6 * _steps(remove_secrets, small) + 2_000
    remove_secrets(unit * (100_000 // len(unit)))


def _steps(function: Callable[[str], object], text: str) -> int:
    count = 0

    def trace(_frame: object, _event: str, _argument: object) -> object:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        function(text)
    finally:
        sys.settrace(before)
    return count
