"""`/staff/tasks/<task_id>/suggestions`: answers that may be given to the customer's last words."""

from collections.abc import Sequence
from typing import Any

from handoff.web.customers import SERVE
from handoff.web.frames import read_task
from hub.errors import Unavailable
from hub.messages import AuthorKind, Facts, Message, Segment, Source, Text
from hub.parts import PartContext
from hub.ports import Advice, Advised, Wish
from hub.staff import StaffCall, StaffModel, StaffRoute
from hub.store import identities, messages

NOTES = 3
"""So many notes on what the bot answered are told at most."""

LAST_WORDS = 3
"""So many of the customer's last messages are looked at for a question; the last may only want a person."""


class Suggested(StaffModel):
    """An answer that may be given, and the article that it comes from; `note` is for the agent alone."""

    question: str
    text: str
    article: str
    version: int
    title: str
    effective_from: str
    note: str


class AnsweredNote(StaffModel):
    """What the editors tell agents of an article that the bot answered with."""

    article: str
    version: int
    title: str
    note: str


class SuggestedShown(StaffModel):
    """Answers to the customer's last words; `available` is false where the knowledge base does not answer.

    `answered`: notes on what the bot answered in this conversation, the newest first.
    """

    answers: list[Suggested]
    available: bool
    answered: tuple[AnsweredNote, ...] = ()


def routes(context: PartContext) -> tuple[StaffRoute, ...]:
    """The route; `context` has the port of suggested answers."""

    async def suggest(call: StaffCall[Any]) -> SuggestedShown:
        """What may be answered to the customer's last words."""
        key = read_task(call.args["task_id"])
        async with context.database.read() as connection:
            newest = await messages.newest(connection, key.identity, key.conversation, limit=50)
            address = await identities.address_of(connection, key.identity)
            person = await identities.person_of(connection, key.identity)
        own = [each for each in newest if each.author.kind is AuthorKind.CUSTOMER][:LAST_WORDS]
        asked = [words for each in own if (words := _asked(each.segments))]
        if context.advice is None or context.admission.refuses(Wish.SUGGESTION):
            return SuggestedShown(answers=[], available=False)
        answered = await _notes_on(context.advice, newest)
        try:
            advised = await _first_advice(context.advice, asked, address.channel, person.facts)
        except Unavailable:
            return SuggestedShown(answers=[], available=False, answered=answered)
        return SuggestedShown(
            available=True, answers=[_suggested(each) for each in advised], answered=answered
        )

    return (
        StaffRoute(
            "GET",
            "/staff/tasks/<task_id>/suggestions",
            right=SERVE,
            about={"task_id": "task"},
            answer=SuggestedShown,
            handle=suggest,
            transaction=False,
        ),
    )


def _suggested(advised: Advised) -> Suggested:
    return Suggested(
        question=advised.question,
        text=advised.text,
        article=advised.source.article_id,
        version=advised.source.version,
        title=advised.source.title,
        effective_from=advised.source.effective_from.isoformat(),
        note=advised.note,
    )


async def _notes_on(advice: Advice, said: Sequence[Message]) -> tuple[AnsweredNote, ...]:
    """What agents are told of the articles that the bot answered with."""
    return tuple(
        AnsweredNote(
            article=each.source.article_id,
            version=each.source.version,
            title=each.source.title,
            note=each.note,
        )
        for each in (await advice.notes(_answered_from(said)))[:NOTES]
    )


async def _first_advice(
    advice: Advice, asked: Sequence[str], channel: str, facts: Facts
) -> Sequence[Advised]:
    """What is advised to the newest of these words to which something is."""
    for words in asked:
        advised = await advice.advise(words, channel, facts)
        if advised:
            return advised
    return ()


def _answered_from(newest: Sequence[Message]) -> list[Source]:
    """What the bot answered from, each version once."""
    texts = [
        segment
        for message in newest
        if message.author.kind is AuthorKind.BOT
        for segment in message.segments
        if isinstance(segment, Text) and segment.source is not None
    ]
    found = {(each.source.article_id, each.source.version): each.source for each in texts if each.source}
    return list(found.values())


def _asked(segments: Sequence[Segment]) -> str:
    return " ".join(segment.words() for segment in segments if segment.type in ("text", "voice")).strip()
