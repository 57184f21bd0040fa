"""Secrets that are spread over several texts: each piece gets its mark, and the other texts stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.messages.secrets import remove_secrets, remove_secrets_across
from tests.corpora import Secret, secrets

CARD = "6222021234567890128"


@pytest.mark.parametrize("secret", secrets(), ids=lambda secret: secret.text)
def test_each_text_is_cleaned_as_it_is_alone(secret: Secret) -> None:
    before, cleaned, behind = remove_secrets_across(["您好", secret.text, ""])
    assert not secret.surviving(cleaned)
    assert (before, behind) == ("您好", "")


@pytest.mark.parametrize(
    ("texts", "cleaned"),
    [
        (("我的密码是", "839201"), ("我的密码是", "[密码已隐去]")),
        (("密码", "", "839201"), ("密码", "", "[密码已隐去]")),
        (("cvv", "", "", "907", "谢谢"), ("cvv", "", "", "[安全码已隐去]", "谢谢")),
        (
            ("卡 6222 0212", "3456 7890", "128 谢谢"),
            ("卡 [卡号 尾号 0128]", "[卡号 尾号 0128]", "[卡号 尾号 0128] 谢谢"),
        ),
        (("验证码", f"{CARD}，482913"), ("验证码", "[卡号 尾号 0128]，482913")),
        (("忘记密码怎么办", "请打 95588"), ("忘记密码怎么办", "请打 95588")),
        ((), ()),
    ],
)
def test_a_secret_over_several_texts_is_found(texts: tuple[str, ...], cleaned: tuple[str, ...]) -> None:
    assert remove_secrets_across(texts) == cleaned


@given(st.sets(st.sampled_from([4, 6, 8, 12, 16]), min_size=1).map(sorted))
def test_a_card_number_cut_into_groups_is_found(cuts: list[int]) -> None:
    pieces = [CARD[a:b] for a, b in zip([0, *cuts], [*cuts, len(CARD)], strict=True)]
    cleaned = remove_secrets_across([f"我的卡号 {pieces[0]}", *pieces[1:]])
    marks = {"[卡号 尾号 0128]", "[卡号已隐去]"}
    assert {text.removeprefix("我的卡号 ") for text in cleaned} <= marks


PIECES = st.sampled_from(
    ["密码", "是", "839201", "6222", "0212 3456", "7890128", "验证码", " ", "[密码已隐去]"]
)


@given(st.lists(st.lists(PIECES, max_size=5).map("".join), max_size=5))
def test_nothing_readable_together_remains_and_twice_changes_nothing(texts: list[str]) -> None:
    cleaned = remove_secrets_across(texts)
    assert len(cleaned) == len(texts)
    assert not remove_secrets("\n".join(cleaned)).kinds
    assert remove_secrets_across(cleaned) == cleaned
