"""Defines an arrival: what a channel hands to the inbox, before it has a number."""

from datetime import datetime
from typing import assert_never

from pydantic import Field, PrivateAttr, field_validator

from hub.messages.base import Immutable
from hub.messages.cards import Card
from hub.messages.limits import TEXT_LIMIT
from hub.messages.location import Location
from hub.messages.media import File, Image, Video, Voice
from hub.messages.segments import Choice, Choices, Link, Notice, Segment, Text
from hub.messages.trigger import Trigger


class Arrival(Immutable):
    """One customer message as translated by a connector.

    Secrets (full card numbers, passwords, one-time codes) are replaced while the value is made,
    so no connector can forget it and nothing behind this point ever sees one.
    """

    channel: str = Field(pattern=r"^[a-z_]{1,32}$")
    account: str = Field(min_length=1, max_length=128)
    external_id: str = Field(min_length=1, max_length=256)
    provider_id: str = Field(min_length=1, max_length=256)
    segments: tuple[Segment, ...] = Field(min_length=1, max_length=20)
    received_at: datetime
    correlation_id: str
    gives: str = Field(default="message", pattern=r"^[a-z_]{1,32}$")
    """What right to answer it gives, where the provider rations (`QuotaRule.given_by`)."""

    page: str | None = Field(default=None, max_length=200)
    """The path of the bank's page on which it was written; empty where none is known, None off the web."""

    _secret_removed: bool = PrivateAttr(default=False)

    @field_validator("segments")
    @classmethod
    def _check_kinds(cls, segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
        for segment in segments:
            if not _customers_send(segment):
                raise ValueError(f"customers never send a segment of the kind {segment.type}")
        return segments

    def model_post_init(self, _context: object) -> None:
        """Replaces the secrets before anyone else can see the value."""
        joined = _joined(tuple(_as_said(segment) for segment in self.segments))
        cleaned = [segment.without_secrets() for segment in joined]
        self._secret_removed = cleaned != joined
        # The one write to a value that is frozen from here on.
        object.__setattr__(self, "segments", tuple(cleaned))

    @property
    def secret_removed(self) -> bool:
        """Whether the customer sent something that must not be kept."""
        return self._secret_removed


def _customers_send(segment: Segment) -> bool:
    """Whether it is a kind that customers may send; the others are the house's own words."""
    match segment:
        case Text() | Choice() | Link() | Image() | File() | Voice() | Video() | Location():
            return True
        case Choices() | Notice() | Card() | Trigger():
            return False
        case _:
            assert_never(segment)


def _as_said(segment: Segment) -> Segment:
    """The segment as it can be stored; a customer's text has no source and no form."""
    if isinstance(segment, Text) and (segment.source or segment.blocks):
        segment = Text(text=segment.text)
    return segment.storable()


def _joined(segments: tuple[Segment, ...]) -> list[Segment]:
    """Neighbouring texts as one, so that a secret cannot hide with its word in one and itself in the next.

    As long as they fit into one: nothing that a customer wrote is cut off.
    """
    result: list[Segment] = []
    for segment in segments:
        last = result[-1] if result else None
        if isinstance(segment, Text) and isinstance(last, Text):
            text = f"{last.text}\n{segment.text}"
            if len(text) <= TEXT_LIMIT:
                result[-1] = Text(text=text)
                continue
        result.append(segment)
    return result
