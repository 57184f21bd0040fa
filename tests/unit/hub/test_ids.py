"""Keys and ids: the same person has the same key everywhere, and an id leads back to its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.errors import BadInput
from hub.ids import MessagePlace, conversation_id, identity_key, new_correlation_id, parse_message_id

NAMES = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)


def test_a_key_is_stable_across_versions() -> None:
    """Stored rows are found by this value: another hash would orphan every conversation."""
    assert identity_key("webchat", "default", "0" * 32) == "e313f9d1eb2c441c274059c9"


@given(st.tuples(NAMES, NAMES, NAMES), st.tuples(NAMES, NAMES, NAMES))
def test_different_addresses_have_different_keys(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert (identity_key(*one) == identity_key(*other)) is (one == other)


def test_moving_a_letter_between_the_parts_makes_another_key() -> None:
    assert (
        len({identity_key(*parts) for parts in (("ab", "c", "d"), ("a", "bc", "d"), ("a", "b", "cd"))}) == 3
    )


@given(st.integers(1, 999_999_999), st.integers(1, 999_999_999))
def test_an_id_leads_back_to_its_place(conversation: int, seq: int) -> None:
    key = identity_key("webchat", "default", "someone")
    place = parse_message_id(f"{conversation_id(key, conversation)}.{seq}")
    assert place == MessagePlace(key, conversation, seq)


KEY = "0123456789abcdef01234567"


@pytest.mark.parametrize(
    "text",
    [
        "",
        KEY,
        f"{KEY}.1",
        f"{KEY}.0.1",
        f"{KEY}.1.0",
        f"{KEY}.1.01",
        f"{KEY}.1.1.1",
        f"{KEY}.1.1\n",
        f"{KEY}.１.1",
        f"{KEY.upper()}.1.1",
        f"{KEY[:-1]}.1.1",
        f"{KEY}.1.9999999999",
        f"' OR 1=1 --{KEY}.1.1",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        parse_message_id(text)


def test_correlation_ids_are_new_each_time() -> None:
    made = {new_correlation_id() for _ in range(1000)}
    assert len(made) == 1000
    assert all(len(one) == 16 and set(one) <= set("0123456789abcdef") for one in made)
