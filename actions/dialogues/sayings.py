"""Defines what the dialogues say in one language."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DialogueSentences:
    """What one dialogue says: its name, its questions by value, the confirmation, and the end.

    Formats get the values as they were told or chosen, in words.
    """

    name: str
    ask: Mapping[str, str]
    confirm: str
    done: str


@dataclass(frozen=True, slots=True)
class Sayings:
    """All that is said in one language; `{name}` is the dialogue's."""

    dialogues: Mapping[str, DialogueSentences]
    refused: Mapping[str, str]
    check_failed: Mapping[str, str]
    wrong: Mapping[str, str]
    reading: str
    check: str
    checked: str
    corrected: str
    nothing_found: str
    what_to_change: str
    interrupted: str
    cancelled: str
    too_late_to_cancel: str
    instructed: str
    done: str
    not_done: str
    waiting: str
    in_work: str
    balance: str
    transactions: str
    no_transactions: str
    bill: str
    no_bill: str
    requests: str
    no_requests: str
    wealth: str
    no_rating: str
    states: Mapping[str, str]
    goes_on: str
    on_channel: str
    known: str
    yuan: str
    go_on: str
    leave_it: str
    days_ago: tuple[str, ...]
    resuming: str
    left_there: str
    another_left: str
    moved: str
    channels: Mapping[str, str]
