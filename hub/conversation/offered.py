"""Takes a number or a label for the option that it names, on channels where nobody can press a button."""

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.messages import Choice, Direction, Message, Notice, Segment, Text
from hub.messages.limits import LABEL_LIMIT
from hub.messages.numbered import options_of, picked
from hub.store import conversations, messages

BY_AGENT = "agent"
"""What `closed_by` says of a conversation that an agent ended."""

LOOK_BACK = 10
"""So many messages the offer may lie behind; further back nobody means it."""


async def as_choice(
    connection: AsyncConnection, identity: str, conversation: int, segments: tuple[Segment, ...]
) -> tuple[Segment, ...]:
    """The words of a customer, or the option of the newest question that they name.

    The question is what was said last, notices without options aside, and stands until it is answered.
    """
    words = segments[0] if len(segments) == 1 else None
    if not isinstance(words, Text) or len(words.text) > LABEL_LIMIT:
        return segments
    newest = await messages.newest(connection, identity, conversation, limit=LOOK_BACK)
    if not newest:
        newest = await _asked_at_the_end(connection, identity, conversation - 1)
    options = options_of(_question(newest))
    option = picked(words.text, options) if options and not _answered(newest) else None
    return segments if option is None else (Choice(id=option.id, label=option.label),)


async def _asked_at_the_end(connection: AsyncConnection, identity: str, conversation: int) -> list[Message]:
    """The last message of a conversation that an agent ended: what it asks, the next one may answer."""
    row = await conversations.lock(connection, identity, conversation) if conversation > 0 else None
    if row is None or row.closed_by != BY_AGENT:
        return []
    return await messages.newest(connection, identity, conversation, limit=1)


def _question(newest: list[Message]) -> tuple[Segment, ...]:
    for message in newest:
        if message.direction is Direction.OUT and not _only_notices(message):
            return message.segments
    return ()


def _answered(newest: list[Message]) -> bool:
    """Whether an option was chosen since the question."""
    for message in newest:
        if message.direction is Direction.OUT and not _only_notices(message):
            return False
        if any(isinstance(segment, Choice) for segment in message.segments):
            return True
    return False


def _only_notices(message: Message) -> bool:
    return all(isinstance(segment, Notice) for segment in message.segments)
