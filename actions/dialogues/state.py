"""The dialogue that is under way, as the conversation remembers it (the slot `dialogue`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

SLOT = "dialogue"
KEPT = timedelta(days=3)
"""So long a dialogue may rest; what is older is begun anew."""

REST = timedelta(hours=4)
"""After so long a silence the customer is asked whether it goes on: they may have forgotten what was open."""

OFFER_HOLDS = timedelta(hours=4)
"""So long the offer stands to go on with what was begun elsewhere."""

CONFIRM = "confirm"
"""What is asked where every value is known."""

Phase = Literal["checking", "reading", "asking", "instructed", "resting", "offered", "resuming"]
"""`resting`: it was asked whether it goes on. `offered`: the same of what was begun in another conversation,
which is known by its kind alone until the customer says yes; `resuming`: the hub looks for it.
"""
_NOT_YET_HERE = ("offered", "resuming")


class DialogueState(BaseModel):
    """One dialogue.

    `began`: the turn, which makes its wishes its own; `tries` counts what was wished for. `asked`: the value
    that was asked for, or `CONFIRM`. `said`: the words that began it, in which a payee or a card may be
    named. `found`: what was read of the bank. `agreed`: the customer has confirmed, the check is missing.
    """

    model_config = ConfigDict(frozen=True)

    kind: str
    began: int
    at: datetime
    phase: Phase = "asking"
    asked: str = ""
    tries: int = 0
    said: str = ""
    values: dict[str, str] = Field(default={})
    found: dict[str, Any] = Field(default={})
    has_read: bool = False
    agreed: bool = False

    @property
    def wish(self) -> str:
        """What the next command to the bank is named by: a repeated turn wishes the same."""
        return f"{self.kind}-{self.began}-{self.tries}"

    def rests(self, now: datetime) -> bool:
        """Whether it was silent for so long that it is asked whether it goes on."""
        return self.phase in ("asking", "resting") and now - self.at > REST

    def but(self, **changes: Any) -> Self:
        """The same with changes."""
        return self.model_copy(update=changes)

    def as_slot(self) -> dict[str, Any]:
        """Plain JSON."""
        return self.model_dump(mode="json")


def of_slot(value: Any, now: datetime) -> DialogueState | None:
    """What a slot holds; None where it is empty, too old, or of another form (another version wrote it)."""
    if not isinstance(value, Mapping):
        return None
    try:
        state = DialogueState.model_validate(value)
    except ValidationError:
        return None
    kept = OFFER_HOLDS if state.phase in _NOT_YET_HERE else KEPT
    return state if now - state.at <= kept else None
