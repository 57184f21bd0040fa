"""What one client was sent: the next message, a repeated one, and one before which another is missing."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from connectors.webchat.progress import NOWHERE, SentProgress
from hub.ports import HistoryPlace


def message(conversation: int, seq: int) -> dict[str, Any]:
    return {"type": "message", "message": {"conversation": conversation, "seq": seq}}


def at(conversation: int, seq: int) -> SentProgress:
    progress = SentProgress()
    progress.begin(HistoryPlace(conversation, seq))
    return progress


def test_nothing_is_known_before_the_history() -> None:
    progress = SentProgress()
    assert progress.place is None
    assert not progress.lacks_before(message(3, 7))
    assert not progress.has(message(3, 7))


def test_the_next_one_is_told_from_a_repeated_one_and_from_a_gap() -> None:
    progress = at(2, 5)
    assert progress.has(message(2, 5))
    assert progress.has(message(2, 1))
    assert not progress.has(message(2, 6))
    assert not progress.lacks_before(message(2, 6))
    assert progress.lacks_before(message(2, 7))
    progress.note(message(2, 6))
    assert progress.place == HistoryPlace(2, 6)
    assert not progress.lacks_before(message(2, 7))


def test_the_first_message_of_all_lacks_nothing_and_the_first_of_a_later_conversation_may() -> None:
    progress = at(0, 0)
    assert progress.place == NOWHERE
    assert not progress.lacks_before(message(1, 1))
    assert progress.lacks_before(message(1, 2))
    assert progress.lacks_before(message(2, 1))
    progress.note(message(1, 1))
    assert progress.lacks_before(message(2, 1)), "the first conversation may have gone on"


def test_a_number_that_the_client_is_to_skip_counts_as_a_message() -> None:
    progress, note = at(1, 1), {"type": "skipped", "conversation": 1, "seq": 2}
    assert not progress.lacks_before(note)
    progress.note(note)
    assert progress.has(note)
    assert not progress.lacks_before(message(1, 3))


def test_what_belongs_to_an_older_conversation_is_shown() -> None:
    progress = at(3, 2)
    assert not progress.lacks_before(message(1, 9))
    assert not progress.has(message(1, 9))
    progress.note(message(1, 9))
    assert progress.place == HistoryPlace(3, 2)


def test_a_client_that_asks_for_older_ones_has_no_less_than_before() -> None:
    progress = at(2, 5)
    progress.begin(HistoryPlace(1, 1))
    assert progress.place == HistoryPlace(2, 5)


def test_events_are_never_missed_and_never_repeated() -> None:
    progress = at(1, 1)
    event = {"type": "event", "event": "typing", "conversation": 9, "seq": 9}
    assert not progress.lacks_before(event)
    assert not progress.has(event)
    progress.note(event)
    assert progress.place == HistoryPlace(1, 1)


@given(st.lists(st.integers(1, 12), max_size=40))
def test_in_whatever_order_they_come_each_is_shown_once_and_in_order(order: list[int]) -> None:
    progress, shown = at(0, 0), []
    for seq in order:
        frame = message(1, seq)
        if not progress.lacks_before(frame) and not progress.has(frame):
            progress.note(frame)
            shown.append(seq)
    assert shown == list(range(1, len(shown) + 1))
