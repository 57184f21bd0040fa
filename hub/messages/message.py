"""Defines the one canonical message that every part of the house reads and writes."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from hub.messages.base import Immutable
from hub.messages.segments import Segment


class Direction(StrEnum):
    """Which way a message goes, seen from the hub."""

    IN = "in"
    OUT = "out"


class AuthorKind(StrEnum):
    """Who wrote a message."""

    CUSTOMER = "customer"
    BOT = "bot"
    AGENT = "agent"
    SYSTEM = "system"


class Author(Immutable):
    """The writer of a message; agents carry the name or number that customers see."""

    kind: AuthorKind
    name: str = ""


class Status(StrEnum):
    """How far a message got; it only ever moves down this list, or to FAILED."""

    ACCEPTED = "accepted"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"

    @property
    def rank(self) -> int:
        """Place in the order of delivery; FAILED is last, and final."""
        return list(Status).index(self)


class Message(Immutable):
    """One message of a conversation, in either direction, as it is stored."""

    identity: str
    conversation: int = Field(ge=1)
    seq: int = Field(ge=1)
    direction: Direction
    author: Author
    segments: tuple[Segment, ...] = Field(min_length=1)
    correlation_id: str
    created_at: datetime
    status: Status = Status.ACCEPTED
    turn: int | None = None
    reply_to: int | None = None
    provider_id: str | None = None

    @property
    def is_note(self) -> bool:
        """Whether the house noted it for itself: numbered like all others, not for customers' eyes."""
        return self.direction is Direction.IN and self.author.kind is AuthorKind.SYSTEM

    @property
    def id(self) -> str:
        """`identity.conversation.seq`: unique in the house, and carries the identity's key."""
        return f"{self.identity}.{self.conversation}.{self.seq}"
