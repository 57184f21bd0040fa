"""What a conversation has asked before: all that the next message may refer to."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from pydantic import TypeAdapter, ValidationError

from kb.contrasts import kind_words
from kb.outcomes import Answered, Decision, Offered, ShownAgain
from kb.understanding.fillers import plain

LENGTH = 120
"""Characters that are kept of each text: what is longer is a story, and nothing is rebuilt from it."""

NUMERALS = "123一二三"
_NUMBER = re.compile(f"(?:我?[选要]|是)?第?([{NUMERALS}])[个种条项]?吧?")


@dataclass(frozen=True, slots=True)
class EarlierQuestion:
    """The last question that was answered, and what was said since without an answer.

    `question`: as it was understood; `title`: of the article that answered it; `waiting`: the last words
    that were not answered, empty once there is an answer; `offered`: the ids of the articles offered last.
    `article` and `topic`: of the last answer, the subject until another one is answered; `kinds`: the words
    for kinds of things (`kb.contrasts`) that were named last, each until another of its line is named;
    `explained`: the article that was shown again in other words.
    """

    question: str = ""
    title: str = ""
    waiting: str = ""
    offered: tuple[str, ...] = ()
    article: str = ""
    topic: str = ""
    kinds: str = ""
    explained: str = ""

    def after(self, decision: Decision) -> Self:
        """What is to be remembered once this was decided."""
        answer, offered = last_answer(decision), offered_by(decision)
        if isinstance(decision, Offered) and decision.kept:
            return replace(self, offered=offered)
        kinds = self._kinds_with(decision.understood if answer is None else answer.understood)
        if answer is None:
            return replace(self, waiting=decision.understood[:LENGTH], offered=offered, kinds=kinds)
        if answer.again:
            explained = answer.source.article_id if answer.again is ShownAgain.SIMPLER else self.explained
            return replace(self, waiting="", offered=offered, explained=explained)
        return replace(
            self,
            question=answer.understood[:LENGTH],
            title=answer.source.title[:LENGTH],
            waiting="",
            offered=offered,
            article=answer.source.article_id,
            topic=answer.topic,
            kinds=kinds,
        )

    def _kinds_with(self, text: str) -> str:
        named = {**kind_words(self.kinds), **kind_words(text[:LENGTH])}
        return " ".join(named.values())[:LENGTH]

    @property
    def told(self) -> str:
        """All that is remembered of what was asked and answered."""
        return f"{self.question} {self.title} {self.waiting}"

    def picked(self, text: str) -> str | None:
        """The article offered last that a text picks by its number ("第二个", "2"), if it does."""
        number = _NUMBER.fullmatch(plain(text))
        place = NUMERALS.index(number[1]) % 3 if number else len(self.offered)
        return self.offered[place] if place < len(self.offered) else None

    def as_slot(self) -> dict[str, Any]:
        """Plain JSON."""
        return asdict(self) | {"offered": list(self.offered)}

    @staticmethod
    def of_slot(value: Any) -> EarlierQuestion:
        """What a slot holds; nothing where it is empty or of another form (an older version wrote it)."""
        try:
            return _SLOT.validate_python(value)
        except ValidationError:
            return NOTHING


# Made once: it costs more than a hundred times what reading a slot does.
_SLOT = TypeAdapter(EarlierQuestion)

NOTHING = EarlierQuestion()
"""A conversation that has just begun."""


def last_answer(decision: Decision) -> Answered | None:
    """The answer that a customer has read last."""
    if not isinstance(decision, Answered):
        return None
    return next((each for each in reversed(decision.also) if isinstance(each, Answered)), decision)


def offered_by(decision: Decision) -> tuple[str, ...]:
    """The ids of the articles that a customer may choose from now."""
    each_one = (decision, *decision.also) if isinstance(decision, Answered) else (decision,)
    offers = [each.options for each in each_one if isinstance(each, Offered)]
    return tuple(option.article_id for option in offers[-1]) if offers else ()
