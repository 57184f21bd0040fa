"""Between the web chat's words and the house's own; pure functions."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from connectors.webchat.branding import bank_words
from connectors.webchat.frames import TEXT_LIMIT, Rate, Receipt, Send
from hub.errors import BadInput, NotFound, TooMany, YuanqiaoError
from hub.messages import Arrival, Direction, Event, EventKind, Message, Text
from hub.ports import Place, Rating
from hub.settings import Settings

CHANNEL = "webchat"
ACCOUNT = "default"
HEARTBEAT_S = 20
STORE_RETRY_S = 2.0


def to_arrival(
    frame: Send, visitor: str, now: datetime, correlation_id: str, account: str = ACCOUNT
) -> Arrival:
    """What the customer sent, for the inbox; secrets in it are replaced as it is made."""
    return Arrival(
        channel=CHANNEL,
        account=account,
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


def to_rating(frame: Rate, identity: str) -> Rating:
    """What the customer thinks of an answer, for those who keep it."""
    place = Place(frame.conversation, frame.seq)
    return Rating(identity, place, frame.verdict, frame.reason, frame.comment)


def welcome_frame(token: str, settings: Settings, hot: Sequence[str], *, resume: bool) -> dict[str, Any]:
    """The greeting; with `resume` the client keeps what it holds."""
    return {
        "type": "welcome",
        "v": 1,
        "token": token,
        "resume": resume,
        "heartbeat_s": HEARTBEAT_S,
        "text_limit": TEXT_LIMIT,
        "bank": bank_words(settings),
        "hot": list(hot),
    }


def message_frame(message: Message) -> dict[str, Any]:
    """A stored message as the client gets it; of what the house noted for itself the number alone."""
    if message.is_note:
        return {"type": "skipped", "conversation": message.conversation, "seq": message.seq}
    return {"type": "message", "message": message_words(message)}


def message_words(message: Message) -> dict[str, Any]:
    """A stored message in the words of docs/webchat-protocol.md."""
    incoming = message.direction is Direction.IN
    return {
        "conversation": message.conversation,
        "seq": message.seq,
        "direction": message.direction,
        "author": message.author,
        "segments": message.segments,
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


def refused_frame(client_id: str, error: YuanqiaoError) -> dict[str, Any]:
    """Tells the client that something was not stored, why, and when to try again."""
    match error:
        case TooMany() | BadInput():
            code = error.code
        case NotFound():
            code = BadInput.code
        case _:
            code = "unavailable"
    return {
        "type": "refused",
        "id": client_id,
        "code": code,
        "retry_after_s": error.retry_after_s if isinstance(error, TooMany) else STORE_RETRY_S,
        "detail": error.detail,
    }


def rated_frame(client_id: str) -> dict[str, Any]:
    """Tells the client that its verdict is on disk."""
    return {"type": "rated", "id": client_id}


def suggestions_frame(number: int, questions: Sequence[str]) -> dict[str, Any]:
    """Questions that go on from what was begun."""
    return {"type": "suggestions", "id": number, "questions": list(questions)}


def event_frame(event: Event) -> dict[str, Any]:
    """An event as the client gets it."""
    return {"type": "event", "event": event.kind, "conversation": event.conversation, "seq": event.seq}


def iso(moment: datetime) -> str:
    """A time as browsers read it, in UTC with milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
