"""Defines an arrival: what a channel hands to the inbox, before it has a number."""

from datetime import datetime

from pydantic import Field, PrivateAttr

from hub.messages.base import Immutable
from hub.messages.secrets import remove_secrets
from hub.messages.segments import LABEL_LIMIT, TEXT_LIMIT, Choice, Segment, Text


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

    _secret_removed: bool = PrivateAttr(default=False)

    def model_post_init(self, _context: object) -> None:
        """Replaces the secrets before anyone else can see the value."""
        joined = _joined(tuple(_storable(segment) for segment in self.segments))
        cleaned = tuple(_clean(segment) for segment in joined)
        self._secret_removed = list(cleaned) != joined
        # The one write to a value that is frozen from here on.
        object.__setattr__(self, "segments", cleaned)

    @property
    def secret_removed(self) -> bool:
        """Whether the customer sent something that must not be kept."""
        return self._secret_removed


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


def _storable(segment: Segment) -> Segment:
    """The segment without U+0000, which PostgreSQL keeps in no text and no JSON."""
    match segment:
        case Text() if "\0" in segment.text:
            return segment.model_copy(update={"text": segment.text.replace("\0", "\ufffd")})
        case Choice() if "\0" in segment.label:
            return segment.model_copy(update={"label": segment.label.replace("\0", "\ufffd")})
    return segment


def _clean(segment: Segment) -> Segment:
    # A mark may be longer than what it replaces: cutting behind it reveals nothing.
    match segment:
        case Text():
            return Text(text=remove_secrets(segment.text).text[:TEXT_LIMIT])
        case Choice():
            return Choice(id=segment.id, label=remove_secrets(segment.label).text[:LABEL_LIMIT])
    return segment
