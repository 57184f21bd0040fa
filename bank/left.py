"""What a customer left under way in another conversation: an earlier one, or one on another channel.

Within one identity it is told to who writes there. Of another channel it is told only to whom the bank's
login or a check has named there, and only of identities that belong to the same customer of the bank.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy.ext.asyncio import AsyncConnection

from bank.store import left
from hub.contacts import ContactBook
from hub.store import conversations, identities

KEPT = timedelta(days=3)
"""So long a dialogue may rest (docs/dialogues.md)."""

GOES_ON = frozenset({"checking", "reading", "asking", "resting"})
"""Phases in which nothing has gone to the bank yet."""


class State(BaseModel):
    """What the conversation that goes on with it is told of a dialogue: nothing that was read of the bank."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: str = Field(pattern=r"^[a-z_]{1,64}$")
    at: datetime
    phase: str
    said: str = Field(default="", max_length=80)
    values: dict[str, str] = Field(default={}, max_length=10)


class DialogueLeft(NamedTuple):
    """A dialogue that rests; `conversation` and `turn`: where. `elsewhere`: it is another identity's."""

    identity: str
    conversation: int
    turn: int
    channel: str
    elsewhere: bool
    is_open: bool
    is_busy: bool
    state: State


async def find(
    connection: AsyncConnection, contacts: ContactBook, identity: str, now: datetime
) -> DialogueLeft | None:
    """The newest dialogue that the person left in another conversation; None for none. Raises `NotFound`."""
    people = await contacts.identities(connection, identity)
    own = next(row for row in people if row.identity_key == identity)
    found = [await _left(connection, own, own.last_conversation - 1, now, elsewhere=False)]
    if await _is_named(connection, contacts, own, now):
        found += [
            await _left(connection, row, row.last_conversation, now, elsewhere=True)
            for row in people
            if row.identity_key != identity
        ]
    return max((each for each in found if each is not None), key=lambda each: each.state.at, default=None)


async def is_under_way(connection: AsyncConnection, identity: str, conversation: int) -> bool:
    """Whether a dialogue is under way in the conversation itself."""
    row = await left.last_answer(connection, identity, conversation)
    return row is not None and bool(_slots(row.bot_state).get("dialogue"))


async def _is_named(connection: AsyncConnection, contacts: ContactBook, own: Any, now: datetime) -> bool:
    """Whether the bank's login or a check names who writes here, now."""
    known = identities.facts_of(own).at(now).verification
    if known is None or known.level < 1:
        return False
    return await contacts.customer_number(connection, own.identity_key) is not None


async def _left(
    connection: AsyncConnection, person: Any, conversation: int, now: datetime, *, elsewhere: bool
) -> DialogueLeft | None:
    key = person.identity_key
    talk = await conversations.lock(connection, key, conversation) if conversation > 0 else None
    if talk is None or talk.closed_by == "customer":  # who has ended it does not want it back
        return None
    answer = await left.last_answer(connection, key, conversation)
    state = None if answer is None else _state(_slots(answer.bot_state).get("dialogue"))
    if answer is None or state is None or state.phase not in GOES_ON or now - state.at > KEPT:
        return None
    is_open, is_busy = talk.closed_at is None, talk.last_turn > talk.committed_turn
    return DialogueLeft(key, conversation, answer.turn, person.channel, elsewhere, is_open, is_busy, state)


def _slots(state: Mapping[str, Any] | None) -> Mapping[str, Any]:
    slots = (state or {}).get("slots")
    return slots if isinstance(slots, Mapping) else {}


def _state(slot: Any) -> State | None:
    try:
        return State.model_validate(slot)
    except ValidationError:
        return None
