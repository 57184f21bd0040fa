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


WISHES = frozenset(("request_person", "complain", "need_help"))
"""Intents that ask for a person: no request is about them, but for what was asked before."""

NOTHING = "none"
"""What a conversation is about in which nothing of a subject was understood."""


NO_SUBJECT = OF_TALK | WISHES


class Containment(StrEnum):
    """What became of a conversation that the bot had alone."""

    SOLVED = "solved"
    GIVEN_UP = "given_up"
    UNSOLVED = "unsolved"


@dataclass
class HeardSubjects:
    """What was understood: by conversation what it was about, by person when they asked what.

    `in_turn`: by conversation the turn and the first subject of each, in their order.
    """

    answered: set[tuple[str, int]] = field(default_factory=set)
    subjects: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    asked: dict[str, list[tuple[datetime, tuple[str, int], set[str]]]] = field(default_factory=dict)
    in_turn: dict[tuple[str, int], list[tuple[int, str]]] = field(default_factory=dict)

    def take(self, row: Any) -> None:
        """Takes a turn in."""
        place = (row.identity_key, row.conversation)
        about = {str(each["name"]) for each in row.intents or ()} - OF_TALK
        if row.state == "answered" and about:
            self.answered.add(place)
        self.subjects.setdefault(place, set()).update(about)
        named = [str(each["name"]) for each in row.intents or () if str(each["name"]) not in NO_SUBJECT]
        if named:
            self.in_turn.setdefault(place, []).append((row.turn, named[0]))
        self.asked.setdefault(row.person, []).append((row.opened_at, place, about))

    def about(self, place: tuple[str, int], turn: int | None = None) -> str:
        """What a conversation was last about, up to a turn; `NOTHING` where nothing was understood."""
        found = [name for at, name in self.in_turn.get(place, ()) if turn is None or at <= turn]
        return found[-1] if found else NOTHING


def outcome_of(row: Any, heard: HeardSubjects) -> Containment:
    """What became of a conversation (`supervision.store.facts.kept_by_the_bot`)."""
    place = (row.identity_key, row.conversation)
    if place not in heard.answered:
        return Containment.GIVEN_UP
    if row.thumb_down or _came_back(row, place, heard):
        return Containment.UNSOLVED
    return Containment.SOLVED


def _came_back(row: Any, place: tuple[str, int], heard: HeardSubjects) -> bool:
    about = heard.subjects.get(place, set())
    return any(
        where != place and row.closed_at <= at <= row.closed_at + RETURN_WITHIN and about & subjects
        for at, where, subjects in heard.asked.get(row.person, ())
    )


def heard_in(rows: Iterable[Any]) -> HeardSubjects:
    """What was understood in these turns."""
    heard = HeardSubjects()
    for row in rows:
        heard.take(row)
    return heard


def counts(outcomes: Iterable[Containment]) -> Mapping[str, int]:
    """How many of each."""
    listed = list(outcomes)
    return {each.value: listed.count(each) for each in Containment}
