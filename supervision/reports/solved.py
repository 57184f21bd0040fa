"""What the bot solved by itself.

Solved: a conversation that is over, in which the bot answered, nobody asked for a person, no answer got a
thumb down, and the same person asked nothing of the same intents on any channel within 24 hours after it.
A conversation in which nothing was answered was given up, and is counted apart.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

RETURN_WITHIN = timedelta(hours=24)

OF_TALK = frozenset(
    ("greet", "goodbye", "thanks", "affirm", "deny", "choose", "bot_challenge", "handed_back", "insult")
)
"""Intents of no subject: who says thank you again has not come back with the question."""


class Kept(StrEnum):
    """What became of a conversation that the bot had alone."""

    SOLVED = "solved"
    GIVEN_UP = "given_up"
    UNSOLVED = "unsolved"


@dataclass
class Heard:
    """What was understood: by conversation what it was about, by person when they asked what."""

    answered: set[tuple[str, int]] = field(default_factory=set)
    subjects: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    asked: dict[str, list[tuple[datetime, tuple[str, int], set[str]]]] = field(default_factory=dict)

    def take(self, row: Any) -> None:
        """Takes a turn in."""
        place = (row.identity_key, row.conversation)
        about = {str(each["name"]) for each in row.intents or ()} - OF_TALK
        if row.state == "answered" and about:
            self.answered.add(place)
        self.subjects.setdefault(place, set()).update(about)
        self.asked.setdefault(row.person, []).append((row.opened_at, place, about))


def outcome_of(row: Any, heard: Heard) -> Kept:
    """What became of a conversation (`supervision.store.facts.kept_by_the_bot`)."""
    place = (row.identity_key, row.conversation)
    if place not in heard.answered:
        return Kept.GIVEN_UP
    if row.thumb_down or _came_back(row, place, heard):
        return Kept.UNSOLVED
    return Kept.SOLVED


def _came_back(row: Any, place: tuple[str, int], heard: Heard) -> bool:
    about = heard.subjects.get(place, set())
    return any(
        where != place and row.closed_at <= at <= row.closed_at + RETURN_WITHIN and about & subjects
        for at, where, subjects in heard.asked.get(row.person, ())
    )


def heard_in(rows: Iterable[Any]) -> Heard:
    """What was understood in these turns."""
    heard = Heard()
    for row in rows:
        heard.take(row)
    return heard


def counts(outcomes: Iterable[Kept]) -> Mapping[str, int]:
    """How many of each."""
    listed = list(outcomes)
    return {each.value: listed.count(each) for each in Kept}
