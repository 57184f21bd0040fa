"""Which passwords are taken, and how their hashes are made."""

import asyncio

import pytest

from hub.errors import Overloaded, WeakPassword
from hub.settings import Settings
from hub.staff.accounts import check_new_password
from hub.staff.passwords import WAITING, Passwords, new_password
from tests.support.staff import PASSWORD


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short-9-x!", "length"),
        ("x" * 129, "length"),
        ("qwertyuiop123", "leaked"),
        ("password1234", "leaked"),
        ("iloveyou1234", "leaked"),
        ("woaini5201314", "leaked"),
        ("ｐａｓｓｗｏｒｄ１２３４", "leaked"),
        ("aaaaaaaaaaaaaa", "guessable"),
        ("123456789012", "guessable"),
        ("abcdefghijklmnop", "guessable"),
        ("liming-liming", "guessable"),
        ("20261129 20261129", "guessable"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(password: str, reason: str) -> None:
    with pytest.raises(WeakPassword) as refused:
        check_new_password(password, "liming", "李明")
    assert refused.value.fields["reason"] == reason
    assert password not in refused.value.detail


@pytest.mark.parametrize(
    "password", [PASSWORD, "七只白鹤飞过长江去看三月的雪", "correct.horse;battery+staple"]
)
def test_a_good_one_is_taken(password: str) -> None:
    check_new_password(password, "liming", "李明")


def test_what_is_handed_out_is_good_and_never_the_same() -> None:
    made = {new_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        check_new_password(password, "liming", "李明")


async def test_hashes_are_argon2id_as_the_settings_want_them() -> None:
    defaults = Settings(_env_file=None)
    made = Passwords(memory_kib=defaults.staff_argon2_kib, rounds=defaults.staff_argon2_rounds)
    stored = await made.hash(PASSWORD)
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert await made.matches(stored, PASSWORD)
    assert not await made.matches(stored, PASSWORD + " ")
    assert not await made.matches(None, PASSWORD)
    assert not made.is_outdated(stored)
    assert Passwords(memory_kib=65536, rounds=4).is_outdated(stored)


async def test_a_password_is_the_same_from_every_keyboard() -> None:
    made = Passwords(memory_kib=64, rounds=1)
    assert await made.matches(await made.hash("ｐａｓｓé"), "passe\u0301")


async def test_a_stored_hash_that_is_none_lets_nobody_in() -> None:
    assert not await Passwords(memory_kib=64, rounds=1).matches("!", "!")


async def test_more_than_can_be_checked_are_refused() -> None:
    made = Passwords(memory_kib=64, rounds=1)
    answers = await asyncio.gather(*(made.hash("x") for _ in range(WAITING + 5)), return_exceptions=True)
    assert sum(isinstance(answer, Overloaded) for answer in answers) == 5
    assert sum(isinstance(answer, str) for answer in answers) == WAITING
    assert await made.hash("x")
