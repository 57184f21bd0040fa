"""What was shown for a question, whichever way it went: through the running system, or `kb.answer` alone."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from hub.messages import (
    Card,
    Choice,
    Choices,
    File,
    Image,
    Link,
    Location,
    Notice,
    NoticeCode,
    Option,
    Segment,
    Source,
    Text,
    Trigger,
    Video,
    Voice,
)
from kb.answer import Abstained, Answered, Decision, Offered


class ShownKind(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    OFFERED = "offered"
    ABSTAINED = "abstained"
    FAILED = "failed"  # nothing but silence or an apology of the house


Meaning = Callable[[Option], Collection[str] | None]
"""The articles that an option may lead to: none where it leads elsewhere, None where nobody knows."""


@dataclass(frozen=True, slots=True)
class OutcomeOnScreen:
    """An outcome and the articles that it showed: the answer's, or those offered, the likeliest first."""

    outcome: ShownKind
    articles: tuple[str, ...] = ()

    def is_right(self, right: Collection[str]) -> bool:
        """Whether a right article was answered or could be chosen."""
        return any(article in right for article in self.articles)


_SORRY = {NoticeCode.FAILED, NoticeCode.PERSON_REQUESTED}


def of_decision(decision: Decision) -> OutcomeOnScreen:
    """What `kb.answer` decided."""
    match decision:
        case Answered():
            return OutcomeOnScreen(ShownKind.ANSWERED, (decision.source.article_id,))
        case Offered():
            return OutcomeOnScreen(ShownKind.OFFERED, tuple(option.article_id for option in decision.options))
        case Abstained():
            return OutcomeOnScreen(ShownKind.ABSTAINED)


def of_reply(segments: Sequence[Segment], meaning: Meaning) -> OutcomeOnScreen:
    """What a customer was shown: a text with a source answers, options that lead to articles offer.

    Where nobody knows where options lead, two and more are an offer of unknown articles: the one that
    always stands there is a person. Silence and the house's own apology are failures.
    """
    sorry = not segments
    sources: list[Source] = []
    options: list[Option] = []
    for segment in segments:
        match segment:
            case Text():
                sources += [segment.source] if segment.source else []
            case Choices():
                options += segment.options
            case Notice():
                sorry = sorry or segment.code in _SORRY
            case Choice() | Link() | Image() | File() | Voice() | Video() | Location() | Card() | Trigger():
                pass  # says nothing of an article
            case _:
                assert_never(segment)
    if sorry:
        return OutcomeOnScreen(ShownKind.FAILED)
    if sources:
        return OutcomeOnScreen(ShownKind.ANSWERED, (sources[0].article_id,))
    return _offered(options, meaning)


def _offered(options: Sequence[Option], meaning: Meaning) -> OutcomeOnScreen:
    leads_to = [meaning(option) for option in options]
    articles = tuple(article for found in leads_to for article in found or ())
    unknown = len(options) > 1 and None in leads_to
    return (
        OutcomeOnScreen(ShownKind.OFFERED, articles)
        if articles or unknown
        else OutcomeOnScreen(ShownKind.ABSTAINED)
    )
