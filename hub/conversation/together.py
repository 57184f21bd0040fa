"""Which messages one turn answers together: words join words, a chosen option stands alone."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.conversation.replies import PERSON_CHOICE, PERSON_INTENT, chosen, place_of_choice
from hub.messages import Message
from hub.store import messages as store


def opening(waiting: Sequence[Message]) -> list[Message]:
    """What a new turn answers: the first choice alone, or all words before the next choice."""
    if waiting and chosen(waiting[:1]) is not None:
        return list(waiting[:1])
    return words_before_choice(waiting)


def following(held: Sequence[Message], more: Sequence[Message]) -> list[Message]:
    """What may join the messages that a turn holds: words only, and none behind a choice."""
    return [] if chosen(held) is not None else words_before_choice(more)


def words_before_choice(waiting: Sequence[Message]) -> list[Message]:
    """The messages before the first choice: the bot is asked either words or a choice, never both."""
    result: list[Message] = []
    for message in waiting:
        if chosen([message]) is not None:
            break
        result.append(message)
    return result


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
