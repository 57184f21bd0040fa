"""Builds what an action says and wants done, in the form of docs/bot-protocol.md."""

from collections.abc import Iterable
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions import wording
from hub.messages import Block, Command, RecordGap, Source
from kb.answer import Abstained, Answered, Offered, Reason

Segment = dict[str, Any]

COMMAND_TEXT_LIMIT = 4000
LABEL_LIMIT = 200

_ABSTAINED = {
    Reason.NO_MATCH: wording.NO_ANSWER,
    Reason.VALUE_MISSING: wording.VALUE_MISSING,
    Reason.NOT_AVAILABLE: wording.NOT_AVAILABLE,
}


def say(
    dispatcher: CollectingDispatcher, segments: Iterable[Segment], commands: Iterable[Command] = ()
) -> None:
    """Hands segments and commands to the bot; nothing is written anywhere."""
    wanted = [command.model_dump(mode="json", exclude_none=True) for command in commands]
    dispatcher.utter_message(json_message={"segments": list(segments), "commands": wanted})


def text(words: str, source: Source | None = None, blocks: Iterable[Block] = ()) -> Segment:
    """A text segment; an answer has its source and perhaps its form."""
    segment: Segment = {"type": "text", "text": words}
    if source:
        segment["source"] = source.model_dump(mode="json")
    formed = [block.model_dump(mode="json", exclude_none=True) for block in blocks]
    return segment | {"blocks": formed} if formed else segment


def option(label: str, intent: str, **entities: str) -> Segment:
    """One option and what picking it means."""
    return {"label": label[:LABEL_LIMIT], "pick": {"intent": intent, "entities": entities}}


def choices(prompt: str, options: list[Segment]) -> Segment:
    """A question with options."""
    return {"type": "choices", "prompt": prompt, "options": options}


def answered(decision: Answered) -> list[Segment]:
    """The answer with its source, then its links; then what came of the message's other questions."""
    lead = [text(wording.IN_CHINESE.format(title=decision.english))] if decision.english else []
    segments = [*lead, text(decision.text, decision.source, decision.blocks)]
    segments += [link.model_dump(mode="json") for link in decision.links]
    for other in decision.also:
        segments += answered(other) if isinstance(other, Answered) else offered(other)
    if decision.again:
        segments.append(choices(wording.ASK_FOR_PERSON, [option(wording.PERSON, "request_person")]))
    return segments


def offered(decision: Offered) -> list[Segment]:
    """Up to three articles to choose from, and a person."""
    options = [option(each.label, "pick_article", article_id=each.article_id) for each in decision.options]
    return [choices(decision.prompt, [*options, option(wording.NONE_OF_THESE, "request_person")])]


def abstained(decision: Abstained) -> list[Segment]:
    """Says honestly that there is no answer, and offers a person."""
    person = option(wording.PERSON, "request_person")
    return [text(_ABSTAINED[decision.reason]), choices(wording.ASK_FOR_PERSON, [person])]


def gap(question: str, decision: Abstained) -> RecordGap:
    """The command that keeps an unanswered question for the editors."""
    return RecordGap(
        question=question[:COMMAND_TEXT_LIMIT],
        best_article_id=decision.best_article_id,
        best_score=decision.best_score,
    )
