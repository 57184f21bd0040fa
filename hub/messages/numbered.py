"""Choices without buttons: offered as a numbered list, picked by a number or by the label."""

import re
import unicodedata
from collections.abc import Sequence

from hub.messages.segments import Choices, Option, Segment

_DIGITS = {word: number for number, word in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}
_NUMBER = re.compile(r"\(?(?:选择?)?第?([0-9]{1,2}|[一二两三四五六七八九十])(?:个|项|条|种)?[)）.。、,，]?")
"""1, 1. (1) ① 第一个 选2 …: after folding, and with no other words."""

_SIGNS = re.compile(r"[\W_]+")
"""What nobody writes of a label: stars and the like at its front."""


def numbered(choices: Choices, *, first: int = 1) -> str:
    """The question and its options as lines, numbered from `first` on: 1. 借记卡.

    A message with several questions is numbered through, as `picked` counts.
    """
    lines = [f"{number}. {option.label}" for number, option in enumerate(choices.options, start=first)]
    return "\n".join((choices.prompt, *lines))


def options_of(segments: Sequence[Segment]) -> list[Option]:
    """All options of a message, in the order of their numbers."""
    return [option for each in segments if isinstance(each, Choices) for option in each.options]


def is_number(text: str) -> bool:
    """Whether a customer's words are the number of an option, and nothing else."""
    return _NUMBER.fullmatch(_fold(text)) is not None


def picked(text: str, options: Sequence[Option]) -> Option | None:
    """The option that a customer's words name, by its label or its number; None where that is not certain.

    Case, width and spaces make no difference, nor do signs at the front of a label (★★★★☆ 满意). A number is
    not certain where another option's label begins with it: of 3期, 6期, 12期, "3" may mean the third or the
    first.
    """
    words = _fold(text)
    labels = [_fold(option.label) for option in options]
    named = [option for option, label in zip(options, labels, strict=True) if label == words]
    if named:
        return named[0] if len(named) == 1 else None
    found = _NUMBER.fullmatch(words)
    if found is None:
        bare = [option for option, label in zip(options, labels, strict=True) if _bare(label) == words]
        return bare[0] if words and len(bare) == 1 else None
    number = _DIGITS.get(found[1]) or int(found[1])
    if not 1 <= number <= len(options):
        return None
    others = [label for place, label in enumerate(labels, start=1) if place != number]
    begun = re.compile(rf"{re.escape(found[1])}(?![0-9])")
    return None if any(begun.match(label) for label in others) else options[number - 1]


def _bare(label: str) -> str:
    signs = _SIGNS.match(label)
    return label[signs.end() :] if signs else label


def _fold(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
