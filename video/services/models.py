"""Defines what is asked of the bank's models: what was said in a call, and whether there is a face."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class HeardLine:
    """Something that was heard; milliseconds since the file began."""

    at_ms: int
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a model heard in one file. `is_demo`: it was played, and nobody said any of it."""

    provider: str
    is_demo: bool
    lines: tuple[HeardLine, ...]


class SpeechRecognition(Protocol):
    """Hears what is said."""

    async def hear(self, sound: Path) -> Transcript:
        """What is said in a file; raises `BadInput` where it does not take it, `Unavailable`, `OSError`."""
        ...


@dataclass(frozen=True, slots=True)
class FacesSeen:
    """How many faces are in a picture. `is_demo`: it was played, and nobody looked."""

    provider: str
    is_demo: bool
    faces: int


class FaceModel(Protocol):
    """Looks for faces; whose they are it does not say."""

    async def look(self, picture: bytes) -> FacesSeen:
        """The faces in a picture (JPEG); raises `BadInput` for one that it does not take, `Unavailable`."""
        ...
