"""Defines what a message is made of: text, choices, a chosen option, links, notices."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from hub.messages.base import Immutable
from hub.messages.blocks import BLOCKS_LIMIT, WEB_ADDRESS, Block
from hub.messages.media import File, Image

TEXT_LIMIT = 4000
"""Most characters in one text segment."""

LABEL_LIMIT = 200
"""Most characters in what an option or a card is called."""


class Source(Immutable):
    """The approved article version that an answer comes from."""

    article_id: str
    version: int
    title: str
    effective_from: date


class Text(Immutable):
    """Plain text; an answer from the knowledge base names its source.

    `blocks` say the same as `text` with its form, for channels that can show it.
    """

    type: Literal["text"] = "text"
    text: str = Field(min_length=1, max_length=TEXT_LIMIT)
    source: Source | None = None
    blocks: tuple[Block, ...] = Field(default=(), max_length=BLOCKS_LIMIT)


class Option(Immutable):
    """One thing a customer may choose; `id` is opaque and means something to the hub alone."""

    id: str
    label: str = Field(min_length=1, max_length=LABEL_LIMIT)


class Choices(Immutable):
    """A question with options to choose from."""

    type: Literal["choices"] = "choices"
    prompt: str = Field(min_length=1, max_length=1000)
    options: tuple[Option, ...] = Field(min_length=1, max_length=10)


class Choice(Immutable):
    """The option that a customer chose."""

    type: Literal["choice"] = "choice"
    id: str = Field(pattern=r"^[0-9A-Za-z_.-]{1,64}$")
    label: str = Field(min_length=1, max_length=LABEL_LIMIT)


class Link(Immutable):
    """A card that leads to a page of the bank."""

    type: Literal["link"] = "link"
    title: str = Field(min_length=1, max_length=LABEL_LIMIT)
    url: str = Field(pattern=WEB_ADDRESS)
    description: str = Field(default="", max_length=500)


class NoticeCode(StrEnum):
    """Why the house speaks for itself."""

    LATE = "late"
    FAILED = "failed"
    SECRET_REMOVED = "secret_removed"  # noqa: S105  (a code, not a secret)
    PERSON_REQUESTED = "person_requested"


class Notice(Immutable):
    """Something the house says about its own state: never an answer."""

    type: Literal["notice"] = "notice"
    code: NoticeCode
    text: str = Field(min_length=1, max_length=1000)


class Trigger(Immutable):
    """Something that the house learned and the bot acts on; customers neither see nor send it."""

    type: Literal["trigger"] = "trigger"
    name: str = Field(pattern=r"^[a-z0-9_]{1,64}$")
    details: dict[str, str | int | float | bool] = Field(default_factory=dict, max_length=20)


Segment = Annotated[
    Text | Choices | Choice | Link | Notice | Image | File | Trigger, Field(discriminator="type")
]


def plain_text(segments: Sequence[Segment]) -> str:
    """Joins what the segments say into lines, for logs, search and the bot."""
    lines = []
    for segment in segments:
        match segment:
            case Text() | Notice():
                lines.append(segment.text)
            case Choice():
                lines.append(segment.label)
            case Choices():
                lines.append(segment.prompt)
            case Link():
                lines.append(segment.title)
            case Image() | File():
                lines.append(segment.media.name)
            case Trigger():
                lines.append(segment.name)
    return "\n".join(lines)
