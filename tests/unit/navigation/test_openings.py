"""Which questions are offered first: by channel, page, segment and hour."""

from datetime import UTC, datetime
from typing import Any

import pytest

from navigation.openings import Opening, is_below, offered


def opening(question: str, **more: Any) -> Opening:
    values: dict[str, Any] = {
        "channels": (),
        "pages": (),
        "segments": (),
        "from_hour": 0,
        "until_hour": 24,
        "place": 0,
    }
    return Opening(question, question, **values | more)


OPENINGS = [
    opening("everywhere", place=5),
    opening("here", pages=("/cards",), place=9),
    opening("sms alone", channels=("sms",)),
    opening("gold alone", segments=("gold",)),
    opening("at night", from_hour=22, until_hour=6, place=1),
    opening("by day", from_hour=9, until_hour=17, place=2),
]


@pytest.mark.parametrize(
    ("channel", "page", "segment", "hour", "expected"),
    [
        ("webchat", "/cards/loss", None, 9, ["here", "by day", "everywhere"]),
        ("webchat", "/cardsharp", None, 17, ["everywhere"]),
        ("sms", "", "gold", 22, ["sms alone", "gold alone", "at night", "everywhere"]),
        ("webchat", "", None, 5, ["at night", "everywhere"]),
        ("webchat", "", None, 6, ["everywhere"]),
    ],
)
def test_who_is_offered_what(
    channel: str, page: str, segment: str | None, hour: int, expected: list[str]
) -> None:
    at = datetime(2026, 11, 29, hour, tzinfo=UTC)
    assert offered(OPENINGS, channel, page, segment, at) == expected


def test_a_page_is_below_its_own_path() -> None:
    assert is_below("/cards", "/cards")
    assert is_below("/anything", "/")
    assert not is_below("", "/")
