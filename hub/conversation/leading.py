"""Leads on from an answer: what the parts put behind it, in front of a question that ends it."""

from collections.abc import Sequence
from datetime import datetime

from hub.conversation.turn import Turn
from hub.engine.contract import BotAnswer, OfferedChoices, Reply, SpokenText
from hub.hooks import PendingAnswer
from hub.messages import Card, Text


def answering(turn: Turn, done: BotAnswer, now: datetime) -> PendingAnswer:
    """The bot's answer as parts see it that lead on from it."""
    slots = done.state.get("slots")
    quoted = [reply.source for reply in done.replies if isinstance(reply, SpokenText)]
    return PendingAnswer(
        identity=turn.identity,
        conversation=turn.conversation,
        turn=turn.number,
        channel=turn.address.channel,
        facts=turn.facts,
        intents=[(intent.name, intent.confidence) for intent in done.intents],
        articles=[source.article_id for source in quoted if source is not None],
        commands=done.commands,
        slots=slots if isinstance(slots, dict) else {},
        now=now,
    )


def leading_on(replies: Sequence[Reply], led: Sequence[Card | Text]) -> list[Reply]:
    """The answer with where it leads; a question at its end stays the last: it is the one answered."""
    said = list(replies)
    end = len(said)
    while end and isinstance(said[end - 1], OfferedChoices):
        end -= 1
    more = [each if isinstance(each, Card) else SpokenText(text=each.text) for each in led]
    return [*said[:end], *more, *said[end:]]
