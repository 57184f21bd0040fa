"""Codes that let one message be sent on an occasion (发送欢迎语等事件响应消息)."""

import secrets
from dataclasses import dataclass, field
from typing import Literal

Occasion = Literal["welcome", "queued", "served", "ended"]

HOLDS_S: dict[Occasion, float] = {
    "welcome": 20.0,
    "queued": 48 * 3600.0,
    "served": 48 * 3600.0,
    "ended": 20.0,
}
TAKES: dict[Occasion, frozenset[str]] = {
    "welcome": frozenset(("text", "msgmenu")),
    "queued": frozenset(("text",)),
    "served": frozenset(("text",)),
    "ended": frozenset(("text", "msgmenu")),
}
"""How long a code holds, and which kinds of messages it takes."""

BAD_CODE = 40029


@dataclass(frozen=True)
class KfCode:
    """Whose it is, for what, and until when."""

    customer: str
    occasion: Occasion
    until: float


@dataclass
class KfCodes:
    """The codes that were given out and not used."""

    given: dict[str, KfCode] = field(default_factory=dict)

    def give(self, customer: str, occasion: Occasion, now: float) -> str:
        """A new code."""
        code = secrets.token_urlsafe(24)
        self.given[code] = KfCode(customer, occasion, now + HOLDS_S[occasion])
        return code

    def find(self, code: str, kind: str, now: float) -> KfCode | None:
        """What a code is good for; None where it is not, for this kind of message."""
        found = self.given.get(code)
        if found is None or found.until <= now or kind not in TAKES[found.occasion]:
            return None
        return found

    def use(self, code: str) -> None:
        """One message for each."""
        self.given.pop(code, None)
