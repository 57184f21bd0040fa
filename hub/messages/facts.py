"""Defines what is known for certain of a person: told by the bank's systems, never by a customer's words."""

import hashlib
from datetime import datetime
from typing import Self

from pydantic import Field

from hub.messages.base import Immutable

_WORD = r"^[A-Za-z0-9_.-]{1,64}$"
SUBJECT = r"^[^\W_]{1,40}$"
"""What a page is about: letters and digits, so that it is words wherever it stands and never a command."""

SOURCE = r"^\w[\w.:/-]{0,63}$"


class Verification(Immutable):
    """How well the person was identified: 0 not at all, 3 best; holds until a time and no longer."""

    level: int = Field(ge=0, le=3)
    until: datetime


class Facts(Immutable):
    """Signed with each ask of the bot, so that no text and no slot can set them. None: not known.

    `audience`, `region`, `segment` and `tier` are the bank's own words (say, "staff", "310000", "retail" and
    "gold"); the first three decide which articles and values are for them. `language` is a BCP 47 tag.
    `product`: what the bank's page is about on which they wrote last, by the editors' list.
    `source`: the way by which they came last, as the provider tells it (a code's scene, a campaign).
    """

    verification: Verification | None = None
    audience: str | None = Field(default=None, pattern=_WORD)
    region: str | None = Field(default=None, pattern=_WORD)
    segment: str | None = Field(default=None, pattern=_WORD)
    tier: str | None = Field(default=None, pattern=_WORD)
    language: str | None = Field(default=None, pattern=_WORD)
    product: str | None = Field(default=None, pattern=SUBJECT)
    source: str | None = Field(default=None, pattern=SOURCE)

    def joined(self, newer: Self) -> Self:
        """These facts with the newer ones in their place, where there are any."""
        return self.model_copy(update={name: getattr(newer, name) for name in newer.model_fields_set})

    def at(self, now: datetime) -> Self:
        """The facts that hold at a time: a verification that has expired is none."""
        if self.verification is None or self.verification.until > now:
            return self
        return self.model_copy(update={"verification": None})


def facts_digest(facts: Facts) -> str:
    """The hex SHA-256 of the facts as both ends of a call write them."""
    return hashlib.sha256(facts.model_dump_json(exclude_none=True).encode()).hexdigest()
