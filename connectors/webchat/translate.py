"""Between the web chat's words and the house's own; pure functions."""

from datetime import UTC, datetime
from typing import Any

from connectors.webchat.frames import Receipt, Send
from hub.messages import Arrival, Direction, Event, EventKind, Message, Text

CHANNEL = "webchat"
ACCOUNT = "default"


def to_arrival(frame: Send, visitor: str, now: datetime, correlation_id: str) -> Arrival:
    """What the customer sent, for the inbox; secrets in it are replaced as it is made."""
    return Arrival(
        channel=CHANNEL,
        account=ACCOUNT,
        external_id=visitor,
        provider_id=frame.id.lower(),
        # A customer's text has no source, whatever the client says.
        segments=tuple(Text(text=s.text) if isinstance(s, Text) else s for s in frame.segments),
        received_at=now,
        correlation_id=correlation_id,
    )


def to_event(frame: Receipt, identity: str, now: datetime) -> Event:
    """A receipt, for the inbox."""
    kind = EventKind.READ if frame.type == "read" else EventKind.DELIVERED
    return Event(kind=kind, identity=identity, conversation=frame.conversation, seq=frame.seq, at=now)


def message_frame(message: Message) -> dict[str, Any]:
    """A stored message as the client gets it."""
    return {"type": "message", "message": message_words(message)}


def message_words(message: Message) -> dict[str, Any]:
    """A stored message in the words of docs/webchat-protocol.md."""
    incoming = message.direction is Direction.IN
    return {
        "conversation": message.conversation,
        "seq": message.seq,
        "direction": message.direction,
        "author": message.author.model_dump(mode="json"),
        "segments": [segment.model_dump(mode="json") for segment in message.segments],
        "at": iso(message.created_at),
        "status": message.status,
        "reply_to": message.reply_to,
        "client_id": message.provider_id if incoming else None,
    }


def ack_frame(client_id: str, message: Message) -> dict[str, Any]:
    """Tells the client that its message is on disk."""
    return {
        "type": "ack",
        "id": client_id,
        "conversation": message.conversation,
        "seq": message.seq,
        "at": iso(message.created_at),
    }


def event_frame(event: Event) -> dict[str, Any]:
    """An event as the client gets it."""
    return {"type": "event", "event": event.kind, "conversation": event.conversation, "seq": event.seq}


def iso(moment: datetime) -> str:
    """A time as browsers read it, in UTC with milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
