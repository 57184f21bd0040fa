"""Turns what the bot says into a message of our own vocabulary; options get opaque ids."""

import secrets
from collections.abc import Sequence
from typing import Any, assert_never

from hub.engine.contract import OfferedChoices, Pick, PickInput, Reply, SpokenText, TextInput
from hub.guard import guard_text
from hub.messages import (
    Card,
    Choice,
    Choices,
    File,
    Image,
    Link,
    Location,
    Message,
    Option,
    Segment,
    Text,
    Trigger,
    Video,
    plain_text,
)
from hub.messages.limits import TEXT_LIMIT

PERSON_CHOICE = "person"
"""The one choice id that every client may use unasked (docs/webchat-protocol.md)."""

PERSON_INTENT = "request_person"

Picks = dict[str, dict[str, Any]]


def to_segments(
    replies: Sequence[Reply], *, conversation: int, seq: int
) -> tuple[tuple[Segment, ...], Picks]:
    """Segments for the customer, and what each option's id means."""
    segments: list[Segment] = []
    picks: Picks = {}
    for reply in replies:
        match reply:
            case SpokenText():
                segments += _texts(reply)
            case OfferedChoices():
                segments.append(_choices(reply, picks, f"c{conversation}.{seq}"))
            case Link() | Card() | Location() | Image():
                segments.append(reply)
            case _:
                assert_never(reply)
    return tuple(segments), picks


def with_words(replies: Sequence[Reply], words: Sequence[str], *, first: bool = False) -> list[Reply]:
    """The answer with what the house adds to it, at the end of its last plain words.

    It costs no message of its own there, not even where a channel tells each segment as one. `first`: the
    customer asked for just that, so it is in front: a channel that shows little of an answer shows it.
    """
    said = list(replies)
    if not words:
        return said
    more = "\n".join(words)
    for place in range(len(said)) if first else reversed(range(len(said))):
        reply = said[place]
        if isinstance(reply, SpokenText) and reply.source is None and not reply.blocks:
            text = f"{more}\n{reply.text}" if first else f"{reply.text}\n{more}"
            said[place] = reply.model_copy(update={"text": text})
            return said
    return [SpokenText(text=more), *said]


def _texts(reply: SpokenText) -> list[Segment]:
    if len(reply.text) <= TEXT_LIMIT:
        return [Text(text=reply.text, source=reply.source, blocks=reply.blocks)]
    # Words that need several segments are told without their form, which belongs to all of them.
    parts = [reply.text[i : i + TEXT_LIMIT] for i in range(0, len(reply.text), TEXT_LIMIT)]
    last = len(parts) - 1
    return [Text(text=part, source=reply.source if i == last else None) for i, part in enumerate(parts)]


def _choices(reply: OfferedChoices, picks: Picks, prefix: str) -> Choices:
    options = []
    for offered in reply.options:
        # The random end keeps ids from being guessed from one conversation to the next.
        option_id = f"{prefix}-{len(picks)}-{secrets.token_hex(3)}"
        picks[option_id] = {"label": offered.label, **offered.pick.model_dump(mode="json")}
        options.append(Option(id=option_id, label=offered.label))
    return Choices(prompt=reply.prompt, options=tuple(options))


def place_of_choice(choice_id: str) -> tuple[int, int] | None:
    """Conversation and seq of the message that offered an option; None for an id of no such form."""
    place, _, rest = choice_id.removeprefix("c").partition("-")
    conversation, dot, seq = place.partition(".")
    if not (choice_id.startswith("c") and rest and dot):
        return None
    # Nine digits fit the store's integers; what is larger was never offered.
    if not (conversation.isdecimal() and seq.isdecimal() and max(len(conversation), len(seq)) < 10):
        return None
    return int(conversation), int(seq)


def chosen(messages: Sequence[Message]) -> Choice | None:
    """The option chosen by the newest message, if it is a choice."""
    last = messages[-1].segments[-1]
    return last if isinstance(last, Choice) else None


def noted(messages: Sequence[Message]) -> Trigger | None:
    """What the house noted, if the newest message is of that kind."""
    last = messages[-1].segments[-1]
    return last if isinstance(last, Trigger) else None


def to_input(messages: Sequence[Message], picks: Picks) -> TextInput | PickInput:
    """What the bot is asked: the newest choice if it is known, or else all words, guarded."""
    choice = chosen(messages)
    if choice is not None and choice.id == PERSON_CHOICE:
        return PickInput(text=choice.label, intent=PERSON_INTENT)
    if choice is not None and choice.id in picks:
        known = picks[choice.id]
        pick = Pick.model_validate(known)
        return PickInput(text=known["label"], intent=pick.intent, entities=pick.entities)
    words = plain_text(_asking([segment for message in messages for segment in message.segments]))
    # The newest words say best what is wanted; a flood is not worth the bot's time.
    return TextInput(text=guard_text(words[-TEXT_LIMIT:]))


def _asking(said: Sequence[Segment]) -> Sequence[Segment]:
    """What asks: the words beside a picture or file, whose name is no question; or else the file itself."""
    words = [segment for segment in said if not isinstance(segment, File | Image | Video)]
    return words or said
