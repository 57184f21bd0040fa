"""What the bot asked last: the options that were shown, so that 好的, 第二个 or 都不是 mean something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

SLOT = "asked"

NUMBERS_HOLD = 3
"""Turns: so long an offer still stands on the screen, and its numbers mean what they meant."""

ARTICLE = "pick_article"


@dataclass(frozen=True, slots=True)
class AskedOption:
    """One option: its label, and what picking it means (as in docs/bot-protocol.md)."""

    label: str
    intent: str
    article_id: str | None = None


@dataclass(frozen=True, slots=True)
class LastQuestion:
    """The options of the last question, and the turn in which it was asked.

    `behind_answer`: an answer stands before it; `person`: the turn in which a person was asked for last, 0
    where none was.
    """

    turn: int = 0
    options: tuple[AskedOption, ...] = ()
    behind_answer: bool = False
    person: int = 0

    @property
    def articles(self) -> tuple[AskedOption, ...]:
        """The options that lead to articles."""
        return tuple(option for option in self.options if option.intent == ARTICLE)

    def meant_by_yes(self) -> AskedOption | None:
        """The one option that an assent can mean; None where there are several, or none."""
        candidates = self.articles or self.options
        return candidates[0] if len(candidates) == 1 else None

    def at(self, place: str) -> AskedOption | None:
        """The option at a place: "1" to "9", "last" (of the articles); None where there is none."""
        if place == "last":
            return (self.articles or self.options or (None,))[-1]
        number = int(place)
        return self.options[number - 1] if number <= len(self.options) else None

    def shown_at(self, place: str | None, turn: int) -> AskedOption | None:
        """The option at a place, as long as the question still stands on the screen."""
        return self.at(place) if place and turn - self.turn <= NUMBERS_HOLD else None

    def as_slot(self) -> dict[str, Any]:
        """Plain JSON."""
        options = [asdict(option) for option in self.options]
        return {
            "turn": self.turn,
            "options": options,
            "behind_answer": self.behind_answer,
            "person": self.person,
        }


_ONCE_MORE = re.compile(
    r"(?:好的?|那|请|麻烦|我|你|还|想|要|再|也|能不能|可以|能|帮我|给我|跟我|把|，|,)*"
    r"(?:说|讲|看|介绍|解释|展开|发|打开)(?:说|讲|看)?(?:一下|下|一遍|一说)?(?:刚才|上面|前面)?(?:的|那)?第?"
    r"(?P<place>[1-9一二三])(?:个|条|项|种)(?:的|呢|吧|吗|呗)*"
)
_PLACES = {"一": "1", "二": "2", "三": "3"}


def place_once_more(text: str) -> str | None:
    """The place of an option that a sentence asks for by its number (再看看第二个), if it does."""
    found = _ONCE_MORE.fullmatch(text.strip(" 。！？.!?"))
    return _PLACES.get(found["place"], found["place"]) if found else None


NOTHING = LastQuestion()

# Made once: it costs more than a hundred times what reading a slot does.
_SLOT: TypeAdapter[LastQuestion] = TypeAdapter(LastQuestion)


def of_slot(value: Any) -> LastQuestion:
    """What a slot holds; nothing where it is empty or of another form (another version wrote it)."""
    try:
        return _SLOT.validate_python(value)
    except ValidationError:
        return NOTHING


def asked_in(segments: Iterable[Mapping[str, Any]], turn: int) -> LastQuestion | None:
    """The question with which a reply ends; None where it asks nothing."""
    said = list(segments)
    choices = [each["options"] for each in said if each.get("type") == "choices"]
    if not choices:
        return None
    picks = [(option["label"], option["pick"]) for option in choices[-1]]
    options = [
        AskedOption(label, pick["intent"], pick["entities"].get("article_id")) for label, pick in picks
    ]
    return LastQuestion(turn, tuple(options), behind_answer=any("source" in each for each in said))
