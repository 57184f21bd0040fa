"""The rules about what agents say: what must not be said, what has to be, which addresses may be sent."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from handoff.words.squeezed import squeezed


class RuleKind(StrEnum):
    """What a rule is about.

    `FORBIDDEN`: none of its words may be said. `MUST_SAY`: one of them has to be, where its cues are said.
    `HINT`: what to say is shown where the customer says one of its cues. `LINK`: addresses that may be sent.
    """

    FORBIDDEN = "forbidden"
    MUST_SAY = "must_say"
    HINT = "hint"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class WordRule:
    """One rule; without `cues` it holds always. `say`: what to say instead, or a hint. `why`: for agents."""

    rule_id: str
    kind: RuleKind
    product: str
    cues: tuple[str, ...]
    words: tuple[str, ...]
    say: str
    why: str

    def cue_in(self, text: str) -> str | None:
        """The cue that stands in a squeezed text; empty where the rule needs none, None where it has none."""
        return "" if not self.cues else first_in(self.cues, text)


def first_in(words: tuple[str, ...], text: str) -> str | None:
    """The first of these words that stands in a squeezed text."""
    return next((word for word in words if (sought := squeezed(word)) and sought in text), None)


def from_row(row: Any) -> WordRule:
    """The rule of a row."""
    kind = RuleKind(row.kind)
    return WordRule(row.rule_id, kind, row.product, tuple(row.cues), tuple(row.words), row.say, row.why)
