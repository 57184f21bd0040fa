"""Defines an arrival: what a channel hands to the inbox, before it has a number."""

from datetime import datetime

from pydantic import Field, field_validator

from hub.messages.base import Immutable
from hub.messages.secrets import remove_secrets
from hub.messages.segments import Choice, Segment, Text


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
    secret_removed: bool = False

    @field_validator("segments")
    @classmethod
    def _without_secrets(cls, segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
        return tuple(_clean(segment) for segment in segments)


def _clean(segment: Segment) -> Segment:
    match segment:
        case Text():
            return segment.model_copy(update={"text": remove_secrets(segment.text).text})
        case Choice():
            return segment.model_copy(update={"label": remove_secrets(segment.label).text})
    return segment
