"""Events as a chain of hashes: a line that is changed, moved, left out or put in breaks what follows."""

import hashlib
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from video.recording.lines import from_line, to_line
from video.recording.model import FORMAT, RecordingEvent


def beginning(recording: str) -> str:
    """What the first event names as the one before it, so that a chain belongs to one recording."""
    return digest(f"{FORMAT}\n{recording}\n".encode())


def digest(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


class EventChain:
    """The events of one recording, written one after the other."""

    def __init__(self, recording: str) -> None:
        self.lines: list[bytes] = []
        self.last = beginning(recording)

    def add(
        self, at_ms: int, kind: str, step: str | None = None, **detail: str | int | bool
    ) -> RecordingEvent:
        """Writes an event behind the last one; raises pydantic's `ValidationError`."""
        event = RecordingEvent.model_validate(
            {
                "seq": len(self.lines) + 1,
                "at_ms": at_ms,
                "kind": kind,
                "step": step,
                "detail": detail,
                "previous": self.last,
            }
        )
        line = to_line(event.model_dump())
        self.lines.append(line)
        self.last = digest(line)
        return event


class BrokenChain(Exception):
    """A line does not follow the one before it; the text names it."""


def read_chain(recording: str, data: bytes) -> Iterator[tuple[RecordingEvent, str]]:
    """Each event with the hash of its line; raises `BrokenChain` at the first that is wrong."""
    last, at_ms = beginning(recording), 0
    for number, line in enumerate(data.splitlines(keepends=True), 1):
        event = _event(number, line)
        if event.seq != number or event.previous != last:
            raise BrokenChain(f"event {number} does not follow the one before it")
        if event.at_ms < at_ms:
            raise BrokenChain(f"event {number} is earlier than the one before it")
        last, at_ms = digest(line), event.at_ms
        yield event, last


def _event(number: int, line: bytes) -> RecordingEvent:
    try:
        value: Any = from_line(line)
        return RecordingEvent.model_validate(value)
    except (ValueError, ValidationError, RecursionError) as error:
        raise BrokenChain(f"event {number} cannot be read") from error
