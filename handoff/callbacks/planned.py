"""What a task that is put off to an agreed time carries: the time, by which way, and the number, masked.

The number itself stays in the customer's message, where it is masked for everybody, shown with an entry in
the audit, and erased with the customer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from handoff.callbacks.asking import HERE, PHONE

AT, BY, TO = "callback_at", "callback_by", "callback_to"
"""The names of these facts."""

SHOWN = 4
"""So many digits of the number are told again; enough to know one's own."""


@dataclass(frozen=True, slots=True)
class PlannedCallback:
    """An agreed time, `at`; `by` telephone or here; `to`: the masked number, empty for here."""

    at: datetime
    by: str
    to: str = ""

    @classmethod
    def of_number(cls, at: datetime, number: str | None) -> Self:
        """By telephone where there is a number, else here."""
        return (
            cls(at, HERE)
            if number is None
            else cls(at, PHONE, f"{'*' * (len(number) - SHOWN)}{number[-SHOWN:]}")
        )

    @classmethod
    def read(cls, facts: Mapping[str, Any] | None) -> Self | None:
        """What a task's facts say; None where nothing was agreed, or what is there is no such thing."""
        known = facts or {}
        if known.get(BY) not in (PHONE, HERE) or not isinstance(known.get(AT), str):
            return None
        try:
            at = datetime.fromisoformat(known[AT])
        except ValueError:
            return None
        return None if at.tzinfo is None else cls(at, known[BY], str(known.get(TO, "")))

    def facts(self) -> dict[str, Any]:
        """As the facts of a task, which the desk shows."""
        return {AT: self.at.isoformat(timespec="minutes"), BY: self.by, **({TO: self.to} if self.to else {})}

    @property
    def tail(self) -> str:
        """The last four digits of the number."""
        return self.to[-SHOWN:]
