"""Defines what a message is made of: the kinds of segments, those of words and choosing among them here."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from hub.messages.base import BaseSegment, Holds, Worded
from hub.messages.blocks import BLOCKS_LIMIT, WEB_ADDRESS, Block
from hub.messages.cards import Card
from hub.messages.limits import CAPTION_LIMIT, LABEL_LIMIT, TEXT_LIMIT
from hub.messages.location import Location
from hub.messages.media import File, Image, Video, Voice
from hub.messages.trigger import Trigger


class Source(Worded):
    """The approved article version that an answer comes from."""

    article_id: Annotated[str, Holds.OURS]
    version: int
    title: str
    effective_from: date


class Text(BaseSegment):
    """Plain text; an answer from the knowledge base names its source.

    `blocks` say the same as `text` with its form, for channels that can show it.
    """

    type: Literal["text"] = "text"
    text: str = Field(min_length=1, max_length=TEXT_LIMIT)
    source: Source | None = None
    blocks: tuple[Block, ...] = Field(default=(), max_length=BLOCKS_LIMIT)

    def words(self) -> str:
        """The text."""
        return self.text


class Option(Worded):
    """One thing a customer may choose; `id` is opaque and means something to the hub alone."""

    id: Annotated[str, Holds.OURS]
    label: str = Field(min_length=1, max_length=LABEL_LIMIT)


class Choices(BaseSegment):
    """A question with options to choose from."""

    type: Literal["choices"] = "choices"
    prompt: str = Field(min_length=1, max_length=1000)
    options: tuple[Option, ...] = Field(min_length=1, max_length=10)

    def words(self) -> str:
        """The question."""
        return self.prompt


class Choice(BaseSegment):
    """The option that a customer chose."""

    type: Literal["choice"] = "choice"
    id: Annotated[str, Holds.OURS] = Field(pattern=r"^[0-9A-Za-z_.-]{1,64}$")
    label: str = Field(min_length=1, max_length=LABEL_LIMIT)

    def words(self) -> str:
        """What the option is called."""
        return self.label


class Link(BaseSegment):
    """A link to a page of the bank, or to one that a customer shares."""

    type: Literal["link"] = "link"
    title: str = Field(min_length=1, max_length=LABEL_LIMIT)
    url: Annotated[str, Holds.ADDRESS] = Field(pattern=WEB_ADDRESS)
    description: str = Field(default="", max_length=CAPTION_LIMIT)

    def words(self) -> str:
        """Its title."""
        return self.title


class NoticeCode(StrEnum):
    """Why the house speaks for itself."""

    LATE = "late"
    FAILED = "failed"
    SECRET_REMOVED = "secret_removed"  # noqa: S105  (a code, not a secret)
    PERSON_REQUESTED = "person_requested"


class Notice(BaseSegment):
    """Something the house says about its own state: never an answer."""

    type: Literal["notice"] = "notice"
    code: NoticeCode
    text: str = Field(min_length=1, max_length=1000)

    def words(self) -> str:
        """What it says."""
        return self.text


Segment = Annotated[
    Text | Choices | Choice | Link | Notice | Image | File | Voice | Video | Location | Card | Trigger,
    Field(discriminator="type"),
]


def plain_text(segments: Sequence[Segment]) -> str:
    """Joins the words of the segments into lines, for logs, search and the bot."""
    return "\n".join(segment.words() for segment in segments)
