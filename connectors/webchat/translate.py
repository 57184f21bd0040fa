"""Between the web chat's words and the house's own; pure functions."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, assert_never

from connectors.webchat.branding import bank_words
from connectors.webchat.frames import TEXT_LIMIT, Rate, ReceiptFrame, SendFrame, Uploaded
from connectors.webchat.uploads import KINDS
from hub.errors import BadInput, Conflict, NotAllowed, NotFound, TooMany, YuanqiaoError
from hub.messages import (
    Arrival,
    Card,
    Choice,
    Choices,
    Direction,
    Event,
    EventKind,
    File,
    Image,
    Link,
    Location,
    Media,
    Message,
    Notice,
    Segment,
    Text,
    Trigger,
    Video,
    Voice,
)
from hub.ports import HistoryPlace, Rating
from hub.settings import Settings

CHANNEL = "webchat"
ACCOUNT = "default"
HEARTBEAT_S = 20
STORE_RETRY_S = 2.0

Addressing = Callable[[Media, str], str]
"""Tells where a browser gets a file that stands in an identity's conversation."""

NO_UPLOADS: Mapping[str, Media] = {}


def to_arrival(
    frame: SendFrame,
    visitor: str,
    now: datetime,
    correlation_id: str,
    account: str = ACCOUNT,
    uploaded: Mapping[str, Media] = NO_UPLOADS,
    page: str = "",
) -> Arrival:
    """What the customer sent, for the inbox; secrets in it are replaced as it is made.

    `uploaded`: what each upload that the frame names became. `page`: the path of the page of the bank.
    """
    return Arrival(
        channel=CHANNEL,
        account=account,
        external_id=visitor,
        provider_id=frame.id.lower(),
        segments=tuple(_to_segment(segment, uploaded) for segment in frame.segments),
        received_at=now,
        correlation_id=correlation_id,
        page=page,
    )


def _to_segment(segment: Text | Choice | Uploaded, uploaded: Mapping[str, Media]) -> Segment:
    match segment:
        case Text():
            return Text(text=segment.text)  # a customer's text has no source, whatever the client says
        case Choice():
            return segment
        case Uploaded():
            media = uploaded[segment.upload]  # a picture is what was found to be one
            return Image(media=media) if media.mime.startswith("image/") else File(media=media)
        case _:
            assert_never(segment)


def to_event(frame: ReceiptFrame, identity: str, now: datetime) -> Event:
    """A receipt, for the inbox."""
    kind = EventKind.READ if frame.type == "read" else EventKind.DELIVERED
    return Event(kind=kind, identity=identity, conversation=frame.conversation, seq=frame.seq, at=now)


def to_rating(frame: Rate, identity: str) -> Rating:
    """What the customer thinks of an answer, for those who keep it."""
    place = HistoryPlace(frame.conversation, frame.seq)
    return Rating(identity, place, frame.verdict, frame.reason, frame.comment)


def welcome_frame(
    token: str,
    settings: Settings,
    hot: Sequence[str],
    *,
    resume: bool,
    uploads: int | None = None,
    ended: int | None = None,
) -> dict[str, Any]:
    """The greeting; with `resume` the client keeps what it holds.

    `uploads`: most bytes of a file, None where none is taken. `ended`: the last conversation, if closed.
    """
    return {
        "type": "welcome",
        "v": 1,
        "token": token,
        "resume": resume,
        "heartbeat_s": HEARTBEAT_S,
        "text_limit": TEXT_LIMIT,
        "bank": bank_words(settings),
        "hot": list(hot),
        "uploads": None if uploads is None else {"bytes": uploads, "types": list(KINDS)},
    } | ({} if ended is None else {"closed": ended})


def message_frame(message: Message, addressing: Addressing) -> dict[str, Any]:
    """A stored message as the client gets it; of what the house noted for itself the number alone."""
    if message.is_note:
        return _skipped(message)
    return {"type": "message", "message": message_words(message, addressing)}


def older_frame(messages: Sequence[Message], addressing: Addressing, *, more: bool) -> dict[str, Any]:
    """Earlier messages; what the house noted for itself keeps its place, so that clients go on behind it."""
    words = [_skipped(each) if each.is_note else message_words(each, addressing) for each in messages]
    return {"type": "older", "messages": words, "more": more}


def _skipped(message: Message) -> dict[str, Any]:
    return {"type": "skipped", "conversation": message.conversation, "seq": message.seq}


def message_words(message: Message, addressing: Addressing) -> dict[str, Any]:
    """A stored message in the words of docs/webchat-protocol.md."""
    incoming = message.direction is Direction.IN
    return {
        "conversation": message.conversation,
        "seq": message.seq,
        "direction": message.direction,
        "author": message.author,
        "segments": [_segment_words(s, message.identity, addressing) for s in message.segments],
        "at": iso(message.created_at),
        "status": message.status,
        "reply_to": message.reply_to,
        "client_id": message.provider_id if incoming else None,
    }


def _segment_words(segment: Segment, identity: str, addressing: Addressing) -> Segment | dict[str, Any]:
    """The segment as it is; with the address of its file, where it has one, that holds just now."""
    match segment:
        case Image() | File() | Voice() | Video():
            return segment.model_dump() | {"url": addressing(segment.media, identity)}
        case Card():
            picture = segment.picture
            address = {} if picture is None else {"picture_url": addressing(picture, identity)}
            return segment.model_dump() | address
        case Text() | Choices() | Choice() | Link() | Notice() | Location() | Trigger():
            return segment
        case _:
            assert_never(segment)


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
        case TooMany() | BadInput() | NotAllowed() | Conflict():
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
