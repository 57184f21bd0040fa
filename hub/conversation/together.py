"""Which messages one turn answers together: words join words, a choice or a note of the house is alone."""

from collections.abc import Sequence
from itertools import takewhile

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.conversation.replies import PERSON_CHOICE, PERSON_INTENT, chosen, place_of_choice
from hub.messages import Choice, Message, Trigger
from hub.store import messages as store


def opening(waiting: Sequence[Message]) -> list[Message]:
    """What a new turn answers: the first that stands alone, or all words before the next such."""
    if waiting and _stands_alone(waiting[0]):
        return list(waiting[:1])
    return _words(waiting)


def following(held: Sequence[Message], more: Sequence[Message]) -> list[Message]:
    """What may join the messages that a turn holds: words to words, and none behind what stands alone."""
    return [] if _stands_alone(held[-1]) else _words(more)


def _words(waiting: Sequence[Message]) -> list[Message]:
    """The messages before the first that stands alone: the bot is asked for one thing at a time."""
    return list(takewhile(lambda message: not _stands_alone(message), waiting))


def _stands_alone(message: Message) -> bool:
    return isinstance(message.segments[-1], Choice | Trigger)


async def wishes_person(connection: AsyncConnection, message: Message) -> bool:
    """Whether a message is the choice of a person, by the button or by an option that means it."""
    choice = chosen([message])
    if choice is None:
        return False
    if choice.id == PERSON_CHOICE:
        return True
    place = place_of_choice(choice.id)
    picks = await store.picks_of(connection, message.identity, *place) if place is not None else {}
    return bool(picks.get(choice.id, {}).get("intent") == PERSON_INTENT)
