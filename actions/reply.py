"""Builds what an action says and wants done, in the form of docs/bot-protocol.md."""

from collections.abc import Iterable
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.wording import EN_OF_ARTICLE, AnswerWords
from hub.messages import Block, Command, RecordGap, Source
from kb.answer import (
    OFFER_PROMPT,
    OFFER_PROMPT_IN_ENGLISH,
    Abstained,
    Answered,
    Offered,
    Reason,
)

Segment = dict[str, Any]

COMMAND_TEXT_LIMIT = 4000
LABEL_LIMIT = 200


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


def person(words: AnswerWords) -> list[Segment]:
    """The offer of a person."""
    return [choices(words.ask_for_person, [option(words.person, "request_person")])]


def answered(decision: Answered, words: AnswerWords, hotline: str) -> list[Segment]:
    """The answer with its source, then its links; then what came of the message's other questions.

    Before it stands in which language it is, where that is not the customer's.
    """
    if decision.english:
        before = [text(EN_OF_ARTICLE.format(title=decision.english, hotline=hotline))]
    else:
        before = [text(words.in_chinese.format(hotline=hotline))] if words.in_chinese else []
    behind = person(words) if decision.again else []
    return [*before, *_answers(decision, words), *behind]


def _answers(decision: Answered, words: AnswerWords) -> list[Segment]:
    segments = [text(decision.text, decision.source, decision.blocks)]
    segments += [link.model_dump(mode="json") for link in decision.links]
    for other in decision.also:
        segments += _answers(other, words) if isinstance(other, Answered) else offered(other, words)
    return segments


def offered(decision: Offered, words: AnswerWords) -> list[Segment]:
    """Up to three articles to choose from, and a person."""
    options = [option(each.label, "pick_article", article_id=each.article_id) for each in decision.options]
    last = words.none_of_these if options else words.person
    in_english = words.in_chinese and decision.prompt == OFFER_PROMPT
    prompt = OFFER_PROMPT_IN_ENGLISH if in_english else decision.prompt
    return [choices(prompt, [*options, option(last, "request_person")])]


def abstained(decision: Abstained, words: AnswerWords, hotline: str) -> list[Segment]:
    """Says honestly that there is no answer, names the hotline, and offers a person."""
    said = {
        Reason.NO_MATCH: words.no_answer,
        Reason.VALUE_MISSING: words.value_missing,
        Reason.NOT_AVAILABLE: words.not_available,
    }[decision.reason]
    return [text(said.format(hotline=hotline)), *person(words)]


def only_person(words: AnswerWords, hotline: str) -> list[Segment]:
    """For whom nothing that was found is fit to be offered: what helps is to be told more, or a person."""
    return [text(words.tell_more.format(hotline=hotline)), *person(words)]


def gap(question: str, decision: Abstained) -> RecordGap:
    """The command that keeps an unanswered question for the editors."""
    return RecordGap(
        question=question[:COMMAND_TEXT_LIMIT],
        best_article_id=decision.best_article_id,
        best_score=decision.best_score,
    )
