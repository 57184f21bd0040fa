"""Defines events: things that happen in a conversation and are not messages."""

from datetime import datetime
from enum import StrEnum

from hub.messages.base import Immutable


class EventKind(StrEnum):
    """The kinds of events that channels report or show."""

    OPENED = "opened"
    TYPING = "typing"
    WAITING = "waiting"
    HELD = "held"
    """A message waits here until the customer writes."""

    DELIVERED = "delivered"
    READ = "read"
    CLOSED = "closed"


class Event(Immutable):
    """An event in a conversation; `seq` is the last message that it speaks of, 0 for none."""

    kind: EventKind
    identity: str
    conversation: int
    seq: int = 0
    at: datetime
