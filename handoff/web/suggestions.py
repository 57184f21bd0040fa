"""`/staff/tasks/<task_id>/suggestions`: answers that may be given to the customer's last words."""

from collections.abc import Sequence
from typing import Any

from handoff.web.customers import SERVE
from handoff.web.frames import read_task
from hub.errors import Unavailable
from hub.messages import AuthorKind, Segment
from hub.parts import PartContext
from hub.ports import Advice, Advised, Wish
from hub.staff import StaffCall, StaffModel, StaffRoute
from hub.store import identities, messages

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


class SuggestedShown(StaffModel):
    """Answers to the customer's last words; `available` is false where the knowledge base does not answer."""

    answers: list[Suggested]
    available: bool


def routes(context: PartContext) -> tuple[StaffRoute, ...]:
    """The route; `context` has the port of suggested answers."""

    async def suggest(call: StaffCall[Any]) -> SuggestedShown:
        """What may be answered to the customer's last words."""
        key = read_task(call.args["task_id"])
        async with context.database.read() as connection:
            newest = await messages.newest(connection, key.identity, key.conversation, limit=50)
            address = await identities.address_of(connection, key.identity)
        own = [each for each in newest if each.author.kind is AuthorKind.CUSTOMER][:LAST_WORDS]
        asked = [words for each in own if (words := _asked(each.segments))]
        if context.advice is None or context.admission.refuses(Wish.SUGGESTION):
            return SuggestedShown(answers=[], available=False)
        try:
            advised = await _first_advice(context.advice, asked, address.channel)
        except Unavailable:
            return SuggestedShown(answers=[], available=False)
        return SuggestedShown(
            available=True,
            answers=[
                Suggested(
                    question=each.question,
                    text=each.text,
                    article=each.source.article_id,
                    version=each.source.version,
                    title=each.source.title,
                    effective_from=each.source.effective_from.isoformat(),
                    note=each.note,
                )
                for each in advised
            ],
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


async def _first_advice(advice: Advice, asked: Sequence[str], channel: str) -> Sequence[Advised]:
    """What is advised to the newest of these words to which something is."""
    for words in asked:
        advised = await advice.advise(words, channel)
        if advised:
            return advised
    return ()


def _asked(segments: Sequence[Segment]) -> str:
    return " ".join(segment.words() for segment in segments if segment.type in ("text", "voice")).strip()
