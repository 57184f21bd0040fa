"""What the rules know of a turn; each thing is known, unknown (None), or not looked for yet."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Final


class NotLooked(Enum):
    """Stands where nobody has looked yet: a rule that asks for it cannot be decided."""

    NOT_YET = "not_yet"


NOT_YET: Final = NotLooked.NOT_YET


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnSeen:
    """The facts. `at`: the bank's own time. `mood`: 0 to 3.

    `wish`: a person is wanted, in whatever words. `busy`: the bot is in the midst of a step, which only a
    person interrupts. `left`: the customer took the wish for a person back, or was served in this
    conversation already, so that no rule asks for one again.
    """

    channel: str
    at: datetime
    segment: str | None = None
    tier: str | None = None
    language: str | None = None
    age: int | NotLooked | None = NOT_YET
    intent: str | NotLooked | None = NOT_YET
    earlier: frozenset[str] = frozenset()
    urgencies: frozenset[str] = frozenset()
    mood: int = 0
    waited_s: float = 0.0
    failures: int = 0
    wish: bool = False
    busy: bool = False
    left: bool = False

    def kept(self) -> dict[str, Any]:
        """What the log keeps: nothing that names anybody, and of the age its ten years."""
        told: dict[str, Any] = {
            "channel": self.channel,
            "at": self.at.strftime("%u %H:%M"),
            "mood": self.mood,
            "waited_s": round(self.waited_s),
            "failures": self.failures,
            "wish": self.wish,
        }
        known = {"segment": self.segment, "tier": self.tier, "language": self.language}
        told |= {name: value for name, value in known.items() if value is not None}
        if isinstance(self.intent, str):
            told["intent"] = self.intent
        if isinstance(self.age, int):
            told["age"] = f"{self.age // 10 * 10}-{self.age // 10 * 10 + 9}"
        if self.earlier:
            told["earlier"] = sorted(self.earlier)
        if self.urgencies:
            told["urgencies"] = sorted(self.urgencies)
        return told
