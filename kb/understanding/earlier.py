"""What a conversation has asked before: all that the next message may refer to."""

from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from pydantic import TypeAdapter, ValidationError

from kb.outcomes import Answered, Decision

LENGTH = 120
"""Characters that are kept of each text: what is longer is a story, and nothing is rebuilt from it."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The last question that was answered, and what was said since without an answer.

    `question`: as it was understood; `title`: of the article that answered it; `waiting`: the last words
    that were not answered, empty once there is an answer.
    """

    question: str = ""
    title: str = ""
    waiting: str = ""

    def after(self, decision: Decision) -> Self:
        """What is to be remembered once this was decided."""
        answer = last_answer(decision)
        if answer is None:
            return replace(self, waiting=decision.understood[:LENGTH])
        return type(self)(answer.understood[:LENGTH], answer.source.title[:LENGTH])

    def as_slot(self) -> dict[str, str]:
        """Plain JSON."""
        return asdict(self)

    @classmethod
    def of_slot(cls, value: Any) -> Self:
        """What a slot holds; nothing where it is empty or of another form (an older version wrote it)."""
        try:
            return TypeAdapter(cls).validate_python(value)
        except ValidationError:
            return cls()


NOTHING = Earlier()
"""A conversation that has just begun."""


def last_answer(decision: Decision) -> Answered | None:
    """The answer that a customer has read last."""
    if not isinstance(decision, Answered):
        return None
    return next((each for each in reversed(decision.also) if isinstance(each, Answered)), decision)
