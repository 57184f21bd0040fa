"""Visitor tokens: ours, whole, and not too old."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.webchat.tokens import LIFETIME, VisitorTokens
from hub.errors import BadSignature, SetupError
from tests.support.clock import HandClock

TOKENS = VisitorTokens("a secret of the tests")
NOW = HandClock().now()
VISITOR = "0" * 31 + "1"
GOOD = TOKENS.issue(VISITOR, NOW)


def test_a_token_names_its_visitor_until_it_expires() -> None:
    clock = HandClock()
    token = TOKENS.issue(VISITOR, clock.now())
    clock.turn(LIFETIME.total_seconds())
    assert TOKENS.check(token, clock.now()) == VISITOR
    clock.turn(1)
    with pytest.raises(BadSignature, match="expired"):
        TOKENS.check(token, clock.now())


def test_visitors_are_all_different_and_random() -> None:
    assert len({TOKENS.new_visitor() for _ in range(1000)}) == 1000


@pytest.mark.parametrize("place", range(len(GOOD)))
def test_a_token_with_any_sign_changed_is_refused(place: int) -> None:
    changed = GOOD[:place] + ("1" if GOOD[place] == "0" else "0") + GOOD[place + 1 :]
    with pytest.raises(BadSignature):
        TOKENS.check(changed, NOW)


@given(st.text(max_size=150))
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(BadSignature):
        TOKENS.check(text, NOW)


@pytest.mark.parametrize(
    "token", ["", GOOD + "0", GOOD + "\n", " " + GOOD, GOOD.upper(), GOOD.replace("v1", "v2"), "1".join(GOOD)]
)
def test_a_token_of_another_form_is_refused(token: str) -> None:
    with pytest.raises(BadSignature):
        TOKENS.check(token, NOW)


def test_the_expiry_and_the_visitor_are_signed() -> None:
    later = TOKENS.issue(VISITOR, NOW + timedelta(days=1))
    version, visitor, _, signature = GOOD.split(".")
    for forged in (
        ".".join((version, visitor, later.split(".")[2], signature)),
        ".".join((version, "f" * 32, GOOD.split(".")[2], signature)),
    ):
        with pytest.raises(BadSignature, match="signature"):
            TOKENS.check(forged, NOW)


def test_another_hubs_token_is_refused() -> None:
    with pytest.raises(BadSignature, match="signature"):
        VisitorTokens("another secret").check(GOOD, NOW)


def test_without_a_secret_there_are_no_tokens() -> None:
    with pytest.raises(SetupError, match="YUANQIAO_VISITOR_SECRET"):
        VisitorTokens("")
