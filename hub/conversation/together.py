"""Which messages one turn answers together, and which of them the bot is asked at once.

Each is understood by itself before it is joined (`hub.conversation.standing`): pieces join each other and the
one message that can be answered alone; a choice, a note of the house or a wish for a person stands alone.
"""

from collections.abc import Sequence
from itertools import takewhile

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.conversation.replies import PERSON_CHOICE, PERSON_INTENT, chosen, place_of_choice
from hub.conversation.standing import MessageStanding, standing, wishes_person_in_words
from hub.conversation.triage import Triage
from hub.messages import Choice, Message, Trigger, plain_text
from hub.store import messages as store


def asked_together(waiting: Sequence[Message]) -> list[Message]:
    """The first of these messages, and what is asked of the bot with it."""
    asked: list[Message] = []
    whole = False
    for message in waiting:
        kind = standing(message)
        if kind is MessageStanding.ALONE:
            return asked or [message]
        if kind is MessageStanding.WHOLE and whole:
            break
        whole = whole or kind is MessageStanding.WHOLE
        asked.append(message)
    return asked


def asked_of_bot(held: Sequence[Message]) -> list[Message]:
    """Of the messages of a turn, those that the bot is asked about now.

    What was taken in while the bot was away may be more than it is asked at once, and may end with a choice:
    that says what is wanted now.
    """
    return list(held) if _chooses(held[-1]) else asked_together(held)


def following(held: Sequence[Message], more: Sequence[Message]) -> list[Message]:
    """What is asked together with the messages that a turn holds: nothing where it holds more already."""
    if len(asked_together(held)) < len(held):
        return []
    return asked_together([*held, *more])[len(held) :]


async def taken_in(
    connection: AsyncConnection, held: Sequence[Message], more: Sequence[Message], triage: Triage
) -> list[Message]:
    """What a turn takes in while the bot is away: words, up to one that does not wait for the bot.

    Such are a wish for a person and what is urgent: all before them goes with them.
    """
    for place, message in enumerate(more):
        if triage.presses(message) or await wishes_person(connection, message):
            return list(more[: place + 1])
    if _chooses(held[-1]):
        return []
    return list(takewhile(lambda message: not _chooses(message), more))


async def wishes_person(connection: AsyncConnection, message: Message) -> bool:
    """Whether a message asks for a person: by the button, by an option that means it, or in so many words."""
    choice = chosen([message])
    if choice is None:
        return wishes_person_in_words(plain_text(message.segments))
    if choice.id == PERSON_CHOICE:
        return True
    place = place_of_choice(choice.id)
    picks = await store.picks_of(connection, message.identity, *place) if place is not None else {}
    return bool(picks.get(choice.id, {}).get("intent") == PERSON_INTENT)


def _chooses(message: Message) -> bool:
    return isinstance(message.segments[-1], Choice | Trigger)
