"""Which questions each message of the bot answers: by the marks that a stand-in repeats, or by turn."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from tests.faults.load import Question, questions_in
from tests.faults.record import CustomerRecord, Place
from tests.faults.stored import StoredIdentity, StoredMessage, StoredTurn

FROM_ACTIONS = frozenset({"ask", "complain"})
"""Intents whose answer is the actions' to give: a source, or something to choose."""


class Answers(NamedTuple):
    """The questions that a message answers, by its place: as stored, and as the customer saw it."""

    stored: dict[Place, list[Question]]
    shown: dict[Place, list[Question]]


AnswersOf = Callable[[CustomerRecord, StoredIdentity], Answers]
"""One way of telling what was answered."""


def by_marks(record: CustomerRecord, stored: StoredIdentity) -> Answers:
    """Each answer repeats the marks of its questions: tells one question of a turn from another.

    What the house answers itself repeats none: it answers all that its turn asks.
    """
    by_house = {(turn.conversation, turn.turn): turn for turn in stored.turns if turn.by_house}
    said = {m.place: questions_in(m.text) for m in stored.messages if m.author == "bot"}
    seen = {place: questions_in(m.text) for place, m in record.shown.items() if m.author == "bot"}
    for message in stored.messages:
        turn = by_house.get((message.place.conversation, message.turn or 0))
        if message.author == "bot" and turn is not None:
            said[message.place] = list(_asked_in(turn, record, stored))
            seen |= {message.place: said[message.place]} if message.place in seen else {}
    return Answers(said, seen)


def by_turns(record: CustomerRecord, stored: StoredIdentity) -> Answers:
    """The real bot repeats nothing: its message answers all that its turn asks, if the turn was answered.

    A turn whose intent is the actions' and that says nothing of theirs answers nothing.
    """
    turns = {(turn.conversation, turn.turn): turn for turn in stored.turns}
    said: dict[Place, list[Question]] = {}
    for message in stored.messages:
        turn = turns.get((message.place.conversation, message.turn or 0))
        if message.author == "bot" and turn is not None and _is_answer(message, turn):
            said[message.place] = list(_asked_in(turn, record, stored))
    return Answers(said, {place: asked for place, asked in said.items() if place in record.shown})


def _is_answer(message: StoredMessage, turn: StoredTurn) -> bool:
    return turn.state == "answered" and (message.has_substance or turn.intent not in FROM_ACTIONS)


def _asked_in(turn: StoredTurn, record: CustomerRecord, stored: StoredIdentity) -> Iterator[Question]:
    for message in stored.messages:
        if message.provider_id in record.sent and turn.covers(message.place):
            yield record.sent[message.provider_id]
